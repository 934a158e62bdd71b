import type { FileStore } from '#files/file-store.js';
import type { JobQueue } from '#jobs/job-queue.js';
import type { EventStore } from '#ledger/event-store.js';
import type { ViewStore } from '#projections/kernel/view-store.js';
import type { Vault } from '#vault/vault.js';
import type { Processes } from './processes.js';
import { BadSettings } from './setting-values.js';
import type { Settings } from './settings.js';

/** What everything needs of the world outside, given in one place. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new random UUID, lower-case. */
  readonly newId: () => string;
  /** Lets embedded stores give away at once what a process of this machine held when it was killed. */
  readonly processes?: Processes;
  /** Told of failures that nobody waits for. */
  readonly onError: (what: string, error: unknown) => void;
  /** Told of what works, but should not stay so. */
  readonly onWarning?: (sentence: string) => void;
}

/** How stores are opened in this thread; the embedded ones heed it. */
export interface OpenOptions {
  /** `thread`: the ledger is written in a thread of its own, for callers that must never wait for the disk. */
  readonly ledgerWriter: 'thread' | 'here';
  /** Threads that answer queries on views; 0: the calling thread does. */
  readonly readers: number;
}

/** Every store, open. */
export interface Stores {
  readonly ledger: EventStore;
  readonly views: ViewStore;
  readonly jobs: JobQueue;
  readonly vault: Vault;
  readonly files: FileStore;
}

type Opening<Store> = (place: string, world: World, options: OpenOptions) => Promise<Store>;
type Table = { readonly [Name in keyof Stores]: Readonly<Record<string, Opening<Stores[Name]>>> };

const openMongodbViews: Opening<ViewStore> = async (url, { now }) =>
  (await import('#projections/adapters/mongodb/mongodb-view-store.js')).openMongodbViewStore({ url, now });

const openMongodbVault: Opening<Vault> = async (url, { now, onError }) =>
  (await import('#vault/adapters/mongodb/mongodb-vault.js')).openMongodbVault({
    url,
    now,
    onError: (error) => onError('The vault could not be written and tries again', error),
  });

/**
 * Which adapter opens which URL, by its scheme; `place` is what follows the colon, of a scheme with `//` the whole URL.
 * Adapters are loaded when they are needed: an embedded start loads no driver of a server.
 */
const ADAPTERS: Table = {
  ledger: {
    sqlite: async (file, _world, { ledgerWriter }) =>
      (await import('#ledger/adapters/sqlite/sqlite-event-store.js')).openSqliteEventStore({
        file,
        writer: ledgerWriter,
      }),
    esdb: openEventStoreDbLedger,
    'esdb+discover': openEventStoreDbLedger,
  },
  views: {
    sqlite: async (folder, { now, processes }, { readers }) =>
      (await import('#projections/adapters/sqlite/sqlite-view-store.js')).openSqliteViewStore({
        folder,
        readers,
        now,
        ...(processes && { processes }),
      }),
    mongodb: openMongodbViews,
    'mongodb+srv': openMongodbViews,
  },
  jobs: {
    sqlite: async (file, { now, newId, processes, onError }) =>
      (await import('#jobs/adapters/sqlite/sqlite-job-queue.js')).openSqliteJobQueue({
        file,
        now,
        newId,
        ...(processes && { processes }),
        onError: (error) => onError('The job queue failed and tries again', error),
      }),
    redis: openRedisJobs,
    rediss: openRedisJobs,
  },
  vault: {
    sqlite: async (file, { now, onError }) =>
      (await import('#vault/adapters/sqlite/sqlite-vault.js')).openSqliteVault({
        file,
        now,
        onError: (error) => onError('The vault could not be written and tries again', error),
      }),
    mongodb: openMongodbVault,
    'mongodb+srv': openMongodbVault,
  },
  files: {
    file: async (folder, { now }) =>
      (await import('#files/adapters/folder/folder-file-store.js')).openFolderFileStore({ folder, now }),
  },
};

async function openEventStoreDbLedger(url: string, { onWarning }: World): Promise<EventStore> {
  const { openEventStoreDb } = await import('#ledger/adapters/eventstoredb/eventstoredb-event-store.js');
  try {
    return await openEventStoreDb({ url, ...(onWarning && { onWarning }) });
  } catch (error) {
    if (error instanceof Error && error.name === 'BadAddress') throw new BadSettings([`LEDGER_URL: ${error.message}`]);
    throw error;
  }
}

async function openRedisJobs(url: string, { now, newId, onError, onWarning }: World): Promise<JobQueue> {
  const { openBullmqJobQueue } = await import('#jobs/adapters/bullmq/bullmq-job-queue.js');
  const told = {
    onError: (error: unknown) => onError('The job queue on Redis', error),
    ...(onWarning && { onWarning }),
  };
  try {
    return await openBullmqJobQueue({ url, now, newId, ...told });
  } catch (error) {
    if (error instanceof Error && error.name === 'UnfitRedis') throw new BadSettings([`JOBS_URL: ${error.message}`]);
    throw error;
  }
}

const SETTINGS = {
  ledger: ['LEDGER_URL', 'ledgerUrl'],
  views: ['VIEWS_URL', 'viewsUrl'],
  jobs: ['JOBS_URL', 'jobsUrl'],
  vault: ['VAULT_URL', 'vaultUrl'],
  files: ['FILES_URL', 'filesUrl'],
} as const satisfies Record<keyof Stores, readonly [string, keyof Settings]>;

/** Fails with `BadSettings` when no adapter knows the scheme of a store's URL; opens nothing. */
export function checkStoreUrls(settings: Settings): void {
  const problems = (Object.keys(SETTINGS) as (keyof Stores)[]).flatMap((store) => {
    const [name, key] = SETTINGS[store];
    const known = Object.keys(ADAPTERS[store]);
    const scheme = schemeOf(settings[key]);
    // The URL itself is not repeated: it may hold a password.
    return known.includes(scheme)
      ? []
      : [`${name} begins with "${scheme}:"; it may begin with ${known.join(': or ')}:`];
  });
  if (problems.length > 0) throw new BadSettings(problems);
}

/** Opens one store by its URL. */
export async function openStore<Name extends keyof Stores>(
  store: Name,
  settings: Settings,
  world: World,
  options: OpenOptions,
): Promise<Stores[Name]> {
  checkStoreUrls(settings);
  const url = settings[SETTINGS[store][1]];
  const scheme = schemeOf(url);
  const place = url.startsWith(`${scheme}://`) ? url : url.slice(scheme.length + 1);
  return ADAPTERS[store][scheme]!(place, world, options);
}

/** Opens all stores, or none: what was open is closed again when one fails. */
export async function openStores(settings: Settings, world: World, options: OpenOptions): Promise<Stores> {
  const opened: { close(): Promise<void> }[] = [];
  const open = async <Name extends keyof Stores>(name: Name): Promise<Stores[Name]> => {
    const store = await openStore(name, settings, world, options);
    opened.unshift(store);
    return store;
  };
  try {
    return {
      ledger: await open('ledger'),
      views: await open('views'),
      jobs: await open('jobs'),
      vault: await open('vault'),
      files: await open('files'),
    };
  } catch (error) {
    for (const store of opened) await store.close().catch(() => undefined);
    throw error;
  }
}

/** Closes all stores, the queue first: it hands running jobs back while the others can still be written. */
export async function closeStores(stores: Stores, graceMilliseconds?: number): Promise<void> {
  await stores.jobs.close(graceMilliseconds);
  for (const store of [stores.views, stores.vault, stores.files, stores.ledger]) await store.close();
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':')).toLowerCase();
}
