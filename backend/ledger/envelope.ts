import { canonicalString } from './canonical-json.js';
import type { Envelope } from './record.js';
import { UnwritableValue } from './write-guard.js';

/**
 * RFC 8785 text of an envelope. The members are known and stand here in their order, which is five times as fast as sorting
 * them; a test proves that it is the same text. Members that the format does not know are not written. Fails with
 * {@link UnwritableValue} where a member is missing, null or not of its kind.
 */
export function envelopeText(e: Envelope): string {
  return (
    `{"actor":{"id":${text(e.actor.id, 'actor.id')},"role":${text(e.actor.role, 'actor.role')},"via":${text(e.actor.via, 'actor.via')}}` +
    `,"at":${text(e.at, 'at')}${optional('basis', e.basis)}${optional('causationId', e.causationId)}` +
    `,"commandId":${text(e.commandId, 'commandId')}${e.corrects === undefined ? '' : `,"corrects":${list(e.corrects)}`}` +
    `,"correlationId":${text(e.correlationId, 'correlationId')},"dataHash":${text(e.dataHash, 'dataHash')}` +
    `,"id":${text(e.id, 'id')}${optional('occurred', e.occurred)}${optional('onBehalfOf', e.onBehalfOf)}` +
    `${optional('prev', e.prev)}${optional('reason', e.reason)}` +
    `,"revision":${count(e.revision, 'revision', 0)},"schema":${count(e.schema, 'schema', 1)},"source":${source(e.source)}` +
    `,"stream":${text(e.stream, 'stream')},"type":${text(e.type, 'type')},"v":1}`
  );
}

function source(from: Envelope['source']): string {
  const row = from.row === undefined ? '' : `,"row":${count(from.row, 'source.row', 1)}`;
  const sha256 = from.sha256 === undefined ? '' : `,"sha256":${text(from.sha256, 'source.sha256')}`;
  const ref = from.ref === undefined ? '' : `,"ref":${text(from.ref, 'source.ref')}`;
  return `{"kind":${text(from.kind, 'source.kind')}${ref}${row}${sha256}}`;
}

function optional(member: string, value: string | undefined): string {
  return value === undefined ? '' : `,"${member}":${text(value, member)}`;
}

function list(values: readonly string[]): string {
  return `[${values.map((value, i) => text(value, `corrects[${i}]`)).join(',')}]`;
}

function text(value: string, member: string): string {
  if (typeof value !== 'string') refuse(member, `text is needed here, not ${String(value)}.`);
  if (!value.isWellFormed()) refuse(member, 'it holds half a character (a lone surrogate).');
  return canonicalString(value);
}

function count(value: number, member: string, least: number): string {
  if (!Number.isSafeInteger(value) || value < least || Object.is(value, -0))
    refuse(member, `a whole number from ${least} is needed here, not ${String(value)}.`);
  return String(value);
}

function refuse(member: string, why: string): never {
  throw new UnwritableValue(`envelope.${member}`, why);
}
