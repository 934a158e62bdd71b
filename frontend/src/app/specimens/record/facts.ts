import { DARWIN_CORE, type DarwinCoreClass } from '#domain/terms/darwin-core.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';

/** Which part of the page a term is read in. */
export const FACT_GROUPS = ['gathering', 'place', 'object', 'record'] as const;
export type FactGroup = (typeof FACT_GROUPS)[number];

/** One term as the page shows it: the present value, and beside it what the label says. */
export interface Fact {
  readonly term: string;
  readonly value?: string;
  readonly verbatim?: { readonly term: string; readonly value: string };
  readonly isCorrected: boolean;
}

const GROUP_OF: Readonly<Partial<Record<DarwinCoreClass, FactGroup>>> = {
  Event: 'gathering',
  Location: 'place',
  GeologicalContext: 'place',
  MaterialEntity: 'object',
  MaterialSample: 'object',
  Occurrence: 'object',
  Organism: 'object',
};
// Who collected it, and under which number, is read with the gathering.
const GATHERING: ReadonlySet<string> = new Set(['recordedBy', 'recordedByID', 'recordNumber']);
const VERBATIM_OF: Readonly<Record<string, string>> = {
  locality: 'verbatimLocality',
  eventDate: 'verbatimEventDate',
  minimumElevationInMeters: 'verbatimElevation',
  minimumDepthInMeters: 'verbatimDepth',
  decimalLatitude: 'verbatimLatitude',
  decimalLongitude: 'verbatimLongitude',
  geodeticDatum: 'verbatimSRS',
};
const ORDER: readonly string[] = [
  'recordedBy',
  'recordNumber',
  'eventDate',
  'year',
  'month',
  'day',
  'fieldNumber',
  'habitat',
  'samplingProtocol',
  'country',
  'countryCode',
  'stateProvince',
  'county',
  'municipality',
  'locality',
  'decimalLatitude',
  'decimalLongitude',
  'catalogNumber',
  'otherCatalogNumbers',
  'preparations',
  'individualCount',
  'sex',
  'lifeStage',
];

/** The record's terms by part of the page, in reading order; each verbatim term stands beside its interpretation. */
export function factsOf(
  record: SpecimenRecord,
): readonly { readonly group: FactGroup; readonly facts: readonly Fact[] }[] {
  const corrected = new Set((record.corrections ?? []).map(({ term }) => term));
  const facts = new Map<string, Fact>();
  const paired = new Set(Object.values(VERBATIM_OF).filter((term) => term in record.terms));
  for (const [term, value] of Object.entries(record.terms)) {
    if (!paired.has(term)) facts.set(term, { term, value, isCorrected: corrected.has(term) });
  }
  for (const [term, verbatim] of Object.entries(VERBATIM_OF)) {
    const value = record.terms[verbatim];
    if (value === undefined) continue;
    const isCorrected = corrected.has(term) || corrected.has(verbatim);
    facts.set(term, { term, value: record.terms[term], verbatim: { term: verbatim, value }, isCorrected });
  }
  const all = [...facts.values()].sort((one, other) => rank(one.term) - rank(other.term));
  return FACT_GROUPS.map((group) => ({ group, facts: all.filter(({ term }) => groupOf(term) === group) }));
}

function groupOf(term: string): FactGroup {
  if (GATHERING.has(term)) return 'gathering';
  const organizedIn = DARWIN_CORE.get(term)?.organizedIn;
  return (organizedIn && GROUP_OF[organizedIn]) ?? 'record';
}

function rank(term: string): number {
  const at = ORDER.indexOf(term);
  return at < 0 ? ORDER.length : at;
}
