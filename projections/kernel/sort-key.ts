import { fold } from './fold-text.js';

/** Sorts after every sort key: what a missing text is stored as, so that it comes last. */
export const AFTER_ALL_TEXT = '\u{10FFFF}';

// eslint-disable-next-line no-control-regex -- what would sort before the separator, end a text, or look missing
const UNSORTABLE = /[\0-\x1f\u{10FFFF}]/gu;

/** The folded form that order and prefix look at: no case, no accents, control characters as blanks. */
export function foldedKey(text: string): string {
  return fold(text).replace(UNSORTABLE, ' ');
}

/**
 * The key by which texts are ordered, as UTF-8 bytes: folded first, and behind it what was folded away, so that different
 * texts have different keys and spellings of one name stand together.
 */
export function sortKey(text: string): string {
  const folded = PLAIN.test(text) ? text.toLowerCase() : foldedKey(text);
  return folded === text ? folded : folded + (capitals(text, folded) ?? WHOLE + text.replaceAll('\0', WHOLE));
}
/** Printable ASCII. */
const PLAIN = /^[ -~]*$/;
const CAPITALS = '\u0001';
const WHOLE = '\u0002';
const CAPITALS_WITHIN = 90;

/** Places of the capitals, one sign each, where nothing else was folded and the text is short: most names are so. */
function capitals(text: string, folded: string): string | undefined {
  if (text.length !== folded.length || text.length > CAPITALS_WITHIN) return undefined;
  let places = CAPITALS;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === folded.charCodeAt(at)) continue;
    if (unit < 65 || unit > 90) return undefined;
    places += String.fromCharCode(33 + at);
  }
  return places;
}
/** Lower and upper bound (exclusive) of the sort keys whose folded form begins with the folded prefix. */
export function prefixRange(prefix: string): readonly [from: string, before: string] {
  const from = foldedKey(prefix);
  return [from, from + AFTER_ALL_TEXT];
}

/** Order of two texts as UTF-8 bytes; code units alone would put what lies outside the basic plane too early. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for what comes after U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
