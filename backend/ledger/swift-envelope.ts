import type { Envelope } from './record.js';

/** What folds see of an envelope. */
export type ReadEnvelope = Pick<
  Envelope,
  | 'schema'
  | 'at'
  | 'actor'
  | 'onBehalfOf'
  | 'commandId'
  | 'correlationId'
  | 'causationId'
  | 'reason'
  | 'basis'
  | 'occurred'
  | 'corrects'
  | 'source'
>;

const ACTOR = '{"actor":';
const AT = ',"at":"';
const COMMAND = '","commandId":"';
const CORRELATION = '","correlationId":"';
const DATA_HASH = '","dataHash":"';
const ID = '","id":"';
const PREV = '","prev":"';
const REVISION = '","revision":';
const SCHEMA = ',"schema":';
const SOURCE = ',"source":';
const STREAM = ',"stream":"';
const TIME_LENGTH = 24;
const UUID_LENGTH = 36;
const HASH_LENGTH = 64;

/**
 * Reads envelopes one after another for those who keep little of them: members stand in one known order, and the actor is
 * mostly the same as before.
 */
export class SwiftEnvelopes {
  #actorText = '';
  #actor: Envelope['actor'] | undefined;
  #correlationId = '';
  #commandId = '';
  #at = '';

  /** The same as parsing: an envelope with other members than an import writes, or of another form, is parsed. */
  read(text: string): ReadEnvelope {
    return this.#swiftly(text) ?? (JSON.parse(text) as Envelope);
  }

  #swiftly(text: string): ReadEnvelope | undefined {
    const actor = this.#actorOf(text);
    if (!actor) return undefined;
    const at = ACTOR.length + this.#actorText.length + AT.length;
    const command = after(text, at + TIME_LENGTH, COMMAND);
    const correlation = after(text, command + UUID_LENGTH, CORRELATION);
    const hash = after(text, correlation + UUID_LENGTH, DATA_HASH);
    const id = after(text, hash + HASH_LENGTH, ID);
    const prev = after(text, id + UUID_LENGTH, PREV);
    const revision = after(text, prev > 0 ? prev + HASH_LENGTH : id + UUID_LENGTH, REVISION);
    const schema = after(text, endOfNumber(text, revision), SCHEMA);
    const source = after(text, endOfNumber(text, schema), SOURCE);
    // An escape would have to be read as what it stands for.
    if (source < 0 || text.slice(at, hash).includes('\\')) return undefined;
    const end = text.indexOf(`}${STREAM}`, source) + 1;
    if (end === 0) return undefined;
    return {
      schema: Number(text.slice(schema, source - SOURCE.length)),
      at: this.#timeOf(text, at),
      actor,
      onBehalfOf: undefined,
      commandId: this.#commandOf(text, command),
      correlationId: this.#correlationOf(text, correlation),
      causationId: undefined,
      reason: undefined,
      basis: undefined,
      occurred: undefined,
      corrects: undefined,
      source: JSON.parse(text.slice(source, end)) as Envelope['source'],
    };
  }

  #actorOf(text: string): Envelope['actor'] | undefined {
    if (!text.startsWith(ACTOR)) return undefined;
    const known = this.#actorText !== '' && text.startsWith(this.#actorText, ACTOR.length);
    if (known && text.startsWith(AT, ACTOR.length + this.#actorText.length)) return this.#actor;
    // A quote within a text is escaped, so that this stands nowhere but behind the actor.
    const end = text.indexOf(`}${AT}`, ACTOR.length) + 1;
    if (end === 0) return undefined;
    this.#actorText = text.slice(ACTOR.length, end);
    return (this.#actor = JSON.parse(this.#actorText) as Envelope['actor']);
  }

  /** Many records have one time. */
  #timeOf(text: string, from: number): string {
    if (!text.startsWith(this.#at, from) || this.#at === '') this.#at = copied(text, from, TIME_LENGTH);
    return this.#at;
  }

  /** Records of one command stand together. */
  #commandOf(text: string, from: number): string {
    if (!text.startsWith(this.#commandId, from) || this.#commandId === '') {
      this.#commandId = copied(text, from, UUID_LENGTH);
    }
    return this.#commandId;
  }

  /** Records of one act stand together. */
  #correlationOf(text: string, from: number): string {
    if (!text.startsWith(this.#correlationId, from) || this.#correlationId === '') {
      this.#correlationId = copied(text, from, UUID_LENGTH);
    }
    return this.#correlationId;
  }
}

/** A piece of a text by itself: a slice would keep the whole envelope as long as an event or a document is kept. */
function copied(text: string, from: number, length: number): string {
  return Buffer.from(text.slice(from, from + length)).toString();
}

/** Where the text goes on behind `expected`, if that stands at `from`; negative if not. */
function after(text: string, from: number, expected: string): number {
  return from >= 0 && text.startsWith(expected, from) ? from + expected.length : Number.NEGATIVE_INFINITY;
}

/** Behind the digits that begin there; negative where none do. */
function endOfNumber(text: string, from: number): number {
  let end = from;
  while (end >= 0 && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end > from ? end : Number.NEGATIVE_INFINITY;
}
