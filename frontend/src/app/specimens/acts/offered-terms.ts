import { DARWIN_CORE, placeOfTerm } from '#domain/terms/darwin-core.js';
import type { TermNames } from '../../words/term-names';

/** A term to choose, and what people call it. */
export interface OfferedTerm {
  readonly term: string;
  readonly name: string;
}

/** Terms of a specimen that can be chosen, by name; without those that are not offered. */
export function offeredTerms(names: TermNames, without: ReadonlySet<string>): readonly OfferedTerm[] {
  return [...DARWIN_CORE.keys()]
    .filter((term) => placeOfTerm(term) === 'specimen' && !without.has(term))
    .map((term) => ({ term, name: names.of(term) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
