import { fold } from './fold-text.js';

const BREAK = 0;
const LETTERS = 1;
const DIGIT = 2;
const JOINER = 3;
/** Not for this page: a letter or number that folds to more than ASCII letters. */
const OTHER = 4;
const BLANK = 32;
const ZERO = 48;
const NONE = -1;

/** What each code unit up to the end of Latin is, and the one or two ASCII signs that it folds to. */
const KIND = new Uint8Array(0x250);
const FIRST = new Uint8Array(0x250);
const SECOND = new Uint8Array(0x250);
for (let unit = 0; unit < KIND.length; unit++) classify(unit, fold(String.fromCharCode(unit)));

function classify(unit: number, folded: string): void {
  KIND[unit] = kindOf(unit, folded);
  FIRST[unit] = folded.charCodeAt(0);
  SECOND[unit] = folded.length === 2 ? folded.charCodeAt(1) : 0;
}

function kindOf(unit: number, folded: string): number {
  if (/^[a-z]{1,2}$/.test(folded)) return LETTERS;
  if (/^[0-9]$/.test(folded) && unit < 0x80) return DIGIT;
  if (folded === '-' || folded === "'") return JOINER;
  return /[\p{L}\p{N}]/u.test(folded) ? OTHER : BREAK;
}

// One buffer for all pages: a page is read before the next one is written.
let bytes = Buffer.alloc(16_384);

/** The words of Latin texts, written as bytes in one walk: most of what a collection holds, and quick. */
export class WordPage {
  /** The words, separated by blanks. */
  readonly words: string;
  /** Texts with letters beyond Latin: not in `words`. */
  readonly others: string[] = [];
  #length = 0;
  /** Where the run of letters, digits and single joiners began that the walk is in. */
  #run = NONE;
  #links = 0;
  #loose = false;
  #number = NONE;

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const before = this.#length;
      if (this.#take(text)) continue;
      this.#length = before;
      this.others.push(text);
    }
    this.words = this.#length === 0 ? '' : bytes.toString('latin1', 1, this.#length);
  }

  #take(text: string): boolean {
    // At worst a sign becomes a blank and two letters, and that once more in the joined form.
    if (bytes.length < this.#length + text.length * 6 + 8)
      bytes = Buffer.concat([bytes], bytes.length * 2 + text.length * 6);
    this.#run = this.#number = NONE;
    let kind = BREAK;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const next = unit < 0x250 ? KIND[unit]! : OTHER;
      if (next === OTHER) return false;
      if (next !== kind) {
        this.#border(text, at, next);
        kind = next;
      } else if (next === JOINER) {
        this.#endRun(text, at);
      }
      if (next === LETTERS || next === DIGIT) this.#put(unit);
    }
    this.#border(text, text.length, BREAK);
    return true;
  }

  #border(text: string, at: number, next: number): void {
    if (this.#number !== NONE) this.#endNumber();
    if (next === BREAK) return this.#endRun(text, at);
    if (next === JOINER) {
      this.#loose = this.#run !== NONE;
      return;
    }
    if (this.#run === NONE) {
      this.#run = at;
      this.#links = 0;
    } else if (this.#loose) {
      this.#links += 1;
    }
    this.#loose = false;
    bytes[this.#length++] = BLANK;
    if (next === DIGIT) this.#number = this.#length;
  }

  #put(unit: number): void {
    bytes[this.#length++] = FIRST[unit]!;
    if (SECOND[unit]! !== 0) bytes[this.#length++] = SECOND[unit]!;
  }

  /** Once more without its zeros. */
  #endNumber(): void {
    let from = this.#number;
    const end = this.#length;
    this.#number = NONE;
    if (bytes[from] !== ZERO || end - from < 2) return;
    while (from < end - 1 && bytes[from] === ZERO) from++;
    bytes[this.#length++] = BLANK;
    while (from < end) bytes[this.#length++] = bytes[from++]!;
  }

  /** Once more without its joiners. */
  #endRun(text: string, end: number): void {
    if (this.#run !== NONE && this.#links > 0) {
      bytes[this.#length++] = BLANK;
      for (let at = this.#run; at < end; at++) {
        const unit = text.charCodeAt(at);
        if (KIND[unit] !== JOINER) this.#put(unit);
      }
    }
    this.#run = NONE;
    this.#links = 0;
    this.#loose = false;
  }
}
