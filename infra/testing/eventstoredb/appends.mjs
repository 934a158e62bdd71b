// Append (one call per write), BatchAppend (one shared call), Delete and Tombstone.
import { appendTooBig, badRequest, batchRefused, batchSuccess, notReady, problem, timedOut } from './batch-answers.mjs';
import { StreamDeleted, WrongExpectedVersion } from './rules.mjs';
import * as wire from './wire.mjs';

const { grpc, Streams, Shared, empty } = wire;
const BATCH_TIMEOUT_MS = 2000; // a real server's limit for one append of a batch call

export function appendHandlers(store) {
  return {
    append: (call, reply) => appendUnary(store, call, reply),
    batchAppend: (call) => new BatchCall(store, call),
    delete: (call, reply) =>
      remove(call, reply, Streams.DeleteResp, (name, expected) => store.softDelete(name, expected)),
    tombstone: (call, reply) =>
      remove(call, reply, Streams.TombstoneResp, (name, expected) => store.tombstone(name, expected)),
  };
}

// ---------------------------------------------------------------------- Append

function appendUnary(store, call, reply) {
  let name;
  let expected;
  let failure;
  let size = 0; // a real server counts data only, not types and metadata
  const events = [];
  call.on('data', (message) => {
    if (failure) return;
    try {
      if (message.hasOptions()) {
        const options = message.getOptions();
        name = wire.nameOf(options.getStreamIdentifier());
        expected = wire.expectedRevision(options, options.getRevision());
        if (name === '') failure = wire.handlerThrew();
      } else {
        const event = wire.proposedEvent(message.getProposedMessage());
        events.push(event);
        size += event.data.length;
        if (size > wire.MAX_APPEND_SIZE) failure = wire.appendTooBig();
      }
    } catch (error) {
      failure = error instanceof wire.MessageTooBig ? wire.messageTooBig() : wire.handlerThrew();
    }
    if (failure) reply(failure); // at once, as a real server does
  });
  call.on('error', () => {});
  call.on('end', async () => {
    if (failure) return;
    if (name === undefined) return reply(wire.handlerThrew());
    try {
      reply(null, appended(await store.append(name, expected, events)));
    } catch (error) {
      if (error instanceof WrongExpectedVersion) reply(null, refused(expected, error.actual));
      else if (error instanceof StreamDeleted) reply(wire.streamDeleted(name));
      else reply(wire.handlerThrew());
    }
  });
}

function appended({ revision, position }) {
  const { Success, Position } = Streams.AppendResp;
  const success = new Success();
  if (revision < 0) success.setNoStream(empty());
  else success.setCurrentRevision(String(revision));
  if (position === undefined) success.setNoPosition(empty());
  else success.setPosition(wire.setPosition(new Position(), position));
  const response = new Streams.AppendResp();
  response.setSuccess(success);
  return response;
}

function refused(expected, actual) {
  const details = new Streams.AppendResp.WrongExpectedVersion();
  if (actual < 0) details.setCurrentNoStream(empty());
  else details.setCurrentRevision(String(actual));
  if (expected === 'any') details.setExpectedAny(empty());
  else if (expected === 'no_stream') details.setExpectedNoStream(empty());
  else if (expected === 'stream_exists') details.setExpectedStreamExists(empty());
  else details.setExpectedRevision(String(expected));
  const response = new Streams.AppendResp();
  response.setWrongExpectedVersion(details);
  return response;
}

// ---------------------------------------------------------------------- BatchAppend

class BatchCall {
  constructor(store, call) {
    this.store = store;
    this.call = call;
    this.pending = new Map(); // correlation id -> { identifier, name, expected, events }
    this.open = true;
    wire.onData(call, (message) => this.receive(message));
    call.on('end', () => this.close() && call.end());
    call.on('error', () => this.close());
    call.on('cancelled', () => this.close());
  }

  close() {
    this.open = false;
    for (const { timer } of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
    return true;
  }

  receive(message) {
    const correlation = message.getCorrelationId();
    const key = wire.uuidText(correlation);
    if (message.hasOptions() && !this.pending.has(key)) this.begin(key, correlation, message);
    const request = this.pending.get(key);
    if (!request) return;
    try {
      for (const proposed of message.getProposedMessagesList()) {
        const event = wire.proposedEvent(proposed);
        request.events.push(event);
        request.size += event.data.length;
      }
    } catch (error) {
      if (error instanceof wire.MessageTooBig) return this.call.emit('error', wire.messageTooBig());
      // The request stays pending, so a timeout follows for the same correlation id.
      return this.answer(request, badRequest(error.message));
    }
    if (request.size > wire.MAX_APPEND_SIZE) {
      this.forget(key);
      return this.answer(request, appendTooBig());
    }
    if (!message.getIsFinal()) return;
    this.forget(key);
    if (!this.store.ready) this.answer(request, notReady());
    else if (request.name === '') this.answer(request, badRequest('The stream name must not be empty.'));
    else void this.write(request);
  }

  begin(key, correlation, message) {
    const options = message.getOptions();
    const identifier = options.getStreamIdentifier();
    const request = {
      correlation,
      identifier,
      name: wire.nameOf(identifier),
      expected: wire.expectedRevision(options, options.getStreamPosition()),
      events: [],
      size: 0,
    };
    request.timer = setTimeout(() => {
      if (this.pending.delete(key)) this.answer(request, timedOut());
    }, BATCH_TIMEOUT_MS).unref();
    this.pending.set(key, request);
  }

  forget(key) {
    clearTimeout(this.pending.get(key)?.timer);
    this.pending.delete(key);
  }

  async write(request) {
    try {
      const written = await this.store.append(request.name, request.expected, request.events);
      this.answer(request, batchSuccess(written));
    } catch (error) {
      if (error instanceof WrongExpectedVersion) {
        this.answer(request, batchRefused(request.expected, error.actual));
      } else if (error instanceof StreamDeleted) {
        const details = new Shared.StreamDeleted();
        details.setStreamIdentifier(request.identifier);
        this.answer(request, problem('StreamDeleted', details, grpc.status.FAILED_PRECONDITION));
      } else {
        this.answer(request, problem('Unknown', new Shared.Unknown(), grpc.status.UNKNOWN));
      }
    }
  }

  answer(request, response) {
    if (!this.open) return;
    response.setCorrelationId(request.correlation);
    response.setStreamIdentifier(request.identifier);
    this.call.write(response);
  }
}

// ---------------------------------------------------------------------- Delete, Tombstone

async function remove(call, reply, Response, run) {
  const options = call.request.getOptions();
  const name = wire.nameOf(options.getStreamIdentifier());
  const expected = wire.expectedRevision(options, options.getRevision());
  if (name === '') return reply(wire.handlerThrew());
  try {
    const { position } = await run(name, expected);
    const response = new Response();
    response.setPosition(wire.setPosition(new Response.Position(), position));
    reply(null, response);
  } catch (error) {
    if (error instanceof StreamDeleted) reply(wire.streamDeleted(name));
    else if (error instanceof WrongExpectedVersion) reply(deleteRefused(name, expected, error));
    else reply(wire.handlerThrew());
  }
}

function deleteRefused(name, expected, { actual }) {
  const wanted = wire.expectedNumber(expected);
  const message =
    `Delete failed due to WrongExpectedVersion. Stream: ${name}, ` +
    `Expected version: ${wanted}, Actual version: ${actual}`;
  return wire.rpcError(grpc.status.FAILED_PRECONDITION, message, {
    exception: 'wrong-expected-version',
    'stream-name': name,
    'expected-version': wanted,
    'actual-version': actual,
  });
}
