/** Deeper than any event of ours, and far from the end of the stack. */
const DEEPEST = 64;
/** Keys that JavaScript moves to the front of an object, so that their order is lost (array indexes, ECMA-262). */
const INTEGER_LIKE = /^(0|[1-9]\d{0,9})$/;

/** A value that would not come back from the ledger as it went in; nothing was written. */
export class UnwritableValue extends Error {
  override readonly name = 'UnwritableValue';
  constructor(
    /** Where it is: `data.terms.locality`, `data.items[3]`. */
    readonly path: string,
    readonly why: string,
  ) {
    super(`${path} cannot be recorded: ${why}`);
  }
}

/**
 * Refuses what JSON would change on its way through the ledger: keys that are whole numbers, lone surrogates, integers past
 * 2^53 − 1, −0, numbers that are not finite, and everything that is not JSON. Stricter than RFC 8785; for appending only.
 * Members that are `undefined` pass: they are absent. Fails with {@link UnwritableValue}, which names the place.
 */
export function guardValue(value: unknown, path: string, depth = 0): void {
  if (typeof value === 'string') return guardText(value, path);
  if (typeof value === 'number') return guardNumber(value, path);
  if (typeof value === 'boolean' || value === null) return;
  if (typeof value !== 'object') throw new UnwritableValue(path, `a ${typeof value} is not JSON; leave it out.`);
  if (depth === DEEPEST) throw new UnwritableValue(path, `it lies more than ${DEEPEST} levels deep; flatten it.`);
  if (Array.isArray(value)) return value.forEach((item, i) => guardValue(item, `${path}[${i}]`, depth + 1));
  guardMembers(value as Record<string, unknown>, path, depth);
}

function guardText(text: string, path: string): void {
  if (!text.isWellFormed()) throw new UnwritableValue(path, 'it holds half a character (a lone surrogate).');
}

function guardNumber(value: number, path: string): void {
  if (!Number.isFinite(value)) throw new UnwritableValue(path, `${value} is not a finite number.`);
  if (Object.is(value, -0)) throw new UnwritableValue(path, 'minus zero would come back as zero.');
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new UnwritableValue(path, `${value} is past 2^53 and would lose digits; record it as text.`);
}

function guardMembers(members: Readonly<Record<string, unknown>>, path: string, depth: number): void {
  if (!isRecordLike(members)) throw new UnwritableValue(path, 'it is neither a plain object nor a list.');
  for (const key in members) {
    const value = members[key];
    if (value === undefined || !Object.hasOwn(members, key)) continue;
    guardKey(key, path);
    // Most members are texts: look at them without building their path.
    if (typeof value === 'string' && value.isWellFormed()) continue;
    guardValue(value, `${path}.${key}`, depth + 1);
  }
}

function guardKey(key: string, path: string): void {
  const first = key.charCodeAt(0);
  if (first >= 48 && first <= 57 && INTEGER_LIKE.test(key))
    throw new UnwritableValue(`${path}.${key}`, 'a whole number as a key loses its place; put a word before it.');
  if (!key.isWellFormed()) guardText(key, `${path}.${JSON.stringify(key)}`);
}

/** Objects that JSON prints by their own members; not dates, maps, buffers, boxed values. */
function isRecordLike(value: object): boolean {
  if ('toJSON' in value && typeof value.toJSON === 'function') return false;
  return Object.prototype.toString.call(value) === '[object Object]';
}

/**
 * Parses JSON that comes from outside, refusing what would not survive: as {@link guardValue}, and a key that stands twice in
 * one object, of which JSON.parse would silently keep the last. Fails with a SyntaxError or {@link UnwritableValue}.
 */
export function parseGuarded(text: string, path = 'text'): unknown {
  const value: unknown = JSON.parse(text);
  guardKeysOnce(text, path);
  guardValue(value, path);
  guardDigits(text, path);
  return value;
}

/** Strings and brackets of valid JSON, in order; a string followed by a colon is a key. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;

function guardKeysOnce(text: string, path: string): void {
  const open: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(token.slice(0, -colon.length)) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) throw new UnwritableValue(path, `the key ${JSON.stringify(key)} stands twice in one object.`);
      keys.add(key);
    }
  }
}

/** A whole number is refused for its digits, not for the double that it was rounded to. */
function guardDigits(text: string, path: string): void {
  for (const [token] of text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').matchAll(/(?<![\d.eE+-])-?\d+(?![\d.eE])/g))
    if (String(Number(token)) !== token)
      throw new UnwritableValue(path, `${token} would come back as ${Number(token)}.`);
}
