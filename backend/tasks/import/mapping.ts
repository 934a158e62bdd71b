import type { ColumnMapping } from '#domain/import-batch/events.js';
import { present } from '#domain/kernel/fact.js';
import { isDeterminationTerm, placeOfTerm } from '#domain/terms/darwin-core.js';
import { MEDIA_TERMS, resolveTerm } from '#domain/terms/term-header.js';
import type { ArchiveDescription, TableFormat } from './archive/table.js';
import { UnreadableFile } from './archive/unreadable-file.js';

/** What the rows of a table are to a specimen. */
export type TableKind = 'core' | 'identification' | 'media' | 'measurement' | 'unknown';

const DWC = 'http://rs.tdwg.org/dwc/terms/';
const KINDS: ReadonlyMap<string, TableKind> = new Map(
  Object.entries<TableKind>({
    [`${DWC}Identification`]: 'identification',
    'http://rs.gbif.org/terms/1.0/Multimedia': 'media',
    'http://rs.gbif.org/terms/1.0/Image': 'media',
    'http://rs.tdwg.org/ac/terms/Multimedia': 'media',
    [`${DWC}MeasurementOrFact`]: 'measurement',
    'http://rs.iobis.org/obis/terms/ExtendedMeasurementOrFact': 'measurement',
  }),
);

/** The column that a file of refused rows has more than the file they came from; it is read over when they come again. */
export const REFUSED_BECAUSE = 'refusedBecause';

/** One table of the file, by the name that a mapping calls it. */
export interface NamedTable {
  /** `core`, or the row type URI (with `#2` for a second table of the same type). */
  readonly name: string;
  readonly kind: TableKind;
  readonly format: TableFormat;
}

/** The tables of a file, core first. */
export function tablesOf(description: ArchiveDescription): readonly NamedTable[] {
  const seen = new Map<string, number>();
  const extensions = description.extensions.map((format): NamedTable => {
    const count = (seen.get(format.rowType) ?? 0) + 1;
    seen.set(format.rowType, count);
    const name = count === 1 ? format.rowType : `${format.rowType}#${count}`;
    return { name, kind: KINDS.get(format.rowType) ?? 'unknown', format };
  });
  return [{ name: 'core', kind: 'core', format: description.core }, ...extensions];
}

/** The mapping that a file asks for by itself: meta.xml's terms, or what the header says. */
export function mappingOf(tables: readonly NamedTable[]): ColumnMapping[] {
  return tables.flatMap((table) => [...columnsOf(table), ...constantsOf(table)]);
}

function columnsOf(table: NamedTable): ColumnMapping[] {
  const { format } = table;
  const declared = format.fields.some((field) => field.term !== undefined);
  return Array.from({ length: format.width }, (_, index) => index).flatMap((index): ColumnMapping[] => {
    const header = format.header?.[index]?.trim();
    if (header === REFUSED_BECAUSE) return [];
    const fields = format.fields.filter((field) => field.index === index);
    if (!fields.length || !declared) {
      const term = declared ? undefined : termFor(header ?? '', table.kind);
      return [column(table.name, index, header || (index === format.idIndex ? 'id' : `column ${index + 1}`), term)];
    }
    return fields.map((field) => {
      const term = termFor(field.term ?? '', table.kind);
      return column(table.name, index, header || shortName(field.term ?? ''), term, field.default);
    });
  });
}

function constantsOf(table: NamedTable): ColumnMapping[] {
  return table.format.fields
    .filter((field) => field.index === undefined && field.default !== undefined && field.term !== undefined)
    .map(({ term = '', default: value }) => {
      const known = termFor(term, table.kind);
      return { table: table.name, column: shortName(term), ...(known && { term: known }), default: value ?? '' };
    });
}

function column(table: string, index: number, name: string, term?: string, fallback?: string): ColumnMapping {
  return { table, index, column: name, ...(term && { term }), ...(fallback && { default: fallback }) };
}

