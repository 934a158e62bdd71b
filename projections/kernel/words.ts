/**
 * Letters that no Unicode decomposition takes apart, and how people type them who have another keyboard.
 * ASCII never stands on the left, so that folding ASCII text needs no look at this table.
 */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h', ı: 'i', ŋ: 'n', ŧ: 't', ĸ: 'k', ς: 'σ',
}; // prettier-ignore
const SPELLED_LETTERS = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'g');
const NOT_ASCII = /[^\0-\x7f]/;
const MARKS = /\p{M}+/gu;

/** Text without case, accents and compatibility forms: `São` and `SAO` give the same. Deterministic on every machine. */
export function fold(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(SPELLED_LETTERS, (letter) => SPELLED[letter] ?? letter);
}

// A word breaks at every blank and punctuation mark, between letters and digits, and around each character of a script
// that writes no blanks. Hyphens and apostrophes break it too, but the joined form is kept as one more word.
const WORD =
  /\d+|\p{N}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\P{L}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const ASCII_WORD = /[a-z]+|[0-9]+/g;
const JOINED = /[\p{L}\p{N}]+(?:[-'’‐‑][\p{L}\p{N}]+)+/gu;
const ASCII_JOINED = /[a-z0-9]+(?:[-'][a-z0-9]+)+/g;
const JOINERS = /[-'’‐‑]/;
const ALL_JOINERS = /[-'’‐‑]/g;
const LEADING_ZEROS = /^0+(?=\d)/;

function split(folded: string): string[] {
  return folded.match(NOT_ASCII.test(folded) ? WORD : ASCII_WORD) ?? [];
}

/** The words of a query: every one of them must stand in a document. `CNC-HYM-0012` asks for `cnc`, `hym` and `0012`. */
export function askedWords(text: string): readonly string[] {
  return [...new Set(split(fold(text)))];
}

/**
 * The words by which a text is found: its parts, the joined form of what hyphens and apostrophes divide (`d'Orbigny`:
 * `d`, `orbigny`, `dorbigny`), and numbers with and without leading zeros. Separated by blanks.
 */
export function writtenWords(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const folded = fold(text);
  const parts = split(folded);
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at]!;
    if (part.charCodeAt(0) === 48 && LEADING_ZEROS.test(part)) parts.push(part.replace(LEADING_ZEROS, ''));
  }
  if (JOINERS.test(folded)) {
    const joined = folded.match(NOT_ASCII.test(folded) ? JOINED : ASCII_JOINED) ?? [];
    for (const word of joined) parts.push(word.replace(ALL_JOINERS, ''));
  }
  return remember(text, parts.join(' '));
}

// Names of collectors, taxa and places come again and again: most texts of a row were split a moment ago.
const remembered = new Map<string, string>();
const REMEMBERED_AT_MOST = 8_192;

function remember(text: string, words: string): string {
  if (text.length > 200) return words;
  if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
  remembered.set(text, words);
  return words;
}
