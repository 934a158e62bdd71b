// Streams.Read: one-shot reads of a stream or of $all; subscriptions are handed on.
import { setImmediate } from 'node:timers/promises';
import { makeFilter } from './filters.mjs';
import { subscribeToAll, subscribeToStream } from './subscriptions.mjs';
import * as wire from './wire.mjs';

const { Streams } = wire;
const PAGE = 500;
const BACKWARDS = 1;

/** The response side of a read call: waits while the client's window is full. */
export class Outbox {
  constructor(call) {
    this.call = call;
    this.gone = false;
    this.waited = false; // true once the consumer was slower than the server
    this.wakers = new Set();
    for (const event of ['cancelled', 'error', 'close']) call.on(event, () => this.leave());
    call.on('drain', () => this.wake());
  }

  leave() {
    this.gone = true;
    this.wake();
  }

  wake() {
    for (const waker of [...this.wakers]) waker();
  }

  /** Waits for room, for the client's leaving, or for whatever "hook" announces. */
  wait(hook = () => () => {}) {
    return new Promise((resolve) => {
      const done = () => {
        this.wakers.delete(done);
        unhook();
        resolve();
      };
      const unhook = hook(done);
      this.wakers.add(done);
      if (this.gone) done();
    });
  }

  async put(response) {
    if (this.gone || this.call.write(response) || this.gone) return;
    this.waited = true;
    await this.wait();
  }

  event(e, resolver) {
    return this.put(wire.eventResponse(e, resolver));
  }

  fail(error) {
    if (this.gone) return;
    this.leave();
    this.call.emit('error', error);
  }

  end() {
    if (!this.gone) this.call.end();
  }
}

export function readHandler(store) {
  return async (call) => {
    const out = new Outbox(call);
    try {
      await read(store, call.request.getOptions(), out);
    } catch (error) {
      // A bad pattern or anything else that made the handler throw.
      out.fail(error.code === undefined ? wire.handlerThrew() : error);
    }
  };
}

function read(store, options, out) {
  const request = {
    backwards: options.getReadDirection() === BACKWARDS,
    count: Number(options.getCount()),
    resolver: options.getResolveLinks() ? store : undefined,
    filter: options.hasFilter() ? options.getFilter() : undefined,
    tellsLast: (options.getControlOption()?.getCompatibility() ?? 0) >= 1,
  };
  request.matches = makeFilter(request.filter);
  if (options.hasAll()) {
    request.from = startOfAll(options.getAll());
    return options.hasSubscription() ? subscribeToAll(store, request, out) : readAll(store, request, out);
  }
  const stream = options.getStream();
  const name = wire.nameOf(stream.getStreamIdentifier());
  if (name === '') throw wire.handlerThrew();
  request.from = startOfStream(stream);
  return options.hasSubscription()
    ? subscribeToStream(store, name, request, out)
    : readStream(store, name, request, out);
}

function startOfAll(all) {
  if (all.hasStart()) return 'start';
  if (all.hasEnd()) return 'end';
  const commit = BigInt(all.getPosition().getCommitPosition());
  const prepare = BigInt(all.getPosition().getPreparePosition());
  if (prepare > commit) throw wire.handlerThrew();
  return Number(commit);
}

function startOfStream(stream) {
  if (stream.hasStart()) return 'start';
  if (stream.hasEnd()) return 'end';
  return Number(stream.getRevision());
}

// ---------------------------------------------------------------------- $all

async function readAll(store, request, out) {
  const { from, backwards, matches } = request;
  let left = request.count;
  if (left === 0) return out.wait(); // a real server never answers this
  const atEnd = backwards ? Number.MAX_SAFE_INTEGER : store.end;
  let next = from === 'start' ? 0 : from === 'end' ? atEnd : from;
  if (!store.isValidPosition(next)) throw wire.unexpectedResult('ReadAllResult: InvalidPosition');
  while (left > 0 && !out.gone) {
    const page = store.readAll(!backwards, next, PAGE);
    for (const e of page) {
      next = backwards ? e.pos : e.pos + 1;
      if (!matches(e)) continue;
      await out.event(e, request.resolver);
      if (--left === 0 || out.gone) break;
    }
    if (page.length < PAGE) break;
    await setImmediate(); // others get their turn
  }
  out.end();
}

// ---------------------------------------------------------------------- a stream

async function readStream(store, name, request, out) {
  const { from, backwards, resolver } = request;
  let left = request.count;
  if (left === 0 || (from === 'end' && !backwards)) {
    throw wire.unexpectedResult('ReadStreamResult: Error');
  }
  const state = store.stateOf(name);
  if (state === 'tombstoned') throw wire.streamDeleted(name);
  if (state === 'missing') {
    await out.put(notFound(name));
    return out.end();
  }
  let next = from === 'start' ? 0 : from === 'end' ? store.last(name) : from;
  let sent = 0;
  while (left > 0 && next >= 0 && !out.gone) {
    const size = Math.min(left, PAGE);
    const page = store.readStream(name, !backwards, next, size);
    for (const e of page) {
      await out.event(e, resolver);
      if (out.gone) return;
      next = e.rev + (backwards ? -1 : 1);
      sent += 1;
    }
    left -= page.length;
    if (page.length < size) break;
  }
  if (request.tellsLast) await tellPositions(store, name, request, sent, out);
  out.end();
}

async function tellPositions(store, name, { from, backwards }, sent, out) {
  const last = store.last(name);
  if (sent === 0 && !backwards && from !== last + 1) {
    const first = new Streams.ReadResp();
    first.setFirstStreamPosition(String(last + 1));
    await out.put(first);
  }
  const response = new Streams.ReadResp();
  response.setLastStreamPosition(String(last));
  await out.put(response);
}

function notFound(name) {
  const details = new Streams.ReadResp.StreamNotFound();
  details.setStreamIdentifier(wire.identifier(name));
  const response = new Streams.ReadResp();
  response.setStreamNotFound(details);
  return response;
}
