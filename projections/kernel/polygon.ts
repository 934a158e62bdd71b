import { InvalidQuery, type Corner } from './query.js';

/** One side of a ring that a parallel can cross: between `south` (inclusive) and `north` (exclusive). */
export interface Side {
  readonly south: number;
  readonly north: number;
  /** Where the side begins, and how many degrees of longitude it gains with each degree of latitude. */
  readonly longitude: number;
  readonly latitude: number;
  readonly slope: number;
}

/** A ring as stores test it: the box around it, and its sides. */
export interface Ring {
  readonly box: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
  readonly sides: readonly Side[];
}

const MOST_CORNERS = 200;

/**
 * Readies a ring for testing; fails with {@link InvalidQuery} when it is none. Its sides are straight where longitude and
 * latitude are drawn as they are. Stores and `isInside` do the same few operations on the same numbers in the same order,
 * so that they agree to the last bit.
 */
export function ringOf(corners: readonly Corner[]): Ring {
  if (corners.length < 3 || corners.length > MOST_CORNERS) {
    throw new InvalidQuery(`A polygon has 3 to ${MOST_CORNERS} corners; this one has ${corners.length}.`);
  }
  if (!corners.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)) {
    throw new InvalidQuery('The corners of a polygon are longitudes from -180 to 180 and latitudes from -90 to 90.');
  }
  const [longitudes, latitudes] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const box = {
    west: Math.min(...longitudes),
    south: Math.min(...latitudes),
    east: Math.max(...longitudes),
    north: Math.max(...latitudes),
  };
  return { box, sides: corners.flatMap((corner, at) => sideOf(corner, corners[(at + 1) % corners.length]!)) };
}

function sideOf([x1, y1]: Corner, [x2, y2]: Corner): readonly Side[] {
  // A parallel never crosses a side that lies along it.
  if (y1 === y2) return [];
  const slope = (x2 - x1) / (y2 - y1);
  return [{ south: Math.min(y1, y2), north: Math.max(y1, y2), longitude: x1, latitude: y1, slope }];
}

/** Whether a point is inside: a parallel from it eastwards crosses the ring an odd number of times. */
export function isInside({ box, sides }: Ring, [x, y]: Corner): boolean {
  if (x < box.west || x > box.east || y < box.south || y > box.north) return false;
  let crossed = 0;
  for (const side of sides) {
    if (y >= side.south && y < side.north && x < side.longitude + (y - side.latitude) * side.slope) crossed += 1;
  }
  return crossed % 2 === 1;
}
