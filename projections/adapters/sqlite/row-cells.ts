import type { Scalar } from '../../kernel/query.js';
import { sortKey } from '../../kernel/sort-key.js';
import type { ColumnValue } from '../../kernel/view-store.js';
import { NO_CODE } from './codes.js';
import type { Dictionary } from './dictionary.js';
import type { StoredColumn } from '../../kernel/layout.js';
import { codedColumns, MISSING, type Layout } from './layout.js';

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
  /** Where a facet's code stands among the codes; -1 for columns that are not counted. */
  readonly #places: readonly number[];
  readonly #dictionary: Dictionary;
  readonly #singles: number;
  readonly #lastTexts: string[] = [];
  readonly #lastKeys: string[] = [];

  constructor(layout: Layout, dictionary: Dictionary) {
    const singles = codedColumns(layout).filter((column) => column.kind !== 'list');
    this.#columns = layout.columns.filter((column) => column.kind !== 'list');
    this.#lists = layout.columns.filter((column) => column.kind === 'list');
    this.#places = this.#columns.map((column) => singles.indexOf(column));
    this.#singles = singles.length;
    this.#dictionary = dictionary;
  }

  /** Fails when a value is not of its column's kind. */
  make(row: Row): Cells {
    const cells: Scalar[] = [];
    const codes: string[] = new Array<string>(this.#singles).fill(NO_CODE);
    for (let at = 0; at < this.#columns.length; at++) {
      const column = this.#columns[at]!;
      const value = row[column.name];
      if (column.kind === 'date' || column.kind === 'point') {
        const pair = pairOf(column, value);
        cells.push(pair[0]!, pair[1]!);
      } else if (value === undefined || value === null) {
        cells.push(MISSING[column.kind as 'text' | 'number']);
      } else if (this.#places[at]! >= 0) {
        const entry = this.#dictionary.entry(column, singleOf(column, value as Single));
        cells.push(entry.key);
        codes[this.#places[at]!] = entry.signs;
      } else {
        cells.push(this.#cell(column, at, value as Single));
      }
    }
    const listed: [number, number][] = [];
    for (const column of this.#lists) this.#addList(column, row[column.name], codes, listed);
    return { cells, codes: codes.join(''), listed };
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

  #addList(column: StoredColumn, value: ColumnValue, codes: string[], listed: [number, number][]): void {
    if (value === undefined || value === null) return;
    const values = value as readonly string[];
    for (const one of values.length > 1 ? new Set(values) : values) {
      const entry = this.#dictionary.entry(column, String(one));
      codes.push(entry.signs);
      listed.push([column.number, entry.code]);
    }
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
