// Turning protocol messages into plain values and back. The message classes are those that the
// official client carries in its own package, so there is no .proto file and no code generator here.
import { createRequire } from 'node:module';
import { TOMBSTONE, TOMBSTONE_TEXT } from './rules.mjs';

const require = createRequire(import.meta.url);
// Libraries come from the client's own copies: google-protobuf, for one, keeps type checks per copy.
const requireFromClient = createRequire(require.resolve('@eventstore/db-client'));
export const grpc = requireFromClient('@grpc/grpc-js');
const generated = (name) => require(`@eventstore/db-client/generated/${name}`);
export const services = {
  ...generated('streams_grpc_pb'),
  ...generated('persistent_grpc_pb'),
  ...generated('serverfeatures_grpc_pb'),
  ...generated('gossip_grpc_pb'),
};
export const Streams = generated('streams_pb');
export const Groups = generated('persistent_pb');
export const Features = generated('serverfeatures_pb');
export const Gossip = generated('gossip_pb');
export const Shared = generated('shared_pb');
export const { Status } = generated('status_pb');

export const { Empty: GoogleEmpty } = requireFromClient('google-protobuf/google/protobuf/empty_pb');
export const { Any } = requireFromClient('google-protobuf/google/protobuf/any_pb');

const { status } = grpc;
const JSON_TYPE = 'application/json';
const MAX_MESSAGE = 17 * 1024 * 1024;
export const MAX_APPEND_SIZE = 1024 * 1024;

// ---------------------------------------------------------------------- errors

export function rpcError(code, details, headers = {}) {
  const metadata = new grpc.Metadata();
  for (const [key, value] of Object.entries(headers)) metadata.set(key, String(value));
  return { code, details, metadata };
}
/** What a real server says when a request makes its handler throw. */
export const handlerThrew = () => rpcError(status.UNKNOWN, 'Exception was thrown by handler.');
export const unexpectedResult = (what) => rpcError(status.UNKNOWN, `Unexpected ${what}`);
export const invalidPosition = () => rpcError(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
export const streamDeleted = (name) =>
  rpcError(status.FAILED_PRECONDITION, `Event stream '${name}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': name,
  });
export const appendTooBig = () =>
  rpcError(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_SIZE} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': MAX_APPEND_SIZE,
  });
export const messageTooBig = () =>
  rpcError(status.RESOURCE_EXHAUSTED, 'Received message exceeds the maximum configured message size.');

/** No request may end the process: a handler that throws answers as a real server's does. */
export function guarded(handler) {
  return async (call, reply) => {
    try {
      await handler(call, reply);
    } catch {
      if (reply) reply(handlerThrew());
      else call.emit('error', handlerThrew());
    }
  };
}

/** The same for the messages of a call that the client streams. */
export function onData(call, receive) {
  let failed = false;
  call.on('data', (message) => {
    if (failed) return;
    try {
      receive(message);
    } catch {
      failed = true;
      call.emit('error', handlerThrew());
    }
  });
}

// ---------------------------------------------------------------------- plain values

export const empty = () => new Shared.Empty();
export const text = (bytes) => Buffer.from(bytes).toString('utf8');
export const nameOf = (identifier) => text(identifier.getStreamName_asU8());

export function identifier(name) {
  const message = new Shared.StreamIdentifier();
  message.setStreamName(Buffer.from(name));
  return message;
}

export function uuidMessage(id) {
  const message = new Shared.UUID();
  message.setString(id);
  return message;
}

export function uuidText(message) {
  if (!message) return '';
  if (!message.hasStructured()) return message.getString();
  const half = (value) => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0');
  const bits = message.getStructured();
  const hex = half(bits.getMostSignificantBits()) + half(bits.getLeastSignificantBits());
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NIL = '00000000-0000-0000-0000-000000000000';

export class BadRequest extends Error {}
export class MessageTooBig extends Error {}

/** A proposed event as the store keeps it; throws for what a real server refuses. */
export function proposedEvent(message) {
  const headers = message.getMetadataMap();
  const id = uuidText(message.getId()).toLowerCase();
  const type = headers.get('type') ?? '';
  const data = message.getData_asU8();
  const meta = message.getCustomMetadata_asU8();
  if (data.length + meta.length > MAX_MESSAGE) throw new MessageTooBig();
  if (!UUID.test(id)) throw new BadRequest('The id is no UUID.');
  if (id === NIL) throw new BadRequest('The id must not be empty.');
  if (type === '') throw new BadRequest('The event type must not be empty.');
  return { id, type, json: headers.get('content-type') === JSON_TYPE ? 1 : 0, data, meta };
}

export function expectedRevision(options, revision) {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(revision);
}

/** The number by which delete errors name an expected revision. */
export function expectedNumber(expected) {
  return { any: '-2', no_stream: '-1', stream_exists: '-4' }[expected] ?? String(expected);
}

export function setPosition(message, position) {
  message.setCommitPosition(String(position));
  message.setPreparePosition(String(position));
  return message;
}

// ---------------------------------------------------------------------- events

/** Fills a RecordedEvent class (streams and groups have one each) from a stored event. */
export function recorded(RecordedEvent, e) {
  const message = setPosition(new RecordedEvent(), e.pos);
  message.setId(uuidMessage(e.id));
  message.setStreamIdentifier(identifier(e.name));
  message.setStreamRevision(e.rev === TOMBSTONE ? TOMBSTONE_TEXT : String(e.rev));
  message.setCustomMetadata(e.meta);
  message.setData(e.data);
  const headers = message.getMetadataMap();
  headers.set('type', e.type);
  headers.set('content-type', e.json ? JSON_TYPE : 'application/octet-stream');
  headers.set('created', String(BigInt(e.created) * 10_000n)); // ticks of 100 ns
  return message;
}

/** A ReadResp with one event; resolver: the store, when "$>" links are to be resolved. */
export function eventResponse(e, resolver) {
  const { ReadEvent } = Streams.ReadResp;
  const read = new ReadEvent();
  const isLink = resolver && e.type === '$>';
  const target = isLink ? resolver.linkTarget(e) : e;
  if (isLink) read.setLink(recorded(ReadEvent.RecordedEvent, e));
  if (target) read.setEvent(recorded(ReadEvent.RecordedEvent, target));
  read.setCommitPosition(String(e.pos));
  const response = new Streams.ReadResp();
  response.setEvent(read);
  return response;
}
