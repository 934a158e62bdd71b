import type {
  Georeference,
  MediaLink,
  SpecimenAccessioned,
  SpecimenCorrected,
  SpecimenEvent,
  TermChange,
} from '#domain/specimen/events.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { changedTerms } from '../quality/changed-terms.js';
import { DETERMINATION_ISSUES, judgeDetermination, readTypeStatuses } from '../quality/determination.js';
import { readTerms } from '../quality/terms.js';
import { importOf } from '../kernel/import-of.js';
import { withMembers } from '../kernel/members.js';
import type { QualityIssue } from '../quality/view.js';
import { renamed, searchIdentification } from './determination.js';
import { keptChanges, keptTerms } from './kept-terms.js';
import {
  accepting,
  georeferencesOf,
  identificationsOf,
  standing,
  withdrawing,
  withOpinion,
  type Opinions,
} from './opinions.js';
import type { SearchGeoreference, SearchIdentification, SearchMedia, SpecimenSearchRow } from './view.js';

type Row = SpecimenSearchRow;
/** What an event changes of a row; undefined takes a member away. */
export type Changes = { readonly [Member in keyof Row]?: Row[Member] | undefined };
/** How one type of event changes a row. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each fold names the data of its own event type
export type Fold = (row: Row, data: any, event: LedgerEvent) => Changes;
type Folds = {
  readonly [F in Exclude<SpecimenEvent, SpecimenAccessioned> as F['type']]: (
    row: Row,
    data: F['data'],
    event: LedgerEvent,
  ) => Changes;
};

const dayOf = (event: LedgerEvent): string => event.at.slice(0, 10);

/** The first row of a specimen. */
export function accessioned(data: SpecimenAccessioned['data'], event: LedgerEvent): Row {
  const terms = keptTerms(data.terms);
  const first = {
    collectionId: data.collectionId,
    terms,
    released: data.released,
    enteredAt: dayOf(event),
    modifiedAt: event.at,
    ...(data.catalogNumberClash !== undefined && { catalogNumberClash: data.catalogNumberClash }),
  } as Row;
  return stamped(first, read(first), event);
}

/** How each type of event but the first changes a row. */
export const FOLDS: Folds = {
  SpecimenCorrected: corrected,
  SpecimenGeoreferenced: (row, data) =>
    placed(row, withOpinion(georeferencesOf(row), searchGeoreference(data), data.accepted === true)),
  GeoreferenceAccepted: (row, data) =>
    placed(
      row,
      accepting(georeferencesOf(row), (one) => one.georeferenceId === data.georeferenceId),
    ),
  SpecimenIdentified: (row, data, event) =>
    determined(
      row,
      withOpinion(identificationsOf(row), searchIdentification(data, dayOf(event)), data.accepted === true),
    ),
  IdentificationAccepted: (row, data) =>
    determined(row, accepting(identificationsOf(row), named(data.identificationId))),
  IdentificationWithdrawn: (row, data) => {
    const rest = withdrawing(identificationsOf(row), named(data.identificationId));
    return determined(row, data.successor === undefined ? rest : accepting(rest, named(data.successor)));
  },
  IdentificationNomenclaturallyUpdated: (row, data) => {
    const update = (one: SearchIdentification): SearchIdentification =>
      one.identificationId === data.identificationId ? renamed(one, data.changes) : one;
    const { accepted, others } = identificationsOf(row);
    return determined(row, { ...(accepted && { accepted: update(accepted) }), others: others.map(update) });
  },
  SpecimenMediaAttached: (row, data) => {
    const again = new Set(data.media.map(({ mediaId }) => mediaId));
    const others = (row.media ?? []).filter(({ mediaId }) => !again.has(mediaId));
    return { media: [...others, ...data.media.map(searchMedia)] };
  },
  SpecimenMediaCorrected: (row, data) => ({
    media: row.media?.map((one) => (one.mediaId === data.mediaId ? addressed(one, data.changes) : one)),
  }),
  SpecimenMediaDetached: (row, data) => ({
    media: listed((row.media ?? []).filter((one) => one.mediaId !== data.mediaId)),
  }),
  SpecimenFindingConfirmed: () => ({}),
  SpecimenReleased: () => ({ released: true }),
  SpecimenWithheld: () => ({ released: false }),
  SpecimenRecordVoided: () => ({ voided: true }),
  SpecimenRecordReinstated: () => ({ voided: undefined }),
  SpecimenMeasured: () => ({}),
  MeasurementWithdrawn: () => ({}),
  SpecimenSupplemented: () => ({}),
  SpecimenSupplementWithdrawn: () => ({}),
  IdentificationVerified: () => ({}),
};

