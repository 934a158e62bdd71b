import type { Scalar } from '../../kernel/query.js';
import { sortKey } from '../../kernel/sort-key.js';
import type { ColumnValue } from '../../kernel/view-store.js';
import { written, NO_CODE } from './codes.js';
import type { Dictionary } from './dictionary.js';
import { codedColumns, MISSING, type Layout, type StoredColumn } from './layout.js';

type Row = Readonly<Record<string, ColumnValue>>;

/** Writes the column values of a document as cells, in the order of the table's columns, into `cells` from `at` on. */
export function fillCells(layout: Layout, row: Row, cells: Scalar[], at: number): void {
  for (const column of layout.columns) {
    const value = row[column.name];
    switch (column.kind) {
      case 'text':
        cells[at++] = value === undefined || value === null ? MISSING.text : sortKey(String(value as Scalar));
        break;
      case 'number':
        cells[at++] = value === undefined || value === null ? MISSING.number : numberOf(column, value);
        break;
      case 'date': {
        const [first, last] = pairOf(column, value) ?? [MISSING.date, MISSING.date];
        cells[at++] = first;
        cells[at++] = last;
        break;
      }
      case 'point': {
        const [longitude, latitude] = pairOf(column, value) ?? [MISSING.number, MISSING.number];
        cells[at++] = longitude;
        cells[at++] = latitude;
        break;
      }
      case 'list':
    }
  }
}

/** The numbers of a document's counted and listed values, as `codes.ts` writes them; a value twice in a list counts once. */
export function codesText(layout: Layout, row: Row, dictionary: Dictionary): string {
  let text = '';
  for (const column of codedColumns(layout)) {
    const value = row[column.name];
    if (value === undefined || value === null) {
      if (column.kind !== 'list') text += NO_CODE;
    } else if (column.kind === 'list') {
      for (const one of new Set(value as readonly string[])) text += written(dictionary.code(column, String(one)));
    } else {
      text += written(
        dictionary.code(column, column.kind === 'number' ? numberOf(column, value) : String(value as Scalar)),
      );
    }
  }
  return text;
}

function numberOf(column: StoredColumn, value: ColumnValue): number {
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new TypeError(`Column ${column.name} holds numbers; the fold made ${JSON.stringify(value)}.`);
}

function pairOf(column: StoredColumn, value: ColumnValue): readonly [number, number] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.length === 2 && value.every(Number.isFinite)) return value as [number, number];
  throw new TypeError(
    `Column ${column.name} (${column.kind}) holds two numbers; the fold made ${JSON.stringify(value)}.`,
  );
}
