import type { TermChange } from '#domain/specimen/events.js';
import type { Account } from '#projections/account-register/view.js';
import type { AuditLine } from '#projections/audit-trail/view.js';
import type { CollectionOverview } from '#projections/collection-overview/view.js';
import type { ImportReport } from '#projections/import-report/view.js';
import type { View } from '#projections/kernel/view-store.js';
import type { RecordIdentification, SpecimenRecord, Stamp } from '#projections/specimen-record/view.js';

/** What a line is about, by the names that people know it by. */
export interface LineSubject {
  readonly catalogNumber?: string;
  /** Of the accepted identification as it stands now. */
  readonly scientificName?: string;
  /** Of a collection, an account, or an imported file. */
  readonly name?: string;
  readonly collectionId?: string;
}

/** A line of the audit trail as a person reads it: with names for ids, and before and after where something changed. */
export interface ToldLine extends AuditLine {
  /** The position. */
  readonly id: string;
  readonly actorName: string;
  readonly about?: LineSubject;
  readonly changes?: readonly TermChange[];
  /** Scientific names of the identifications the line speaks of, by id. */
  readonly names?: Readonly<Record<string, string>>;
  /** The person's own sentence, whole. */
  readonly note?: string;
}

type Many<Doc extends object> = Pick<View<Doc>, 'getMany'>;

/** The views that names are looked up in. */
export interface TellingViews {
  readonly specimens: Many<SpecimenRecord>;
  readonly accounts: Many<Account>;
  readonly collections: Many<CollectionOverview>;
  readonly imports: Many<ImportReport>;
}

/** A line with the record it is about, when it is about a specimen. */
export interface LineWithRecord {
  readonly line: ToldLine;
  readonly record?: SpecimenRecord;
}

/** Tells lines: looks everything up at once for a whole page. */
export class LineTeller {
  constructor(
    private readonly views: TellingViews,
    private readonly displayName: (accountId: string) => Promise<string>,
  ) {}

  async tell(lines: readonly AuditLine[]): Promise<readonly LineWithRecord[]> {
    const { specimens, accounts, collections, imports } = this.views;
    const [records, people, holdings, files] = await Promise.all([
      specimens.getMany(subjectsOf(lines, 'specimen')),
      accounts.getMany(subjectsOf(lines, 'account')),
      collections.getMany(subjectsOf(lines, 'collection')),
      imports.getMany(subjectsOf(lines, 'import')),
    ]);
    const named = new Map<string, LineSubject>();
    for (const [id, { document }] of people) named.set(`account ${id}`, { name: document.displayName });
    for (const [id, { document }] of holdings) named.set(`collection ${id}`, { name: document.name, collectionId: id });
    for (const [id, { document }] of files)
      named.set(`import ${id}`, { name: document.file.name, collectionId: document.collectionId });
    const names = new Map<string, string>();
    for (const id of new Set(lines.map(({ actorId }) => actorId))) names.set(id, await this.displayName(id));
    return lines.map((line) => {
      const record = line.category === 'specimen' ? records.get(line.subject)?.document : undefined;
      const about = record ? subjectOf(record) : named.get(`${line.category} ${line.subject}`);
      const told: ToldLine = {
        ...line,
        id: line.position,
        actorName: names.get(line.actorId) as string,
        ...(about && { about }),
        ...(record && tellRecord(line, record)),
      };
      return record ? { line: told, record } : { line: told };
    });
  }
}

function subjectsOf(lines: readonly AuditLine[], category: string): readonly string[] {
  return [...new Set(lines.filter((line) => line.category === category).map(({ subject }) => subject))];
}

function subjectOf(record: SpecimenRecord): LineSubject {
  const accepted = record.identifications.find(
    ({ identificationId }) => identificationId === record.acceptedIdentificationId,
  );
  const [catalogNumber, scientificName] = [record.terms['catalogNumber'], accepted && nameOf(accepted)];
  return {
    ...(catalogNumber !== undefined && { catalogNumber }),
    ...(scientificName !== undefined && { scientificName }),
    collectionId: record.collectionId,
  };
}

/** What the record remembers of this event. */
function tellRecord({ eventId, facts }: AuditLine, record: SpecimenRecord): Partial<ToldLine> {
  const spoken = new Set([facts?.identificationId, facts?.otherIdentificationId]);
  const names = record.identifications
    .filter(({ identificationId }) => spoken.has(identificationId))
    .map((one) => [one.identificationId, nameOf(one) ?? '?'] as const);
  const changes = changesOf(eventId, record);
  const note = stampsOf(record).find((stamp) => stamp.eventId === eventId && stamp.note !== undefined)?.note;
  return {
    ...(changes.length > 0 && { changes }),
    ...(names.length > 0 && { names: Object.fromEntries(names) }),
    ...((note ?? facts?.note) !== undefined && { note: note ?? facts?.note }),
  };
}

function changesOf(eventId: string, { corrections = [], identifications }: SpecimenRecord): readonly TermChange[] {
  const corrected = corrections.filter((one) => one.eventId === eventId).map(changeIn);
  if (corrected.length > 0) return corrected;
  const updates = identifications.flatMap(({ nomenclaturalUpdates = [] }) => nomenclaturalUpdates);
  return updates.find((one) => one.eventId === eventId)?.changes ?? [];
}

function changeIn({ term, was, now }: TermChange): TermChange {
  return { term, ...(was !== undefined && { was }), ...(now !== undefined && { now }) };
}

function stampsOf(record: SpecimenRecord): readonly Stamp[] {
  const { identifications, georeferences = [], corrections = [], withheld, voided, created, modified } = record;
  return [
    ...identifications.flatMap(({ entered, accepted = [], verified = [], withdrawn, nomenclaturalUpdates = [] }) => [
      entered,
      ...accepted,
      ...verified,
      ...nomenclaturalUpdates,
      ...(withdrawn ? [withdrawn] : []),
    ]),
    ...georeferences.flatMap(({ entered, accepted = [] }) => [entered, ...accepted]),
    ...corrections,
    ...[withheld, voided, created, modified].filter((stamp) => stamp !== undefined),
  ];
}

/** What an opinion says the specimen is. */
export function nameOf({ terms }: Pick<RecordIdentification, 'terms'>): string | undefined {
  return terms['scientificName'] ?? terms['verbatimIdentification'] ?? terms['genus'];
}
