import { columnNamed, type Layout, type StoredColumn } from '../../kernel/layout.js';
import { AFTER_ALL_TEXT } from '../../kernel/sort-key.js';

/** What stands in a field for a missing value: finite and after every value, so that ascending order has it last. */
export const MISSING = { text: AFTER_ALL_TEXT, number: Number.MAX_VALUE, date: 99_999_999 } as const;

/** The field of a text query's words. */
export const WORDS = 'w';

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
