import type {
  MediaLink,
  Measurement,
  SpecimenAccessioned,
  SpecimenCorrected,
  SpecimenEvent,
  Terms,
} from '#domain/specimen/events.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { importOf } from '../kernel/import-of.js';
import { withMembers } from '../kernel/members.js';
import { changedTerms } from '../quality/changed-terms.js';
import * as identifications from './identifications.js';
import * as georeferences from './georeferences.js';
import { judged, judgedDeterminations } from './judgement.js';
import { reasonedStamp, stampOf, visitOf } from './stamps.js';
import type { RecordCorrection, RecordSupplement, SpecimenRecord } from './view.js';

/** What an event changes of a record; undefined takes a member away. */
export type Changes = { readonly [Member in keyof SpecimenRecord]?: SpecimenRecord[Member] | undefined };
/** How one type of event changes a record. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each fold names the data of its own event type
export type Fold = (record: SpecimenRecord, data: any, event: LedgerEvent) => Changes;
type Folds = {
  readonly [F in Exclude<SpecimenEvent, SpecimenAccessioned> as F['type']]: (
    record: SpecimenRecord,
    data: F['data'],
    event: LedgerEvent,
  ) => Changes;
};

/** The first state of a record. */
export function accessioned(data: SpecimenAccessioned['data'], event: LedgerEvent): SpecimenRecord {
  const created = stampOf(event, data.note);
  const first: SpecimenRecord = {
    collectionId: data.collectionId,
    terms: data.terms,
    interpreted: {},
    identifications: [],
    released: data.released,
    ...(data.unmapped && { unmapped: data.unmapped }),
    ...(data.literalNulls && { literalNulls: data.literalNulls }),
    ...(data.catalogNumberClash !== undefined && { catalogNumberClash: data.catalogNumberClash }),
    ...(data.sourceKey && { sourceKey: data.sourceKey }),
    created,
    modified: created,
    revision: event.revision,
  };
  return stamped(first, judged(first), event);
}

/** How each type of event but the first changes a record. */
export const FOLDS: Folds = {
  SpecimenCorrected: corrected,
  SpecimenGeoreferenced: (record, data, event) => judgedAnew(record, georeferences.added(record, data, event)),
  GeoreferenceAccepted: (record, data, event) => judgedAnew(record, georeferences.accepted(record, data, event)),
  SpecimenIdentified: (record, data, event) => determined(record, identifications.added(record, data, event)),
  IdentificationAccepted: (record, data, event) => determined(record, identifications.accepted(record, data, event)),
  IdentificationVerified: identifications.verified,
  IdentificationWithdrawn: (record, data, event) => determined(record, identifications.withdrawn(record, data, event)),
  IdentificationNomenclaturallyUpdated: (record, data, event) =>
    determined(record, identifications.renamed(record, data, event)),
  SpecimenMeasured: (record, data, event) => ({
    measurements: [...(record.measurements ?? []), ...data.measurements.map(measured(event))],
  }),
  MeasurementWithdrawn: (record, { measurementId, note }, event) => ({
    measurements: record.measurements?.map((one) =>
      one.measurementId === measurementId ? { ...one, withdrawn: reasonedStamp(event, note) } : one,
    ),
  }),
  SpecimenMediaCorrected: (record, { mediaId, changes }) => ({
    media: record.media?.map((one) =>
      one.mediaId === mediaId ? { ...one, terms: changedTerms(one.terms, changes) } : one,
    ),
  }),
  SpecimenMediaAttached: (record, data, event) => {
    const again = new Set(data.media.map(({ mediaId }) => mediaId));
    const others = (record.media ?? []).filter(({ mediaId }) => !again.has(mediaId));
    return { media: [...others, ...data.media.map(attached(event))] };
  },
  SpecimenMediaDetached: (record, data, event) => ({
    media: record.media?.map((one) =>
      one.mediaId === data.mediaId ? { ...one, detached: stampOf(event, data.note) } : one,
    ),
  }),
  SpecimenSupplemented: (record, { rowType, rows }) => ({
    supplements: [...(record.supplements ?? []), { rowType, rows }],
  }),
  SpecimenFindingConfirmed: (record, { issue, values, note }, event) => ({
    confirmedFindings: [
      ...(record.confirmedFindings ?? []).filter((one) => one.issue !== issue),
      { issue, values, ...stampOf(event, note) },
    ],
  }),
  SpecimenSupplementWithdrawn: (record, { rowType, rows }, event) => ({
    supplements: [...supplementsWithout(record, rowType, rows), { rowType, rows, withdrawn: reasonedStamp(event) }],
  }),
  SpecimenReleased: () => ({ released: true, withheld: undefined }),
  SpecimenWithheld: (_record, data, event) => ({ released: false, withheld: reasonedStamp(event, data.note) }),
  SpecimenRecordVoided: (_record, { duplicateOf, note }, event) => ({
    voided: { ...reasonedStamp(event, note), ...(duplicateOf !== undefined && { duplicateOf }) },
  }),
  SpecimenRecordReinstated: () => ({ voided: undefined }),
};

