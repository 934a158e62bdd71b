/** Neither quote, backslash, control character nor surrogate: stands in JSON as it is. */
// eslint-disable-next-line no-control-regex -- control characters are what must be escaped
const PLAIN = /^[^"\\\u0000-\u001f\ud800-\udfff]*$/;

/**
 * The one text of a JSON value by RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, numbers as
 * ECMAScript prints them, no blanks. Members that are `undefined` are left out. Fails with a TypeError on what JSON cannot say.
 */
export function canonicalize(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in JSON: give a finite number.`);
      return String(value === 0 ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`A ${typeof value} has no place in JSON: leave the member out.`);
  }
}

/** A string in canonical JSON, quotes included. A lone surrogate is a TypeError, since it has no UTF-8 (RFC 8785, 3.2.2.2). */
export function canonicalString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('A lone surrogate is not Unicode text and has no place in JSON.');
  return JSON.stringify(text);
}

function canonicalArray(values: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) text += i === 0 ? canonicalize(values[i]) : `,${canonicalize(values[i])}`;
  return `${text}]`;
}

function canonicalObject(members: Readonly<Record<string, unknown>>): string {
  if (isOrderedText(members)) return JSON.stringify(members);
  let text = '';
  for (const key of sortedKeys(members)) {
    const value = members[key];
    if (value === undefined) continue;
    text += text === '' ? '{' : ',';
    text += `${canonicalString(key)}:${canonicalize(value)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/**
 * Whether an object holds nothing but texts, under names in their order: most of what is recorded. Of such an object
 * `JSON.stringify` makes the same text in a quarter of the time, and leaves no pieces of text behind.
 */
function isOrderedText(members: Readonly<Record<string, unknown>>): boolean {
  if (Object.getPrototypeOf(members) !== Object.prototype) return false;
  let before: string | undefined;
  for (const key in members) {
    const value = members[key];
    if (typeof value !== 'string' || !value.isWellFormed() || !key.isWellFormed()) return false;
    if (before !== undefined && before > key) return false;
    before = key;
  }
  return true;
}

/** Sorting costs more than looking: most objects of ours are made in order already. */
function sortedKeys(members: object): string[] {
  const keys = Object.keys(members);
  for (let i = 1; i < keys.length; i++) if (keys[i - 1]! > keys[i]!) return keys.sort();
  return keys;
}