function termFor(text: string, kind: TableKind): string | undefined {
  return text === '' ? undefined : resolveTerm(text, kind === 'media' ? 'media' : 'record');
}

function shortName(uri: string): string {
  return uri.slice(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf('#')) + 1);
}

/** One column, ready for reading many rows. */
export interface ReadyColumn {
  readonly index?: number;
  readonly column: string;
  readonly term?: string;
  /** Place of its term among the terms of its table, in the order of their UTF-16 code units. */
  readonly rank?: number;
  readonly default?: string;
  readonly nulls?: ReadonlySet<string>;
  /** Whether its value belongs to a determination. */
  readonly determination: boolean;
}

/** A table with the columns that a mapping gives it. */
export interface ReadyTable {
  readonly name: string;
  readonly kind: TableKind;
  readonly rowType: string;
  readonly idIndex?: number;
  readonly idColumn?: string;
  readonly columns: readonly ReadyColumn[];
  /** Those of the columns that have a term, by their rank: the order in which the ledger writes terms. */
  readonly ranked: readonly ReadyColumn[];
}

/** Readies a mapping for reading rows; fails where it names a column that the file has not. */
export function readyTables(tables: readonly NamedTable[], mapping: readonly ColumnMapping[]): readonly ReadyTable[] {
  for (const entry of mapping) requireColumn(tables, entry);
  return tables.map(({ name, kind, format }) => {
    const taken = new Set<string>();
    const own = mapping.filter((entry) => entry.table === name);
    const idIsUnmapped = (entry: ColumnMapping): boolean => entry.index === format.idIndex && entry.term === undefined;
    const found = own.filter((entry) => !idIsUnmapped(entry)).map((entry) => ready(entry, taken, kind));
    const order = [...taken].sort();
    const columns = found.map((one) => (one.term === undefined ? one : { ...one, rank: order.indexOf(one.term) }));
    return {
      name,
      kind,
      rowType: format.rowType,
      ...(format.idIndex === undefined
        ? {}
        : { idIndex: format.idIndex, idColumn: format.header?.[format.idIndex] ?? 'id' }),
      columns,
      ranked: order.map((_, rank) => columns.find((one) => one.rank === rank)!),
    };
  });
}

function requireColumn(tables: readonly NamedTable[], entry: ColumnMapping): void {
  const table = tables.find((each) => each.name === entry.table);
  const fits = table && (entry.index === undefined || (entry.index >= 0 && entry.index < table.format.width));
  if (fits && isKnownTerm(entry.term)) return;
  if (fits) {
    throw new UnreadableFile(
      'MAPPING_MISFIT',
      `${entry.term} is no term of Darwin Core and no URI of another vocabulary: choose another for column ${entry.column}.`,
    );
  }
  throw new UnreadableFile(
    'MAPPING_MISFIT',
    `The mapping names column ${entry.column} of ${entry.table}, which this file has not: preview the file again.`,
  );
}

function isKnownTerm(term: string | undefined): boolean {
  return term === undefined || placeOfTerm(term) !== undefined || MEDIA_TERMS.includes(term);
}

// A term can be said once: further columns for it are kept beside, under their own names.
function ready(entry: ColumnMapping, taken: Set<string>, kind: TableKind): ReadyColumn {
  const { index, column, default: fallback, nulls } = entry;
  const term = entry.term !== undefined && taken.has(entry.term) ? undefined : entry.term;
  if (term !== undefined) taken.add(term);
  return {
    column,
    ...present({
      index,
      term,
      default: fallback,
      nulls: nulls?.length && kind !== 'unknown' ? new Set(nulls) : undefined,
    }),
    determination: kind === 'core' && term !== undefined && isDeterminationTerm(term),
  };
}

/** Terms that several columns of a table claim; all but the first are kept unmapped. */
export function termsClaimedTwice(mapping: readonly ColumnMapping[]): readonly ColumnMapping[] {
  return mapping.filter(
    (entry, at) =>
      entry.term !== undefined &&
      mapping.slice(0, at).some((other) => other.table === entry.table && other.term === entry.term),
  );
}
