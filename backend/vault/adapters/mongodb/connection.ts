import { isNativeError } from 'node:util/types';
import { MongoClient, MongoServerError, type Db, type MongoClientOptions } from 'mongodb';
import { VaultUnavailable } from '../../vault.js';

/** A connected server and the database that the URL names. */
export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
}

const DATABASE = 'collection_ledger';
/** Milliseconds; what the URL says goes first. A frozen server becomes an error in seconds: somebody waits to sign in. */
const TIMES = {
  connectTimeoutMS: 3_000,
  serverSelectionTimeoutMS: 5_000,
  socketTimeoutMS: 5_000,
  heartbeatFrequencyMS: 2_000,
  waitQueueTimeoutMS: 5_000,
} as const;

/** Connects; fails with {@link VaultUnavailable} when nobody answers. */
export async function connect(url: string): Promise<Connection> {
  const stated = [...new URLSearchParams(url.split('?')[1] ?? '').keys()].map((name) => name.toLowerCase());
  const times = Object.fromEntries(Object.entries(TIMES).filter(([name]) => !stated.includes(name.toLowerCase())));
  const options: MongoClientOptions = { ...times, appName: 'collection-ledger vault', maxPoolSize: 10 };
  return asking(async () => {
    const client = new MongoClient(url, options);
    try {
      await client.connect();
    } catch (error) {
      await client.close();
      throw error;
    }
    const [, name] = /^[^:]+:\/\/[^/?]+\/([^?]+)/.exec(url) ?? [];
    return { client, db: client.db(name === undefined ? DATABASE : decodeURIComponent(name)) };
  });
}

/** Not primary, stepping down, shutting down, too slow, no quorum: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const AWAY: ReadonlySet<unknown> = new Set([6, 7, 50, 64, 89, 91, 100, 133, 134, 189, 202, 262, 9001, 10107, 11600, 11602, 13435, 13436]); // prettier-ignore
/** A socket that breaks while the driver writes to it: that error comes out as Node made it. */
const BROKEN = /^(EPIPE|ECONN(RESET|ABORTED|REFUSED)|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN))$/;
const AWAY_NAMES = /^Mongo(Network|ServerSelection|NotConnected|Topology|Pool|WaitQueue|ConnectionPool|Client)/;

/** Runs what asks the server; its failures come out as {@link VaultUnavailable} when the server is away. */
export async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!isNativeError(error)) throw error;
    const { name, code } = error as NodeJS.ErrnoException;
    const away =
      AWAY_NAMES.test(name) || BROKEN.test(`${code}`) || (error instanceof MongoServerError && AWAY.has(code));
    // The driver's messages name hosts, never passwords.
    throw away ? new VaultUnavailable(`The vault does not answer: ${error.message}`, { cause: error }) : error;
  }
}
