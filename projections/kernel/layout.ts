import { InvalidQuery } from './query.js';
import type { ColumnKind, ViewSchema } from './view-store.js';

/** A column as a store knows it; its place among all columns is its number, of which adapters make names. */
export interface StoredColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly facet: boolean;
  readonly number: number;
}

/** What a stored version of a view says about itself, so that a program that writes another version can read it. */
export interface Layout {
  readonly columns: readonly StoredColumn[];
  readonly indexes: readonly (readonly string[])[];
  readonly hasText: boolean;
}

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
