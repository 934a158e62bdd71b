import { InvalidQuery, type Cell, type CellsRequest } from './query.js';

/** Places are added up as whole millionths of a degree: whole numbers have the same sum in every order. */
export const MILLIONTHS = 1_000_000;
const FINEST_LEVEL = 24;
const DEFAULT_CELLS = 1_000;
const MOST_CELLS = 5_000;

/** Width and height of a cell in degrees, and how many are wanted; fails with {@link InvalidQuery} out of bounds. */
export function gridOf({ level, limit = DEFAULT_CELLS }: CellsRequest): {
  readonly size: number;
  readonly limit: number;
} {
  if (!Number.isInteger(level) || level < 0 || level > FINEST_LEVEL) {
    throw new InvalidQuery(`Cells have a level from 0 to ${FINEST_LEVEL}; ${level} was asked for.`);
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_CELLS) {
    throw new InvalidQuery(`There can be 1 to ${MOST_CELLS} cells; ${limit} were asked for.`);
  }
  // A power of two: the size is exact, and so is a division by it.
  return { size: 360 / 2 ** level, limit };
}

/** A cell as a store adds it up: sums of whole millionths of a degree. */
export interface CellSums {
  readonly x: number;
  readonly y: number;
  readonly count: number;
  readonly longitudes: number;
  readonly latitudes: number;
  readonly id: string;
}

/** The cell of these sums. */
export function cellOf({ x, y, count, longitudes, latitudes, id }: CellSums): Cell {
  const middle = (sum: number): number => Math.round(sum / count) / MILLIONTHS;
  return { x, y, count, longitude: middle(longitudes), latitude: middle(latitudes), id };
}
