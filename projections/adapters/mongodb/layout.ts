import { InvalidQuery } from '../../kernel/query.js';
import { AFTER_ALL_TEXT } from '../../kernel/sort-key.js';
import type { ColumnKind, ViewSchema } from '../../kernel/view-store.js';

/** A column as a view's collection knows it; its number stands in the names of its fields. */
export interface StoredColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly facet: boolean;
  readonly number: number;
}

/** What a version says about itself, so that a program that writes another one can read it. */
export interface Layout {
  readonly columns: readonly StoredColumn[];
  readonly indexes: readonly (readonly string[])[];
  readonly hasText: boolean;
}

/** What stands in a field for a missing value: finite and after every value, so that ascending order has it last. */
export const MISSING = { text: AFTER_ALL_TEXT, number: Number.MAX_VALUE, date: 99_999_999 } as const;

/** The field of a text query's words. */
export const WORDS = 'w';

/** The layout of a schema. */
export function layoutOf(schema: ViewSchema<never>): Layout {
  return {
    columns: schema.columns.map(({ name, kind, facet }, number) => ({ name, kind, facet: facet === true, number })),
    indexes: schema.indexes,
    hasText: schema.text !== undefined,
  };
}

/** Column of that name; fails with {@link InvalidQuery} when the view has none. */
export function columnNamed(layout: Layout, name: string): StoredColumn {
  const column = layout.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const known = layout.columns.map((candidate) => candidate.name).join(', ');
  throw new InvalidQuery(`This view has no column ${JSON.stringify(name)}. It has: ${known}.`);
}

/** Names of the fields by which a column is filtered and ordered: one, or two of a date (first, last) and a point (x, y). */
export function fieldsOf({ kind, number }: StoredColumn): readonly string[] {
  switch (kind) {
    case 'text':
      return [`t${number}`];
    case 'number':
      return [`n${number}`];
    case 'date':
      return [`f${number}`, `l${number}`];
    case 'point':
      return [`x${number}`, `y${number}`];
    case 'list':
      return [`m${number}`];
  }
}

/** The field that is there, with 1, when the column's value is missing: descending order looks at it first. */
export function missingField({ number }: StoredColumn): string {
  return `h${number}`;
}

/** The field by whose values a facet counts: texts as they are, not folded. */
export function facetField(column: StoredColumn): string {
  return column.kind === 'number' ? fieldsOf(column)[0]! : `v${column.number}`;
}

/** Keys of the indexes of a view: the declared ones with the id behind (ties), each list, and the words. */
export function indexesOf(layout: Layout): readonly Readonly<Record<string, 1>>[] {
  const declared = layout.indexes
    .map((names) => names.map((name) => columnNamed(layout, name)).filter((column) => column.kind !== 'list'))
    .filter((columns) => columns.length > 0)
    .map((columns) => [...columns.flatMap(fieldsOf), '_id']);
  const lists = layout.columns.filter((column) => column.kind === 'list').map((column) => [...fieldsOf(column), '_id']);
  const words = layout.hasText ? [[WORDS]] : [];
  return [...declared, ...lists, ...words].map((fields) => Object.fromEntries(fields.map((field) => [field, 1])));
}
