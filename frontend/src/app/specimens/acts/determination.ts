import type { Terms } from '#domain/specimen/events.js';
import { isPartialDate } from './partial-date';
import { writtenTerms } from './written-terms';

/** Terms of a determination that a form asks for. */
export const DETERMINATION_TERMS = [
  'scientificName',
  'family',
  'identificationQualifier',
  'dateIdentified',
  'typeStatus',
  'typifiedName',
  'identificationReferences',
  'identificationRemarks',
] as const;
export type DeterminationTerm = (typeof DETERMINATION_TERMS)[number];

/** A determination as it stands in a form. */
export interface TypedDetermination {
  readonly terms: Readonly<Partial<Record<DeterminationTerm, string>>>;
  readonly people: readonly string[];
  readonly basedOn: string;
  readonly note: string;
}

export const NO_DETERMINATION: TypedDetermination = { terms: {}, people: [], basedOn: '', note: '' };

/** Whether anything of a determination is written: it is sent then, and has to have a name. */
export function isBegun({ terms, people, basedOn, note }: TypedDetermination): boolean {
  return [...Object.values(terms), ...people, basedOn, note].some((text) => text.trim() !== '');
}

/** Which fields cannot be sent so: `name` is missing, `date` is none. */
export function problemsOf({ terms }: TypedDetermination): readonly ('name' | 'date')[] {
  const date = terms.dateIdentified?.trim();
  return [
    ...(terms.scientificName?.trim() ? [] : ['name' as const]),
    ...(date && !isPartialDate(date) ? ['date' as const] : []),
  ];
}

/** What is sent: blank fields are left out. */
export function determinationOf(typed: TypedDetermination): {
  readonly terms: Terms;
  readonly identifiedBy?: readonly string[];
  readonly basedOn?: string;
  readonly note?: string;
} {
  const [basedOn, note] = [typed.basedOn.trim(), typed.note.trim()];
  return {
    terms: writtenTerms(DETERMINATION_TERMS, typed.terms),
    ...(typed.people.length > 0 && { identifiedBy: typed.people }),
    ...(basedOn && { basedOn }),
    ...(note && { note }),
  };
}
