import type { StreamAppend } from '../../event-store.js';
import { SALT_BYTES } from '../../salts.js';
import { UUID_BYTES, writeUuid } from '../../uuid.js';

/** Appends on their way to another thread: their texts and hashes as bytes, which are handed over instead of copied. */
export interface PackedAppends {
  readonly bytes: ArrayBuffer;
  /** For each append: bytes of its stream's name, expected revision, how many records; for each record: bytes of type, envelope, data. */
  readonly numbers: Float64Array<ArrayBuffer>;
}

/** An append as the file takes it; every array is UTF-8 or the value itself, and lies in the bytes it was packed in. */
export interface RawAppend {
  readonly stream: Uint8Array;
  readonly expectedRevision: number;
  readonly records: readonly RawRecord[];
}

export interface RawRecord {
  readonly id: Uint8Array;
  readonly type: Uint8Array;
  readonly envelope: Uint8Array;
  readonly data: Uint8Array;
  readonly salt: Uint8Array;
  readonly leaf: Uint8Array;
}

const LEAF_BYTES = 32;
/** An empty page of this many bytes is begun with; larger ones than the second number are not kept. */
const FIRST_BYTES = 256 * 1024;
const KEPT_BYTES = 4 * 1024 * 1024;
const KEPT_PAGES = 3;

/** Packs appends; pages of bytes that come back are written again, so that none are left to the garbage. */
export class AppendPacker {
  readonly #free: ArrayBuffer[] = [];
  #page = Buffer.alloc(0);
  #end = 0;

  /** Fails with a TypeError when something that should be text is not. */
  pack(appends: readonly StreamAppend[]): PackedAppends {
    this.#page = Buffer.from(this.#free.pop() ?? new ArrayBuffer(FIRST_BYTES));
    this.#end = 0;
    const numbers: number[] = [];
    for (const { stream, expectedRevision, records } of appends) {
      numbers.push(this.#text(stream), expectedRevision, records.length);
      for (const { id, type, envelope, data, salt, leaf } of records) {
        this.#roomFor(UUID_BYTES + SALT_BYTES + LEAF_BYTES);
        if (!writeUuid(id, this.#page, this.#end)) throw new TypeError(`${id} is not a lower-case UUID.`);
        this.#end += UUID_BYTES;
        this.#end += this.#page.write(salt, this.#end, 'base64url');
        this.#end += this.#page.write(leaf, this.#end, 'hex');
        numbers.push(this.#text(type), this.#text(envelope), this.#text(data));
      }
    }
    const bytes = this.#page.buffer;
    this.#page = Buffer.alloc(0);
    return { bytes, numbers: Float64Array.from(numbers) };
  }

  /** Takes a page back. */
  giveBack(page: ArrayBuffer): void {
    if (page.byteLength <= KEPT_BYTES && this.#free.length < KEPT_PAGES) this.#free.push(page);
  }

  #text(text: string): number {
    this.#roomFor(text.length * 3);
    const written = this.#page.write(text, this.#end);
    this.#end += written;
    return written;
  }

  #roomFor(bytes: number): void {
    if (this.#end + bytes <= this.#page.length) return;
    const larger = Buffer.from(new ArrayBuffer(Math.max(this.#page.length * 2, this.#end + bytes)));
    larger.set(this.#page.subarray(0, this.#end));
    this.#page = larger;
  }
}

/** The appends again, in order. */
export function unpacked({ bytes, numbers }: PackedAppends): RawAppend[] {
  let next = 0;
  let place = 0;
  const piece = (length: number): Uint8Array => {
    const found = new Uint8Array(bytes, place, length);
    place += length;
    return found;
  };
  const record = (): RawRecord => {
    const [id, salt, leaf] = [piece(UUID_BYTES), piece(SALT_BYTES), piece(LEAF_BYTES)];
    return {
      id,
      salt,
      leaf,
      type: piece(numbers[next++]!),
      envelope: piece(numbers[next++]!),
      data: piece(numbers[next++]!),
    };
  };
  const appends: RawAppend[] = [];
  while (next < numbers.length) {
    const stream = piece(numbers[next++]!);
    const expectedRevision = numbers[next++]!;
    const count = numbers[next++]!;
    appends.push({ stream, expectedRevision, records: Array.from({ length: count }, record) });
  }
  return appends;
}
