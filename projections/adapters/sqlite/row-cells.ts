import type { Scalar } from '../../kernel/query.js';
import { sortKey } from '../../kernel/sort-key.js';
import type { ColumnValue } from '../../kernel/view-store.js';
import { NO_CODE } from './codes.js';
import type { Dictionary } from './dictionary.js';
import type { StoredColumn } from '../../kernel/layout.js';
import { cellsOf, MISSING, type Layout } from './layout.js';

type Row = Readonly<Record<string, ColumnValue>>;
type Single = Scalar | boolean;

/** A document's row on its way into the file: cells in the order of the table's columns, and the codes text. */
export interface Cells {
  readonly cells: readonly Scalar[];
  /** Codes of facets, then of lists, as `codes.ts` writes them; a value twice in a list counts once. */
  readonly codes: string;
  /** Column number and code of every list value. */
  readonly listed: readonly (readonly [number: number, code: number])[];
}

/** Turns the column values of documents into cells and codes. */
export class CellMaker {
  readonly #columns: readonly StoredColumn[];
  readonly #lists: readonly StoredColumn[];
  /** Cells of a row. */
  readonly #width: number;
  readonly #dictionary: Dictionary;
  readonly #lastTexts: string[] = [];
  readonly #lastKeys: string[] = [];

  constructor(layout: Layout, dictionary: Dictionary) {
    this.#columns = layout.columns.filter((column) => column.kind !== 'list');
    this.#lists = layout.columns.filter((column) => column.kind === 'list');
    this.#width = this.#columns.flatMap(cellsOf).length;
    this.#dictionary = dictionary;
  }

  /** Fails when a value is not of its column's kind. */
  make(row: Row): Cells {
    const cells = new Array<Scalar>(this.#width);
    // Facets stand among the codes in the order of their columns, and lists behind them.
    let codes = '';
    let next = 0;
    for (let at = 0; at < this.#columns.length; at++) {
      const column = this.#columns[at]!;
      const value = row[column.name];
      if (column.kind === 'date' || column.kind === 'point') {
        const pair = pairOf(column, value);
        cells[next++] = pair[0]!;
        cells[next++] = pair[1]!;
        if (column.facet) codes += NO_CODE;
      } else if (value === undefined || value === null) {
        cells[next++] = MISSING[column.kind as 'text' | 'number'];
        if (column.facet) codes += NO_CODE;
      } else if (column.facet) {
        const entry = this.#dictionary.entry(column, singleOf(column, value as Single));
        cells[next++] = entry.key;
        codes += entry.signs;
      } else {
        cells[next++] = this.#cell(column, at, value as Single);
      }
    }
    const listed: [number, number][] = [];
    for (const column of this.#lists) codes += this.#list(column, row[column.name], listed);
    return { cells, codes, listed };
  }

  /** Rows of an import come in some order: the value before is often the value now. */
  #cell(column: StoredColumn, at: number, value: Single): Scalar {
    const single = singleOf(column, value);
    if (typeof single === 'number') return single;
    if (this.#lastTexts[at] !== single) {
      this.#lastTexts[at] = single;
      this.#lastKeys[at] = sortKey(single);
    }
    return this.#lastKeys[at]!;
  }

  /** The codes of a list's values, which are noted in `listed`. */
  #list(column: StoredColumn, value: ColumnValue, listed: [number, number][]): string {
    if (value === undefined || value === null) return '';
    const values = value as readonly string[];
    let codes = '';
    for (const one of values.length > 1 ? new Set(values) : values) {
      const entry = this.#dictionary.entry(column, String(one));
      codes += entry.signs;
      listed.push([column.number, entry.code]);
    }
    return codes;
  }
}

function singleOf(column: StoredColumn, value: Single): Scalar {
  if (column.kind === 'text') return String(value);
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new TypeError(`Column ${column.name} holds numbers; the fold made ${JSON.stringify(value)}.`);
}

const NO_DATE = [MISSING.date, MISSING.date];
const NO_POINT = [MISSING.number, MISSING.number];

function pairOf(column: StoredColumn, value: ColumnValue): readonly Scalar[] {
  if (value === undefined || value === null) return column.kind === 'date' ? NO_DATE : NO_POINT;
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)) return value as [number, number];
  throw new TypeError(
    `Column ${column.name} (${column.kind}) holds two numbers; the fold made ${JSON.stringify(value)}.`,
  );
}
