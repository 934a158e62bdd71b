import { readFileSync } from 'node:fs';
import type { ChannelCredentialOptions, Credentials, NodePreference } from '@eventstore/db-client';

/** Where the server is and how to reach it, as the official client takes it. */
export interface Address {
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** The host is a name that stands for all members of a cluster. */
  readonly discover: boolean;
  readonly options: ClientOptions;
  readonly channel: ChannelCredentialOptions;
  readonly credentials?: Credentials;
  /** One of several ledgers on the same server. */
  readonly ledger?: string;
}

interface ClientOptions {
  keepAliveInterval?: number;
  keepAliveTimeout?: number;
  defaultDeadline?: number;
  connectionName?: string;
  maxDiscoverAttempts?: number;
  discoveryInterval?: number;
  gossipTimeout?: number;
  nodePreference?: NodePreference;
}

/** The URL of an EventStoreDB cannot be understood. The message never repeats it, since it may hold a password. */
export class BadAddress extends Error {
  override readonly name = 'BadAddress';
  constructor(why: string) {
    super(`The EventStoreDB URL ${why}. It looks like esdb://user:password@host:2113?tls=true`);
  }
}

const DEFAULT_PORT = 2113;
const WHOLE = /^(esdb|esdb\+discover):\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/i;
const HOST = /^(\[[0-9a-f:]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i;
const NUMBERS = {
  keepaliveinterval: 'keepAliveInterval',
  keepalivetimeout: 'keepAliveTimeout',
  defaultdeadline: 'defaultDeadline',
  maxdiscoverattempts: 'maxDiscoverAttempts',
  discoveryinterval: 'discoveryInterval',
  gossiptimeout: 'gossipTimeout',
} as const;
const NODES = ['leader', 'follower', 'random', 'read_only_replica'] as const;
/** The client pings no more often than this without complaining. */
const LEAST_KEEP_ALIVE = 10_000;

/**
 * Reads `esdb://` and `esdb+discover://` URLs. The client's own reader is not used: it prints the URL where it complains, cuts
 * passwords at a colon and passes over options that it does not know. Fails with {@link BadAddress}.
 */
export function readAddress(url: string): Address {
  const [, scheme, who, hosts, query] = WHOLE.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined) throw new BadAddress('cannot be understood');
  const given = new Map(
    [...new URLSearchParams(query ?? '')].map(([name, value]) => [name.toLowerCase().replaceAll(/[_-]/g, ''), value]),
  );
  const take = (name: string): string | undefined => {
    const value = given.get(name);
    given.delete(name);
    return value;
  };
  const channel = readChannel(take);
  const options = readOptions(take);
  const ledger = readLedgerName(take('ledger'));
  if (take('throwonappendfailure') === 'false') throw new BadAddress('may not switch throwOnAppendFailure off');
  if (given.size > 0) throw new BadAddress(`has an option that is not known (${[...given.keys()].join(', ')})`);
  const discover = scheme.toLowerCase() === 'esdb+discover';
  const credentials = readCredentials(who);
  return {
    hosts: hosts.split(',').map(readHost),
    discover,
    options,
    channel,
    ...(credentials && { credentials }),
    ...(ledger !== undefined && { ledger }),
  };
}

function readLedgerName(name: string | undefined): string | undefined {
  if (name === undefined || /^[A-Za-z0-9_]{1,40}$/.test(name)) return name;
  throw new BadAddress('names a ledger by other than up to 40 letters, digits and underscores');
}

function readHost(text: string): Address['hosts'][number] {
  const [, address, port] = HOST.exec(text) ?? [];
  const number = Number(port ?? DEFAULT_PORT);
  if (address === undefined || number < 1 || number > 65_535) throw new BadAddress('names a host that cannot be one');
  return { address, port: number };
}

function readCredentials(who: string | undefined): Credentials | undefined {
  if (who === undefined || who === '') return undefined;
  const colon = who.indexOf(':');
  if (colon < 1) throw new BadAddress('has a user without a password');
  try {
    return { username: decodeURIComponent(who.slice(0, colon)), password: decodeURIComponent(who.slice(colon + 1)) };
  } catch {
    throw new BadAddress('has a user or password whose special characters are not percent-encoded');
  }
}

type Take = (name: string) => string | undefined;

function readChannel(take: Take): ChannelCredentialOptions {
  const flag = (name: string): boolean => {
    const value = take(name) ?? 'true';
    if (value !== 'true' && value !== 'false') throw new BadAddress(`says ${name}=${value}; it may be true or false`);
    return value === 'true';
  };
  if (!flag('tlsverifycert'))
    throw new BadAddress('switches tlsVerifyCert off, which the client cannot: name the authority with tlsCAFile');
  const insecure = !flag('tls');
  const [ca, cert, key] = [take('tlscafile'), take('usercertfile'), take('userkeyfile')].map(readPem);
  if ((cert === undefined) !== (key === undefined)) throw new BadAddress('needs userCertFile and userKeyFile together');
  return {
    insecure,
    ...(ca && { rootCertificate: ca }),
    ...(cert && key && { userCertFile: cert, userKeyFile: key }),
  };
}

function readPem(file: string | undefined): Buffer | undefined {
  try {
    return file === undefined ? undefined : readFileSync(file);
  } catch {
    throw new BadAddress(`names a certificate or key that cannot be read (${file})`);
  }
}

function readOptions(take: Take): ClientOptions {
  const options: ClientOptions = {};
  for (const [flat, name] of Object.entries(NUMBERS)) {
    const text = take(flat);
    if (text === undefined) continue;
    // Off (−1) would leave a connection that went dumb in use for ever.
    const least = name === 'keepAliveInterval' ? LEAST_KEEP_ALIVE : 1;
    if (!/^\d{1,9}$/.test(text) || Number(text) < least)
      throw new BadAddress(`says ${name}=${text}; it may be a whole number from ${least}`);
    options[name] = Number(text);
  }
  const node = take('nodepreference');
  const preference = NODES.find((one) => one.replaceAll('_', '') === node?.toLowerCase().replaceAll(/[_-]/g, ''));
  if (node !== undefined && !preference)
    throw new BadAddress(`says nodePreference=${node}; it may be ${NODES.join(', ')}`);
  const name = take('connectionname');
  return {
    ...options,
    ...(preference && { nodePreference: preference }),
    ...(name !== undefined && { connectionName: name }),
  };
}
