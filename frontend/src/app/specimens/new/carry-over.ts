import type { TypedDetermination } from '../acts/determination';
import { NO_DETERMINATION } from '../acts/determination';

/** A specimen as it stands in the form, and which of its terms the next one begins with. */
export interface TypedSpecimen {
  readonly collectionId: string;
  readonly terms: Readonly<Record<string, string>>;
  readonly determination: TypedDetermination;
  /** Terms that are kept; `determination` for all of it. */
  readonly keep: readonly string[];
}

/** What the form of the next specimen begins with: what is kept, its catalogue number counted on. */
export function next(typed: TypedSpecimen): TypedSpecimen {
  const kept = Object.entries(typed.terms).filter(([term]) => typed.keep.includes(term));
  const terms = Object.fromEntries(
    kept.map(([term, value]) => [term, term === 'catalogNumber' ? numberAfter(value) : value]),
  );
  const determination = typed.keep.includes('determination') ? typed.determination : NO_DETERMINATION;
  return { ...typed, terms, determination };
}

/** The number after one that ends in digits, as wide as it: MT00010009 → MT00010010. Another one is left as it is. */
export function numberAfter(number: string): string {
  const digits = /\d+$/.exec(number)?.[0];
  if (digits === undefined) return number;
  const counted = String(BigInt(digits) + 1n).padStart(digits.length, '0');
  return number.slice(0, number.length - digits.length) + counted;
}
