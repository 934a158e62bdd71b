import { isNativeError } from 'node:util/types';
import { MongoClient, MongoServerError, type Db, type MongoClientOptions } from 'mongodb';
import { ViewsUnavailable } from '../../kernel/view-store.js';

/** A connected server and the database that the URL names. */
export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
  /** Whether documents of several collections can be written in one transaction (a replica set or a sharded cluster). */
  readonly transactions: boolean;
  /** For what may take many minutes (building indexes): no time-out but the watch over the server. */
  patient(): Promise<Db>;
  close(): Promise<void>;
}

const DATABASE = 'collection_ledger';
/** Milliseconds. What the URL says goes first: a frozen server becomes an error in seconds, and views are rebuilt if lost. */
const TIMES = {
  connectTimeoutMS: 3_000,
  serverSelectionTimeoutMS: 5_000,
  socketTimeoutMS: 10_000,
  heartbeatFrequencyMS: 2_000,
  waitQueueTimeoutMS: 10_000,
} as const;

/** Connects; fails with {@link ViewsUnavailable} when nobody answers. */
export async function connect(url: string): Promise<Connection> {
  const client = new MongoClient(url, { ...timesBeside(url), appName: 'collection-ledger views', maxPoolSize: 20 });
  let patient: MongoClient | undefined;
  try {
    await client.connect();
    const hello = await client.db('admin').command({ hello: 1 });
    const db = client.db(databaseOf(url));
    return {
      client,
      db,
      transactions: typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid',
      async patient() {
        patient ??= new MongoClient(url, { ...timesBeside(url), socketTimeoutMS: 0, maxPoolSize: 2 });
        return patient.db(db.databaseName);
      },
      async close() {
        await client.close();
        await patient?.close();
      },
    };
  } catch (error) {
    await client.close();
    throw told(error);
  }
}

/** Runs what asks the server; its failures come out as {@link ViewsUnavailable} when the server is away. */
export async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw told(error);
  }
}

/** Not primary, shutting down, stepping down, too slow, no quorum: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const AWAY: ReadonlySet<unknown> = new Set([6, 7, 50, 64, 89, 91, 100, 112, 133, 134, 189, 202, 251, 262, 9001, 10107, 11600, 11602, 13435, 13436]); // prettier-ignore
/** A socket that breaks while the driver writes to it: that error comes out as Node made it. */
const BROKEN = /^(EPIPE|ECONN(RESET|ABORTED|REFUSED)|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN))$/;
const AWAY_NAMES =
  /^Mongo(Network|ServerSelection|NotConnected|TopologyClosed|PoolCleared|PoolClosed|WaitQueueTimeout|ConnectionPool|ClientClosed|ServerClosed|ExpiredSession|OperationTimeout)/;

function told(error: unknown): unknown {
  if (!isNativeError(error)) return error;
  const { name, code } = error as NodeJS.ErrnoException;
  const away = AWAY_NAMES.test(name) || BROKEN.test(`${code}`) || (error instanceof MongoServerError && AWAY.has(code));
  // The driver's messages name hosts, never passwords.
  return away ? new ViewsUnavailable(`The view store does not answer: ${error.message}`, { cause: error }) : error;
}

/** Time-outs that the URL does not state itself. */
function timesBeside(url: string): MongoClientOptions {
  const stated = [...new URLSearchParams(url.split('?')[1] ?? '').keys()].map((name) => name.toLowerCase());
  return Object.fromEntries(Object.entries(TIMES).filter(([name]) => !stated.includes(name.toLowerCase())));
}

function databaseOf(url: string): string {
  const [, name] = /^[^:]+:\/\/[^/?]+\/([^?]+)/.exec(url) ?? [];
  return name === undefined ? DATABASE : decodeURIComponent(name);
}
