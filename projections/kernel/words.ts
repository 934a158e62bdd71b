import { fold } from './fold-text.js';
import { WordPage } from './word-page.js';

// A word breaks at every blank and punctuation mark, between letters and digits, and around each character of a script
// that writes no blanks. Hyphens and apostrophes break it too, but the joined form is kept as one more word.
const WORD =
  /\d+|\p{N}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\P{L}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const JOINED = /[\p{L}\p{N}]+(?:[-'’‐‑][\p{L}\p{N}]+)+/gu;
const JOINERS = /[-'’‐‑]/g;
const LEADING_ZEROS = /^0+(?=\d)/;

/** The words of a query: every one of them must stand in a document. `CNC-HYM-0012` asks for `cnc`, `hym` and `0012`. */
export function askedWords(text: string): readonly string[] {
  return [...new Set(fold(text).match(WORD) ?? [])];
}

/**
 * The words by which texts are found: their parts, the joined form of what hyphens and apostrophes divide (`d'Orbigny`:
 * `d`, `orbigny`, `dorbigny`), and numbers with and without leading zeros. In no order, separated by blanks.
 */
export function writtenWords(texts: readonly string[]): string {
  const page = new WordPage(texts);
  return page.others.length === 0 ? page.words : [page.words, ...page.others.map(anyWords)].filter(Boolean).join(' ');
}

/** The promised words of any text, in the plainest way; `word-page.ts` gives the same for Latin letters, only sooner. */
export function anyWords(text: string): string {
  const folded = fold(text);
  const words: string[] = folded.match(WORD) ?? [];
  const numbers = words.filter((word) => LEADING_ZEROS.test(word)).map((word) => word.replace(LEADING_ZEROS, ''));
  const joined = (folded.match(JOINED) ?? []).map((word) => word.replace(JOINERS, ''));
  return [...words, ...numbers, ...joined].join(' ');
}
