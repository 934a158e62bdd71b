import type { Scalar } from '../../kernel/query.js';
import { sortKey } from '../../kernel/sort-key.js';
import type { ColumnValue, ViewSchema } from '../../kernel/view-store.js';
import { writtenWords } from '../../kernel/words.js';
import type { Layout, StoredColumn } from '../../kernel/layout.js';
import { facetField, fieldsOf, MISSING, missingField, WORDS } from './layout.js';

type Fields = Record<string, unknown>;

/** The fields by which a document is found. Fails when a value is not of its column's kind. */
export function rowFields<Doc extends object>(layout: Layout, schema: ViewSchema<Doc>, document: Doc): Fields {
  const row = schema.row(document);
  const fields: Fields = {};
  for (const column of layout.columns) {
    const value = row[column.name];
    if (column.kind === 'list') addList(fields, column, value);
    else if (value === undefined || value === null) addMissing(fields, column);
    else if (column.kind === 'date' || column.kind === 'point') addPair(fields, column, value);
    else addSingle(fields, column, value as Scalar | boolean);
  }
  if (schema.text) {
    const words = new Set(writtenWords(schema.text(document)).split(' '));
    words.delete('');
    fields[WORDS] = [...words];
  }
  return fields;
}

function addMissing(fields: Fields, column: StoredColumn): void {
  const missing = MISSING[column.kind === 'point' ? 'number' : (column.kind as 'text' | 'number' | 'date')];
  for (const field of fieldsOf(column)) fields[field] = missing;
  if (column.kind !== 'point') fields[missingField(column)] = 1;
}

function addSingle(fields: Fields, column: StoredColumn, value: Scalar | boolean): void {
  const [field] = fieldsOf(column);
  if (column.kind === 'number') {
    fields[field!] = numberOf(column, value);
    return;
  }
  const text = String(value);
  fields[field!] = sortKey(text);
  if (column.facet) fields[facetField(column)] = text;
}

function numberOf(column: StoredColumn, value: Scalar | boolean): number {
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new TypeError(`Column ${column.name} holds numbers; the fold made ${JSON.stringify(value)}.`);
}

function addPair(fields: Fields, column: StoredColumn, value: ColumnValue): void {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite)) {
    throw new TypeError(
      `Column ${column.name} (${column.kind}) holds two numbers; the fold made ${JSON.stringify(value)}.`,
    );
  }
  fieldsOf(column).forEach((field, at) => (fields[field] = (value as number[])[at]));
}

/** A value twice in a list counts once; an empty list is as good as none. */
function addList(fields: Fields, column: StoredColumn, value: ColumnValue): void {
  const values = [...new Set(((value ?? []) as readonly unknown[]).map(String))];
  if (values.length === 0) return;
  fields[fieldsOf(column)[0]!] = values.map(sortKey);
  if (column.facet) fields[facetField(column)] = values;
}
