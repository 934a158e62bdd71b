import { alongSide, type LonLat, type Pixels } from './mercator';

/** What a hand on the map does. */
export type AreaTool = 'hand' | 'box' | 'polygon';

/** An area that was drawn. */
export interface DrawnArea {
  readonly kind: 'box' | 'polygon';
  readonly corners: readonly LonLat[];
}

/** The rings of the filters `bbox` and `polygon`, as the address has them. */
export function cornersIn(bbox: string | undefined, polygon: string | undefined): readonly (readonly LonLat[])[] {
  const rings: LonLat[][] = [];
  const [west, south, east, north] = (bbox ?? '').split(',').map(Number);
  if (north !== undefined && [west, south, east, north].every(Number.isFinite))
    rings.push([
      [west!, south!],
      [east!, south!],
      [east!, north],
      [west!, north],
    ]);
  const corners = (polygon ?? '').split(';').map((corner) => corner.split(',').map(Number));
  if (corners.length > 2 && corners.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)))
    rings.push(corners.map(([x, y]) => [x!, y!]));
  return rings;
}

/** The outline of a ring as the points of an SVG polygon. */
export function areaOf(corners: readonly LonLat[], toScreen: (place: LonLat) => Pixels): string {
  const places = corners.flatMap((corner, at) => alongSide(corner, corners[(at + 1) % corners.length]!));
  return places
    .map((place) =>
      toScreen(place)
        .map((pixels) => pixels.toFixed(1))
        .join(','),
    )
    .join(' ');
}