/** The row with these changes, the event's time, and the import it came from. Absent members are left out. */
export function stamped(row: Row, changes: Changes, event: LedgerEvent): Row {
  const next = withMembers(row, changes) as { -readonly [Member in keyof Row]: Row[Member] };
  next.modifiedAt = event.at;
  const importId = importOf(event);
  if (importId !== undefined && !row.imports?.includes(importId)) next.imports = [...(row.imports ?? []), importId];
  return next;
}

const named =
  (id: string) =>
  (one: SearchIdentification): boolean =>
    one.identificationId === id;

function corrected(row: Row, data: SpecimenCorrected['data'], event: LedgerEvent): Changes {
  const renumbered = data.changes.some(({ term }) => NUMBER_TERMS.has(term));
  const changes: Changes = {
    terms: changedTerms(row.terms, keptChanges(data.changes)),
    correctedAt: dayOf(event),
    catalogNumberClash: renumbered ? data.catalogNumberClash : (data.catalogNumberClash ?? row.catalogNumberClash),
  };
  const next = { ...row, ...changes };
  return { ...changes, ...read(next) };
}
/** A correction of one of these decides anew whether the number is another specimen's. */
const NUMBER_TERMS: ReadonlySet<string> = new Set(['catalogNumber', 'institutionCode', 'collectionCode']);

/** What terms, georeference and clash of a row are understood as, with all doubts judged anew. */
function read(row: Row): Changes {
  const { findings, ...reading } = readTerms(row.terms, row.georeference, row.correctedAt ?? row.enteredAt);
  const issues: QualityIssue[] = findings.map(({ issue }) => issue);
  if (row.catalogNumberClash !== undefined) issues.push('CATALOG_NUMBER_DUPLICATED');
  return { ...UNREAD, ...reading, issues: sorted([...issues, ...doubtsOf(identificationsOf(row), reading.collected)]) };
}
const UNREAD: Changes = {
  collected: undefined,
  year: undefined,
  point: undefined,
  uncertaintyMetres: undefined,
  countryCode: undefined,
};

function placed(row: Row, { accepted, others }: Opinions<SearchGeoreference>): Changes {
  const changes: Changes = { georeference: accepted, otherGeoreferences: listed(others) };
  if (accepted === row.georeference) return changes;
  return { ...changes, ...read({ ...row, ...changes }) };
}

function determined(row: Row, opinions: Opinions<SearchIdentification>): Changes {
  const statuses = standing(opinions).flatMap(({ typeStatus }) =>
    typeStatus === undefined ? [] : readTypeStatuses(typeStatus).values,
  );
  const changes: Changes = {
    identification: opinions.accepted,
    otherIdentifications: listed(opinions.others),
    typeStatus: listed([...new Set(statuses)].sort()),
  };
  const ofTerms = (row.issues ?? []).filter((issue) => !DETERMINATION_ISSUES.has(issue));
  return { ...changes, issues: sorted([...ofTerms, ...doubtsOf(opinions, row.collected)]) };
}

/** Doubts about the accepted determination, and about type statuses of every one that stands. */
function doubtsOf(opinions: Opinions<SearchIdentification>, collected: Row['collected']): readonly QualityIssue[] {
  return standing(opinions).flatMap((one) =>
    judgeDetermination(one, collected, one.enteredAt, one === opinions.accepted).map(({ issue }) => issue),
  );
}

function sorted(issues: readonly QualityIssue[]): readonly QualityIssue[] | undefined {
  return issues.length === 0 ? undefined : [...new Set(issues)].sort();
}

function listed<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function searchGeoreference({ georeferenceId, terms }: Georeference): SearchGeoreference {
  const { decimalLatitude, decimalLongitude, coordinateUncertaintyInMeters, geodeticDatum } = terms;
  return {
    georeferenceId,
    ...(decimalLatitude !== undefined && { decimalLatitude }),
    ...(decimalLongitude !== undefined && { decimalLongitude }),
    ...(coordinateUncertaintyInMeters !== undefined && { coordinateUncertaintyInMeters }),
    ...(geodeticDatum !== undefined && { geodeticDatum }),
  };
}

function searchMedia({ mediaId, sha256, terms }: MediaLink): SearchMedia {
  const url = terms['accessURI'] ?? terms['identifier'];
  if (sha256 !== undefined) return { mediaId, sha256 };
  return url === undefined ? { mediaId } : { mediaId, url };
}

/** The picture after what is said of it changed: only where it is to be found shows in a row. */
function addressed(media: SearchMedia, changes: readonly TermChange[]): SearchMedia {
  const { url, ...rest } = media;
  const now = (term: string): string | undefined => changes.find((change) => change.term === term)?.now;
  const found = now('accessURI') ?? now('identifier') ?? url;
  return media.sha256 !== undefined || found === undefined ? rest : { ...rest, url: found };
}
