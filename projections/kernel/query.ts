/** A value in a column: text, number, or absent. A date interval is stored as two numbers, see `ColumnKind`. */
export type Scalar = string | number;

/** The query asks for what this view does not have, or holds a cursor of another query; the message says which. */
export class InvalidQuery extends Error {
  override readonly name = 'InvalidQuery';
}

/** One condition on one column. Text is compared as stored, unless `folded` columns are declared by the view. */
export type Filter =
  | { readonly column: string; readonly equals: Scalar }
  | { readonly column: string; readonly in: readonly Scalar[] }
  /** Inclusive bounds; text by its sort key. A date interval matches when it overlaps the range (`equals`: the day). */
  | { readonly column: string; readonly from?: Scalar; readonly to?: Scalar }
  /** Case and accents are folded on both sides. */
  | { readonly column: string; readonly prefix: string }
  /** Text that has the folded fragment anywhere in it; of a list, one of its values. */
  | { readonly column: string; readonly contains: string }
  | { readonly column: string; readonly exists: boolean }
  /** Degrees; west > east crosses the antimeridian. */
  | { readonly column: string; readonly box: { west: number; south: number; east: number; north: number } }
  /** A ring of corners in degrees, see `polygon.ts`; it does not cross the antimeridian. */
  | { readonly column: string; readonly polygon: readonly Corner[] };

/** Longitude and latitude in degrees. */
export type Corner = readonly [longitude: number, latitude: number];

/** And/or/not over filters. */
export type Condition =
  Filter | { readonly and: readonly Condition[] } | { readonly or: readonly Condition[] } | { readonly not: Condition };

export interface TextQuery {
  /** All words must match; split and folded by `words.ts`, at writing and at asking. */
  readonly words: string;
  /** Whether the last word is a prefix. */
  readonly prefix?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending?: boolean;
}

/** What a page asks of a view. Order: the stated keys, missing last in both directions, ties by id ascending. */
export interface Query {
  readonly where?: Condition;
  readonly text?: TextQuery;
  readonly sort?: readonly Sort[];
  /** 1 to 1,000; default 50. */
  readonly limit?: number;
  /** From an earlier answer to the same query. */
  readonly cursor?: string;
  /** Whether to count all matches. */
  readonly count?: boolean;
}

export interface Page<Doc> {
  readonly items: readonly { readonly id: string; readonly document: Doc; readonly revision: number }[];
  /** Absent on the last page. */
  readonly next?: string;
  readonly total?: number;
  /** Ledger position that the answer reflects. */
  readonly position?: string;
}

export interface FacetRequest {
  readonly column: string;
  /** How many values, most frequent first, ties by value ascending; default 10. */
  readonly limit?: number;
}
/** Values with the number of documents that have them; absent values are not listed. */
export type Facets = Readonly<Record<string, readonly { readonly value: Scalar; readonly count: number }[]>>;

/** Asks where the matching documents lie: how many in each cell of a grid over the earth. */
export interface CellsRequest {
  /** A point column. */
  readonly column: string;
  /** A cell is 360 / 2^level degrees wide and high; 0 to 24. */
  readonly level: number;
  /** How many cells, most crowded first, ties by y, then x; 1 to 5,000, default 1,000. */
  readonly limit?: number;
}

/** One cell with something in it. */
export interface Cell {
  /** Columns of cells counted from 180° west, rows from the south pole. */
  readonly x: number;
  readonly y: number;
  readonly count: number;
  /** The middle of its documents, from their places in millionths of a degree. */
  readonly longitude: number;
  readonly latitude: number;
  /** The least of its documents' ids: the document itself where there is only one. */
  readonly id: string;
}
