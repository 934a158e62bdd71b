// What the scenario files share: a client, a way to run and record scenarios, small helpers.
// Everything recorded is normalised: no ids, byte positions, times, addresses.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
export const es = require('@eventstore/db-client');
export const credentials = { credentials: { username: 'admin', password: 'changeit' } };
export const MIB = 1024 * 1024;
// The client uses its shared BatchAppend call unless credentials are given: both ways are tried.
export const WAYS = [
  ['batch', {}],
  ['unary', credentials],
];
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function withTimeout(promise, ms) {
  const timeout = sleep(ms).then(() => {
    throw Object.assign(new Error('TIMEOUT'), { name: 'TIMEOUT' });
  });
  return Promise.race([promise, timeout]);
}

// ---------------------------------------------------------------------- what is recorded

const isPosition = (value) => Object.keys(value).sort().join() === 'commit,prepare';

export function encode(value, depth = 0) {
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined) return 'undefined';
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return 'Date';
  if (value instanceof Uint8Array) {
    return `bytes:${Buffer.from(value).toString('utf8').slice(0, 200)}`;
  }
  if (depth > 6) return '…';
  if (Array.isArray(value)) return value.map((item) => encode(item, depth + 1));
  if (isPosition(value)) return value.commit === value.prepare ? 'c==p' : 'c!=p';
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    key === 'metastreamRevision' ? '<number>' : encode(item, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

const ERROR_FIELDS = [
  'type',
  'code',
  'streamName',
  'expectedVersion',
  'actualVersion',
  'maxAppendSize',
  'groupName',
  'reason',
];

export function describe(error) {
  const outcome = { '!': error?.constructor?.name };
  for (const field of ERROR_FIELDS) {
    if (error?.[field] !== undefined) outcome[field] = encode(error[field]);
  }
  outcome.message = String(error?.message ?? '')
    .replace(/Deadline exceeded after.*/, 'Deadline exceeded')
    .replace(/127\.0\.0\.1:\d+/g, '<address>')
    .slice(0, 400);
  return outcome;
}

export async function attempt(run) {
  try {
    return encode(await run());
  } catch (error) {
    return describe(error);
  }
}

// ---------------------------------------------------------------------- the kit

export function newEvent(n, type = 'T', id = randomUUID()) {
  return es.jsonEvent({ id, type, data: { n }, metadata: { m: 1 } });
}
export const newEvents = (count, type = 'T') => Array.from({ length: count }, (_, i) => newEvent(i, type));

const asText = (e) => `${e.revision}:${e.type}:${e.isJson ? JSON.stringify(e.data) : `b${Buffer.from(e.data)}`}`;

export class Kit {
  constructor(url, { only, progress = () => {} } = {}) {
    this.url = url;
    this.client = es.EventStoreDBClient.connectionString(url);
    this.only = only && new RegExp(only);
    this.progress = progress;
    this.outcomes = {};
    this.uncaught = {};
    this.current = undefined;
    this.onUncaught = (error) => {
      (this.uncaught[this.current] ??= []).push(error?.message?.slice(0, 80));
    };
    process.on('uncaughtException', this.onUncaught);
    process.on('unhandledRejection', this.onUncaught);
  }

  /** Runs one scenario and records what it returns or throws. */
  scenario = async (name, run, ms = 8000) => {
    if (this.only && !this.only.test(name)) return;
    this.current = name;
    this.progress(name);
    let outcome = await attempt(() => withTimeout(run(), ms));
    if (this.uncaught[name]) outcome = { uncaught: this.uncaught[name], then: outcome };
    this.outcomes[name] = outcome;
  };

  append = async (stream, events, options) => {
    const result = await this.client.appendToStream(stream, events, options);
    return {
      success: result.success,
      next: result.nextExpectedRevision,
      pos: encode(result.position),
    };
  };

  readEvents = async (stream, options = {}) => {
    const events = [];
    for await (const { event, link } of this.client.readStream(stream, options)) {
      events.push(asText(event ?? link));
    }
    return events;
  };

  readOutcome = (stream, options) => attempt(() => this.readEvents(stream, options));

  newestPosition = async () => {
    const options = { direction: 'backwards', fromPosition: 'end', maxCount: 1 };
    for await (const { event } of this.client.readAll(options)) return event.position;
  };

  /**
   * Logs what a subscription emits for "ms" milliseconds. during: { event: action } starts an
   * action when the subscription emits that event.
   */
  watch = async (subscribe, { ms = 2500, during = {} } = {}) => {
    const log = [];
    let subscription;
    try {
      subscription = subscribe();
    } catch (error) {
      return describe(error);
    }
    for (const kind of ['confirmation', 'caughtUp', 'fellBehind', 'end', 'close']) {
      subscription.on(kind, () => {
        log.push(kind);
        during[kind]?.(subscription, log);
      });
    }
    subscription.on('error', (error) => log.push(['error', describe(error)]));
    subscription.on('data', (resolved) => {
      const e = resolved.event ?? resolved.link;
      log.push(`${e.streamId}/${e.revision}${e.type === 'T' ? '' : `:${e.type}`}`);
    });
    await sleep(ms);
    await subscription.unsubscribe().catch((error) => log.push(['unsubscribe', describe(error)]));
    await sleep(50);
    return log;
  };

  async close() {
    process.off('uncaughtException', this.onUncaught);
    process.off('unhandledRejection', this.onUncaught);
    await Promise.race([this.client.dispose(), sleep(500)]); // it waits for broken calls
  }
}
