import type { RedisOptions } from 'ioredis';

/** Where the queue is: what the driver needs, and the word before every key. */
export interface RedisPlace {
  readonly connection: RedisOptions;
  readonly prefix: string;
  /** Host and port, for messages; never the password. */
  readonly shown: string;
}

/** Redis cannot be used as the settings have it: they, or Redis's own, must be changed first. */
export class UnfitRedis extends Error {
  override readonly name = 'UnfitRedis';
}

/** One hash slot for all keys, so that a script may touch several of them on a cluster too. */
const PREFIX = '{collection-ledger}';

/**
 * Reads `redis://[user[:password]@]host[:port][/database][?prefix=word]` (`rediss:` for TLS). Fails with `UnfitRedis`,
 * which does not repeat the URL, because it may hold a password.
 */
export function redisPlace(url: string): RedisPlace {
  if (!URL.canParse(url)) throw new UnfitRedis('The URL cannot be read: redis://user:password@host:6379/0.');
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url);
  const database = /^\/?(\d{0,5})$/.exec(pathname)?.[1];
  const unknown = [...searchParams.keys()].find((key) => key !== 'prefix');
  if (hostname === '') throw new UnfitRedis('The URL names no host: redis://host:6379/0.');
  if (database === undefined) throw new UnfitRedis('The URL ends in no number of a database, such as /0.');
  if (unknown !== undefined) throw new UnfitRedis(`The URL has "${unknown}"; it may have "prefix".`);
  const prefix = searchParams.get('prefix') ?? '';
  if (!/^[\w-]{0,40}$/.test(prefix)) {
    throw new UnfitRedis('The prefix in the URL may have letters, digits, "-" and "_", at most 40.');
  }
  const at = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379), db: Number(database) };
  return {
    connection: {
      ...at,
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
    prefix: prefix === '' ? PREFIX : `{${prefix}}`,
    shown: `${at.host}:${at.port}`,
  };
}
