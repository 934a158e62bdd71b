import { hash, randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new random UUID (version 4, RFC 9562). */
export const randomId: () => string = () => randomUUID();

/** Whether a text is a UUID as the ledger writes them: lower-case, with hyphens. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

const scratch = Buffer.alloc(4096);
/** Whose bytes stand at the beginning of `scratch`: many names in turn are of one namespace. */
let inScratch = '';

/** The name-based UUID (version 5, RFC 9562) of a name, as UTF-8, in a namespace that is itself a UUID. */
export function uuidV5(namespace: string, name: string): string {
  if (namespace !== inScratch) {
    if (!isUuid(namespace)) throw new TypeError(`${JSON.stringify(namespace)} is not a lower-case UUID.`);
    scratch.write(namespace.replaceAll('-', ''), 0, 'hex');
    inScratch = namespace;
  }
  const long = name.length * 3 + 16 > scratch.length;
  const bytes = long ? Buffer.concat([scratch.subarray(0, 16)], name.length * 3 + 16) : scratch;
  const end = 16 + bytes.write(name, 16);
  const hex = hash('sha1', bytes.subarray(0, end), 'hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
