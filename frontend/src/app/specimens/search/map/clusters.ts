import type { MapCell } from '../../../ledger-client/specimens';
import { type LonLat, type MapView, type Pixels, toScreen } from './mercator';

/** A cluster on the screen. */
export interface Cluster extends MapCell {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** A cell is so many times smaller than the world than its zoom says: some 64 pixels. */
const FINER_BY = 2;
const FINEST = 24;
const OUTSIDE = 40;
/** Of the sum of two widths. */
const TOUCHING = 0.55;

/** How fine the cells are that are asked for. */
export function levelOf(zoom: number): number {
  return Math.max(0, Math.min(FINEST, Math.round(zoom) + FINER_BY));
}

/** Corners of the cells: what lies in them lies between. A lone specimen is where it is. */
export function extentOf(cells: readonly MapCell[], level: number): readonly LonLat[] {
  const size = 360 / 2 ** level;
  return cells.flatMap(({ x, y, count, longitude, latitude }): LonLat[] => {
    const [west, south] = [x * size - 180, y * size - 90];
    if (count === 1) return [[longitude, latitude]];
    return [
      [west, south],
      [Math.min(180, west + size), Math.min(90, south + size)],
    ];
  });
}

/** The cells that are seen, as circles that grow with what is in them; one that would lie on another is one with it. */
export function placed(cells: readonly MapCell[], view: MapView, size: Pixels): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (const cell of cells) {
    const [left, top] = toScreen(view, size, [cell.longitude, cell.latitude]);
    if (left < -OUTSIDE || top < -OUTSIDE || left > size[0] + OUTSIDE || top > size[1] + OUTSIDE) continue;
    const own = widthOf(cell.count);
    const at = clusters.findIndex((one) => Math.hypot(one.left - left, one.top - top) < (one.size + own) * TOUCHING);
    const below = clusters[at];
    if (!below) clusters.push({ ...cell, left, top, size: own });
    else clusters[at] = { ...below, count: below.count + cell.count, size: widthOf(below.count + cell.count) };
  }
  return clusters;
}

/** In pixels; never smaller than what a finger meets. */
function widthOf(count: number): number {
  return count === 1 ? 24 : Math.min(58, 26 + Math.log2(count) * 3);
}
