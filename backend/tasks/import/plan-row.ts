import type { CatalogNumberKey, Measurement, MediaLink, Terms } from '#domain/specimen/events.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { ReadyTable } from './mapping.js';
import { planIdentifications } from './plan-identifications.js';
import type { RowPlan, RowProblem } from './row-plan.js';
import { ReadingDraft, readCore, readExtension } from './row-reading.js';
import type { StagedExtensionRow, StagedRow } from './staging/staging.js';

/** A staged row that can go in. */
export type PlannableRow = StagedRow & { readonly key: NonNullable<StagedRow['key']> };

/** Whether a row can go in: neither refused nor a repetition. */
export function isPlannable(row: StagedRow): row is PlannableRow {
  return row.key !== undefined && row.repeats === undefined && row.refused === undefined;
}

/** The id of the specimen that a source's record is, wherever and whenever it is imported into this collection. */
export function specimenIdOf(collectionId: string, key: PlannableRow['key']): string {
  return uuidV5(collectionId, `${key.kind}:${key.value}`);
}

/** Tells what a row and its extension rows say. `known` is the specimen when it is in the collection already under another id. Pure. */
export function planRow(
  collectionId: string,
  tables: readonly ReadyTable[],
  staged: PlannableRow,
  extensions: readonly StagedExtensionRow[],
  known?: string,
): RowPlan {
  const core = tables[0] as ReadyTable;
  const specimenId = known ?? specimenIdOf(collectionId, staged.key);
  const { specimen, determination } = readCore(core, staged.cells);
  keepId(core, staged, specimen);
  const read = extensions.map(({ table, cells }) => ({
    table: tables[table + 1] as ReadyTable,
    draft: readExtension(tables[table + 1] as ReadyTable, cells),
  }));
  const of = (kind: ReadyTable['kind']): ReadingDraft[] =>
    read.filter((each) => each.table.kind === kind).map((each) => each.draft);
  const identifications = planIdentifications(specimenId, determination, of('identification'), specimen);
  const [media, measurements] = [saying(of('media'), specimen), saying(of('measurement'), specimen)];
  const number = numberIn(specimen.terms);
  return {
    row: staged.row,
    key: staged.key,
    specimenId,
    ...specimen.finish(),
    ...(number && { number }),
    identifications,
    media: planMedia(specimenId, media),
    measurements: planMeasurements(specimenId, measurements),
    supplements: planSupplements(read.filter((each) => each.table.kind === 'unknown')),
    problems: problemsOf(core, staged),
  };
}

// The id of the core row is no Darwin Core term, but the source knows the record by it.
function keepId(core: ReadyTable, staged: StagedRow, specimen: ReadingDraft): void {
  if (core.idIndex === undefined || staged.id.trim() === '') return;
  if (specimen.terms['occurrenceID'] === staged.id || specimen.terms['catalogNumber'] === staged.id) return;
  specimen.keep(core.idColumn ?? 'id', staged.id);
}

function numberIn(terms: Terms): CatalogNumberKey | undefined {
  const { catalogNumber, institutionCode, collectionCode } = terms;
  if (catalogNumber === undefined) return undefined;
  return {
    catalogNumber,
    ...(institutionCode !== undefined && { institutionCode }),
    ...(collectionCode !== undefined && { collectionCode }),
  };
}

/** The rows that say something; of those that only say "absent", that is told with the specimen. */
function saying(drafts: readonly ReadingDraft[], specimen: ReadingDraft): readonly ReadingDraft[] {
  const silent = drafts.filter((draft) => draft.size === 0 && !draft.unmapped);
  for (const draft of silent) draft.handOver(specimen);
  return drafts.filter((draft) => !silent.includes(draft));
}

