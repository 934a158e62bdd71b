import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';

/** One thing that two states of a record say differently. `term` is a Darwin Core name, else `key` names a text. */
export interface Difference {
  readonly term?: string;
  readonly key?: string;
  readonly then?: string;
  readonly later?: string;
  /** Standing of an opinion, where it is about one. */
  readonly thenStatus?: RecordIdentification['status'];
  readonly laterStatus?: RecordIdentification['status'];
}

interface Line {
  readonly term?: string;
  readonly key?: string;
  readonly value: string;
  readonly status?: RecordIdentification['status'];
}

/** What differs between a record at one moment and at another; equal things are left out. */
export function differencesBetween(then: SpecimenRecord, later: SpecimenRecord): readonly Difference[] {
  const [before, after] = [linesOf(then), linesOf(later)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((id): Difference[] => {
    const [was, now] = [before.get(id), after.get(id)];
    if (was?.value === now?.value && was?.status === now?.status) return [];
    const { term, key } = (now ?? was)!;
    const sides = { then: was?.value, later: now?.value, thenStatus: was?.status, laterStatus: now?.status };
    return [withoutBlanks({ term, key, ...sides })];
  });
}

function withoutBlanks(members: { readonly [M in keyof Difference]: Difference[M] | undefined }): Difference {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Difference;
}

function linesOf(record: SpecimenRecord): ReadonlyMap<string, Line> {
  const lines = new Map<string, Line>();
  const accepted = record.identifications.find(({ status }) => status === 'accepted');
  if (accepted) lines.set('accepted', { key: 'compare.accepted', value: told(accepted) });
  for (const [term, value] of Object.entries(record.terms)) lines.set(`term ${term}`, { term, value });
  for (const one of record.identifications)
    lines.set(`opinion ${one.identificationId}`, { key: 'compare.opinion', value: told(one), status: one.status });
  const { point, uncertaintyMetres } = record.interpreted;
  if (point)
    lines.set('place', { key: 'compare.place', value: `${point[1]}, ${point[0]} ± ${uncertaintyMetres ?? '?'} m` });
  addAttached(lines, record);
  if (record.released) lines.set('released', { key: 'compare.released', value: '✓' });
  if (record.voided) lines.set('voided', { key: 'compare.voided', value: '✓' });
  return lines;
}

function addAttached(lines: Map<string, Line>, record: SpecimenRecord): void {
  for (const { measurementId, terms } of record.measurements ?? [])
    lines.set(`measurement ${measurementId}`, {
      key: 'compare.measurement',
      value: [terms['measurementType'], terms['measurementValue'], terms['measurementUnit']].filter(Boolean).join(' '),
    });
  for (const { mediaId, terms, detached } of record.media ?? [])
    if (!detached)
      lines.set(`media ${mediaId}`, { key: 'compare.media', value: terms['title'] ?? terms['accessURI'] ?? mediaId });
}

function told({ terms, identifiedBy }: RecordIdentification): string {
  const name = terms['scientificName'] ?? terms['verbatimIdentification'] ?? '?';
  const qualified = [terms['identificationQualifier'], name].filter(Boolean).join(' ');
  return [qualified, identifiedBy?.join(', '), terms['dateIdentified'], terms['typeStatus']]
    .filter(Boolean)
    .join(' · ');
}
