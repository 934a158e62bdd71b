import { join, resolve } from 'node:path';
import { Reading, type Environment } from './setting-values.js';

/** Everything that can be set from outside, checked. Paths are absolute. */
export interface Settings {
  /** Folder of the embedded stores. */
  readonly data: string;
  /** May hold a password: never printed. */
  readonly ledgerUrl: string;
  readonly viewsUrl: string;
  readonly jobsUrl: string;
  readonly vaultUrl: string;
  readonly filesUrl: string;
  readonly host: string;
  readonly port: number;
  /** Names this server may be asked by; empty: any. */
  readonly hosts: readonly string[];
  /** Whether a proxy in front is trusted for the client's address and scheme. */
  readonly trustProxy: boolean;
  /** Longest upload, in bytes. */
  readonly longestUpload: number;
  /** Pictures of the earth that the map is drawn on, from somewhere else; absent: outlines that come with the app. */
  readonly mapTiles?: MapTiles;
  /** A collection made up for trying out, with passwords that everybody may know. */
  readonly demo: boolean;
  readonly logLevel: LogLevel;
  /** Threads that answer queries. */
  readonly readers: number;
  /** Whether this process keeps the views up to date and does the long work, or another one does. */
  readonly projector: Whereabouts;
  readonly tasks: Whereabouts;
  /** Made at the first start, when there is no account yet. */
  readonly firstAdministrator?: { readonly name: string; readonly password: string };
}

/** Map tiles: an address with {z}, {x} and {y}, and whom to thank for them. */
export interface MapTiles {
  readonly url: string;
  readonly credit: string;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const WHEREABOUTS = ['here', 'elsewhere'] as const;
export type Whereabouts = (typeof WHEREABOUTS)[number];

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const MEGABYTE = 1024 * 1024;

/**
 * Reads the settings from the environment, `given` (the command line) going first. Fails with `BadSettings`, which
 * names every setting that is wrong and why. The only place that reads the environment.
 */
export function readSettings(given: Environment = {}, environment: Environment = process.env): Settings {
  const reading = new Reading({ ...environment, ...given });
  const demo = reading.flag('DEMO');
  const data = resolve(reading.text('DATA') ?? (demo ? 'data/demo' : 'data'));
  const settings = {
    data,
    ledgerUrl: reading.url('LEDGER_URL', 'sqlite', join(data, 'ledger.db')),
    viewsUrl: reading.url('VIEWS_URL', 'sqlite', join(data, 'views')),
    jobsUrl: reading.url('JOBS_URL', 'sqlite', join(data, 'jobs.db')),
    vaultUrl: reading.url('VAULT_URL', 'sqlite', join(data, 'vault.db')),
    filesUrl: reading.url('FILES_URL', 'file', join(data, 'files')),
    host: reading.text('HOST') ?? '127.0.0.1',
    port: reading.integer('PORT', 3000, 0, 65_535),
    hosts: reading.list('HOSTS'),
    trustProxy: reading.flag('TRUST_PROXY'),
    longestUpload: reading.integer('MAX_UPLOAD_MB', 4096, 1, 1_000_000) * MEGABYTE,
    ...readMapTiles(reading),
    demo,
    logLevel: reading.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    readers: reading.integer('READERS', 1, 1, 64),
    projector: reading.oneOf('PROJECTOR', WHEREABOUTS, 'here'),
    tasks: reading.oneOf('TASKS', WHEREABOUTS, 'here'),
    ...readAdministrator(reading),
  };
  if (demo && !LOOPBACK.includes(settings.host)) {
    reading.refuse(
      'HOST',
      `is ${settings.host}, but a demo shows its passwords: it may be 127.0.0.1, ::1 or localhost`,
    );
  }
  reading.end();
  return settings;
}

function readMapTiles(reading: Reading): Pick<Settings, 'mapTiles'> {
  const url = reading.text('MAP_TILES_URL');
  if (url === undefined) return {};
  const fits = URL.canParse(url.replaceAll(/[{}]/g, '')) && /^https?:/.test(url);
  if (!fits || !['{z}', '{x}', '{y}'].every((part) => url.includes(part)))
    reading.refuse(
      'MAP_TILES_URL',
      `is ${url}; it may be an address such as https://tiles.example.org/{z}/{x}/{y}.png`,
    );
  return { mapTiles: { url, credit: reading.text('MAP_TILES_CREDIT') ?? '' } };
}

function readAdministrator(reading: Reading): Pick<Settings, 'firstAdministrator'> {
  const name = reading.text('LEDGER_ADMIN_NAME');
  const password = reading.secret('LEDGER_ADMIN_PASSWORD');
  if (name !== undefined && password !== undefined) return { firstAdministrator: { name, password } };
  if (name !== undefined) {
    reading.refuse('LEDGER_ADMIN_NAME', 'is there without LEDGER_ADMIN_PASSWORD or LEDGER_ADMIN_PASSWORD_FILE');
  }
  if (password !== undefined) reading.refuse('LEDGER_ADMIN_PASSWORD', 'is there without LEDGER_ADMIN_NAME');
  return {};
}
