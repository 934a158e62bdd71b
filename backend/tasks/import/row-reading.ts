import { isBlank } from '#domain/terms/blank.js';
import type { Terms } from '#domain/specimen/events.js';
import type { Cells } from './archive/read-rows.js';
import type { ReadyColumn, ReadyTable } from './mapping.js';

/** What a row says, by term; blank cells and literal nulls are absent. */
export interface RowReading {
  readonly terms: Terms;
  readonly unmapped?: Terms;
  readonly literalNulls?: Readonly<Record<string, readonly string[]>>;
}

/** A growing reading. */
export class ReadingDraft {
  readonly terms: Record<string, string> = {};
  unmapped: Record<string, string> | undefined;
  literalNulls: Record<string, string[]> | undefined;
  size = 0;

  add(column: ReadyColumn, value: string): void {
    if (column.term !== undefined) {
      this.terms[column.term] = value;
      this.size += 1;
    } else this.keep(column.column, value);
  }

  /** Keeps a value that has no term, under the name of its column. */
  keep(name: string, value: string): void {
    this.unmapped ??= {};
    let key = safeKey(name);
    for (let n = 2; Object.hasOwn(this.unmapped, key); n++) key = safeKey(`${name} (${n})`);
    this.unmapped[key] = value;
  }

  addNull(column: ReadyColumn, literal: string): void {
    this.placesOf(safeKey(literal)).push(column.term ?? column.column);
  }

  /** Takes over the literal nulls of another reading. */
  addNulls(literalNulls: Readonly<Record<string, readonly string[]>> | undefined): void {
    for (const key in literalNulls) this.placesOf(key).push(...(literalNulls[key] ?? []));
  }

  private placesOf(key: string): string[] {
    const all = (this.literalNulls ??= {});
    const found = Object.hasOwn(all, key) ? all[key] : undefined;
    return found ?? (all[key] = []);
  }

  /** What stands here beside the terms is told with another reading, since this one becomes nothing of its own. */
  handOver(to: ReadingDraft): void {
    for (const [name, value] of Object.entries(this.unmapped ?? {})) to.keep(name, value);
    to.addNulls(this.literalNulls);
  }

  finish(): RowReading {
    return {
      terms: this.terms,
      ...(this.unmapped && { unmapped: this.unmapped }),
      ...(this.literalNulls && { literalNulls: this.literalNulls }),
    };
  }
}

/** Names that are numbers change their place in an object, so that the ledger refuses them: they get an equals sign in front. */
export function safeKey(name: string): string {
  return /^\d+$/.test(name) || name === '__proto__' ? `=${name}` : name;
}

/** Reads a row of the core in two parts: what is of the specimen, and what is of its determination. */
export function readCore(table: ReadyTable, cells: Cells): { specimen: ReadingDraft; determination: ReadingDraft } {
  const specimen = new ReadingDraft();
  const determination = new ReadingDraft();
  readCells(table, cells, specimen, determination);
  return { specimen, determination };
}

/** Reads a row of an extension. */
export function readExtension(table: ReadyTable, cells: Cells): ReadingDraft {
  const draft = new ReadingDraft();
  readCells(table, cells, draft, draft);
  return draft;
}

/** Values by the rank of their terms; reused, and empty between rows. */
const ranked: (string | undefined)[] = [];

/** Terms are put into a reading in their order, so that the ledger need not sort them; all else in the order of the columns. */
function readCells(table: ReadyTable, cells: Cells, others: ReadingDraft, determination: ReadingDraft): void {
  for (const column of table.columns) {
    const draft = column.determination ? determination : others;
    if (column.rank === undefined) readCell(column, cells, draft);
    else ranked[column.rank] = valueIn(column, cells, draft);
  }
  for (let rank = 0; rank < table.ranked.length; rank++) {
    const value = ranked[rank];
    if (value === undefined) continue;
    ranked[rank] = undefined;
    const column = table.ranked[rank]!;
    (column.determination ? determination : others).add(column, value);
  }
}

function readCell(column: ReadyColumn, cells: Cells, draft: ReadingDraft): void {
  const value = valueIn(column, cells, draft);
  if (value !== undefined) draft.add(column, value);
}

/** The value of a cell, if any; a literal null is told to the draft. */
function valueIn(column: ReadyColumn, cells: Cells, draft: ReadingDraft): string | undefined {
  const cell = column.index === undefined ? undefined : cells[column.index];
  if (cell === undefined || cell === '' || isBlank(cell)) return column.default;
  if (!column.nulls?.has(cell)) return cell;
  draft.addNull(column, cell);
  return undefined;
}

/** The value that a row gives for a term, if any. */
export function valueOf(table: ReadyTable, term: string, cells: Cells): string | undefined {
  const column = table.columns.find((each) => each.term === term);
  if (!column) return undefined;
  const draft = new ReadingDraft();
  readCell(column, cells, draft);
  return draft.terms[term];
}