/** The record with these changes and the event's stamp. Absent members are left out. */
export function stamped(record: SpecimenRecord, changes: Changes, event: LedgerEvent): SpecimenRecord {
  const { note } = event.data as { readonly note?: string };
  const next = withMembers(record, changes) as { -readonly [Member in keyof SpecimenRecord]: SpecimenRecord[Member] };
  next.modified = stampOf(event, note);
  next.revision = event.revision;
  if (importOf(event) !== undefined) next.imports = importsAfter(record, event);
  return next;
}

/** Several events of one row are one visit. */
function importsAfter(record: SpecimenRecord, event: LedgerEvent): NonNullable<SpecimenRecord['imports']> {
  const visits = record.imports ?? [];
  const row = event.source.row;
  const known = visits.some((visit) => visit.importId === event.correlationId && visit.row === row);
  return known ? visits : [...visits, visitOf(event)];
}

function judgedAnew(record: SpecimenRecord, changes: Changes): Changes {
  return { ...changes, ...judged({ ...record, ...changes }) };
}

function determined(record: SpecimenRecord, changes: Changes): Changes {
  return { ...changes, ...judgedDeterminations({ ...record, ...changes }) };
}

/** A correction of one of these decides anew whether the number is another specimen's. */
const NUMBER_TERMS: ReadonlySet<string> = new Set(['catalogNumber', 'institutionCode', 'collectionCode']);

function corrected(record: SpecimenRecord, data: SpecimenCorrected['data'], event: LedgerEvent): Changes {
  const renumbered = data.changes.some(({ term }) => NUMBER_TERMS.has(term));
  const stamp = reasonedStamp(event, data.note);
  const importId = importOf(event);
  const more = importId === undefined ? stamp : { ...stamp, importId };
  const corrections = data.changes.map((change): RecordCorrection => ({ ...change, ...more }));
  return judgedAnew(record, {
    terms: changedTerms(record.terms, data.changes),
    ...(data.unmapped && { unmapped: changedTerms(record.unmapped ?? {}, data.unmapped) }),
    corrections: [...(record.corrections ?? []), ...corrections],
    catalogNumberClash: renumbered ? data.catalogNumberClash : (data.catalogNumberClash ?? record.catalogNumberClash),
  });
}

function supplementsWithout(
  record: SpecimenRecord,
  rowType: string,
  rows: readonly Terms[],
): readonly RecordSupplement[] {
  const gone = new Set(rows.map((row) => JSON.stringify(row)));
  return (record.supplements ?? []).flatMap((one): readonly RecordSupplement[] => {
    if (one.rowType !== rowType || one.withdrawn) return [one];
    const left = one.rows.filter((row) => !gone.has(JSON.stringify(row)));
    return left.length === 0 ? [] : [{ ...one, rows: left }];
  });
}

function measured(event: LedgerEvent) {
  const entered = stampOf(event);
  return ({ measurementId, terms, literalNulls }: Measurement) => ({
    measurementId,
    terms,
    ...(literalNulls && { literalNulls }),
    entered,
  });
}

function attached(event: LedgerEvent) {
  const stamp = stampOf(event);
  return ({ mediaId, terms, sha256, literalNulls }: MediaLink) => ({
    mediaId,
    terms,
    ...(literalNulls && { literalNulls }),
    ...(sha256 !== undefined && { sha256 }),
    attached: stamp,
  });
}
