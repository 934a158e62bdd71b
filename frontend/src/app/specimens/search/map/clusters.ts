import type { MapCell } from '../../../ledger-client/specimens';
import { type MapView, type Pixels, toScreen } from './mercator';

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

/** How fine the cells are that are asked for. */
export function levelOf(zoom: number): number {
  return Math.max(0, Math.min(FINEST, Math.round(zoom) + FINER_BY));
}

/** The cells that are seen, as circles that grow with what is in them. */
export function placed(cells: readonly MapCell[], view: MapView, size: Pixels): readonly Cluster[] {
  return cells.flatMap((cell) => {
    const [left, top] = toScreen(view, size, [cell.longitude, cell.latitude]);
    if (left < -OUTSIDE || top < -OUTSIDE || left > size[0] + OUTSIDE || top > size[1] + OUTSIDE) return [];
    return [{ ...cell, left, top, size: cell.count === 1 ? 24 : Math.min(58, 26 + Math.log2(cell.count) * 3) }];
  });
}
