import type { ViewSchema } from './view-store.js';

/** The document of the view store's contract: a find, with every kind of column. */
export interface Find {
  readonly number?: string;
  readonly family?: string;
  readonly year?: number;
  readonly collected?: readonly [first: number, last: number];
  readonly place?: readonly [longitude: number, latitude: number];
  readonly collectors?: readonly string[];
  readonly note?: string;
}

/** Its schema. */
export const finds: ViewSchema<Find> = {
  columns: [
    { name: 'number', kind: 'text' },
    { name: 'family', kind: 'text', facet: true },
    { name: 'year', kind: 'number', facet: true },
    { name: 'collected', kind: 'date' },
    { name: 'place', kind: 'point' },
    { name: 'collectors', kind: 'list', facet: true },
  ],
  indexes: [['family', 'number'], ['number'], ['year'], ['collected']],
  row: ({ number, family, year, collected, place, collectors }) => ({
    number,
    family,
    year,
    collected,
    place,
    collectors,
  }),
  text: ({ number, family, collectors, note }) =>
    [number, family, ...(collectors ?? []), note].filter((text) => text !== undefined),
};
