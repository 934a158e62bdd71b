import type { Terms } from '#domain/specimen/events.js';
import { isPartialDate } from './partial-date';

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
  const given = DETERMINATION_TERMS.map((term) => [term, typed.terms[term]?.trim() ?? '']).filter(([, value]) => value);
  const [basedOn, note] = [typed.basedOn.trim(), typed.note.trim()];
  return {
    terms: Object.fromEntries(given) as Terms,
    ...(typed.people.length > 0 && { identifiedBy: typed.people }),
    ...(basedOn && { basedOn }),
    ...(note && { note }),
  };
}
