import { hash, randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new random UUID (version 4, RFC 9562). */
export const randomId: () => string = () => randomUUID();

/** Whether a text is a UUID as the ledger writes them: lower-case, with hyphens. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Bytes of a UUID. */
export const UUID_BYTES = 16;
const HYPHEN = 45;

/** Writes the bytes of a lower-case UUID at a place; false when the text is none, and then what stands there is undefined. */
export function writeUuid(text: string, bytes: Uint8Array, at: number): boolean {
  if (text.length !== 36) return false;
  let place = at;
  for (let next = 0; next < 36; next += 2) {
    if (next === 8 || next === 13 || next === 18 || next === 23) {
      if (text.charCodeAt(next++) !== HYPHEN) return false;
    }
    const byte = (digit(text.charCodeAt(next)) << 4) | digit(text.charCodeAt(next + 1));
    if (byte < 0) return false;
    bytes[place++] = byte;
  }
  return true;
}

/** Value of a lower-case hexadecimal digit; negative for any other sign. */
function digit(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  return unit >= 97 && unit <= 102 ? unit - 87 : -1;
}

const scratch = Buffer.alloc(4096);

/** The name-based UUID (version 5, RFC 9562) of a name, as UTF-8, in a namespace that is itself a UUID. */
export function uuidV5(namespace: string, name: string): string {
  if (!writeUuid(namespace, scratch, 0)) throw new TypeError(`${JSON.stringify(namespace)} is not a lower-case UUID.`);
  const long = name.length * 3 + UUID_BYTES > scratch.length;
  const bytes = long ? Buffer.concat([scratch.subarray(0, UUID_BYTES)], name.length * 3 + UUID_BYTES) : scratch;
  const end = UUID_BYTES + bytes.write(name, UUID_BYTES);
  const hex = hash('sha1', bytes.subarray(0, end), 'hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