function planMedia(specimenId: string, drafts: readonly ReadingDraft[]): readonly MediaLink[] {
  const ids = idMaker(specimenId);
  return drafts.map((draft) => {
    const { terms, sha256 } = withHash(withUnmapped(draft));
    const own = terms['identifier'] ?? terms['accessURI'] ?? sha256;
    const mediaId = ids(JSON.stringify(['media', own ?? contentOf(terms)]));
    return { mediaId, terms, ...(sha256 && { sha256 }), ...nullsOf(draft) };
  });
}

/** Audiovisual Core tells content by its hash, and so does the file store. */
function withHash(terms: Terms): { readonly terms: Terms; readonly sha256?: string } {
  const { [HASH_FUNCTION]: name, [HASH_VALUE]: value, ...others } = terms;
  if (name !== 'SHA-256' || value === undefined || !/^[0-9a-f]{64}$/.test(value)) return { terms };
  return { terms: others, sha256: value };
}
const HASH_FUNCTION = 'http://rs.tdwg.org/ac/terms/hashFunction';
const HASH_VALUE = 'http://rs.tdwg.org/ac/terms/hashValue';

/** The link when its content is not here: by its address, with the hash among what the row says. */
export function withoutContent({ sha256, terms, ...link }: MediaLink): MediaLink {
  return sha256 === undefined
    ? { ...link, terms }
    : { ...link, terms: { ...terms, [HASH_FUNCTION]: 'SHA-256', [HASH_VALUE]: sha256 } };
}

function planMeasurements(specimenId: string, drafts: readonly ReadingDraft[]): readonly Measurement[] {
  const ids = idMaker(specimenId);
  return drafts.map((draft) => {
    const terms = withUnmapped(draft);
    return { measurementId: ids(JSON.stringify(['measurement', contentOf(terms)])), terms, ...nullsOf(draft) };
  });
}

function planSupplements(
  read: readonly { table: ReadyTable; draft: ReadingDraft }[],
): ReadonlyMap<string, readonly Terms[]> {
  const supplements = new Map<string, Terms[]>();
  for (const { table, draft } of read) {
    const rows = supplements.get(table.rowType) ?? [];
    rows.push(withUnmapped(draft));
    supplements.set(table.rowType, rows);
  }
  return supplements;
}

// Repeated content is several things all the same: they are told apart by their order.
function idMaker(specimenId: string): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const ordinal = (seen.get(name) ?? 0) + 1;
    seen.set(name, ordinal);
    return uuidV5(specimenId, ordinal === 1 ? name : `${name}\n${ordinal}`);
  };
}

function contentOf(terms: Terms): readonly (readonly [string, string])[] {
  return Object.entries(terms)
    .filter(([term]) => term !== 'modified')
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

// Rows of extensions have no place beside their terms: what was not mapped stands among them under its column's name.
function withUnmapped({ unmapped, terms }: ReadingDraft): Terms {
  if (!unmapped) return terms;
  const all: Record<string, string> = { ...terms };
  for (const [name, value] of Object.entries(unmapped)) {
    let key = name;
    for (let n = 2; Object.hasOwn(all, key); n++) key = `${name} (${n})`;
    all[key] = value;
  }
  return all;
}

function nullsOf({ literalNulls }: ReadingDraft): Pick<MediaLink, 'literalNulls'> {
  return literalNulls ? { literalNulls } : {};
}

function problemsOf(core: ReadyTable, staged: StagedRow): readonly RowProblem[] {
  const problems: RowProblem[] = staged.sharedKeys.map((term) => ({
    kind: `repeated-${term}`,
    row: staged.row,
    column: core.columns.find((column) => column.term === term)?.column ?? term,
    sentence: `Several different rows of the file have this ${term}: the record is recognised by something else.`,
  }));
  const broken = staged.cells.findIndex((cell) => cell.includes('\ufffd'));
  if (broken >= 0) {
    const value = staged.cells[broken] as string;
    const column = core.columns.find((each) => each.index === broken)?.column ?? String(broken + 1);
    problems.push({
      kind: 'unreadable-character',
      row: staged.row,
      column,
      value,
      sentence: 'A character is not valid in the encoding of the file and was read as �.',
    });
  }
  return problems;
}
