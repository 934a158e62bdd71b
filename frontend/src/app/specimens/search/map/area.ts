import { alongSide, type LonLat, type Pixels } from './mercator';

/** What a hand on the map does. */
export type AreaTool = 'hand' | 'box' | 'polygon';

/** An area as the address has it: one of the two. */
export interface AreaFilter {
  readonly bbox?: readonly string[];
  readonly polygon?: readonly string[];
}

/** The filter for corners that were drawn with a tool; undefined when they enclose nothing. */
export function filterOf(tool: AreaTool, corners: readonly LonLat[]): AreaFilter | undefined {
  const [xs, ys] = [corners.map(([x]) => rounded(x)), corners.map(([, y]) => rounded(y))];
  const [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  if (corners.length < 3 || west === east || south === north) return undefined;
  if (tool === 'box') return { bbox: [[west, south, east, north].join(',')] };
  return { polygon: [xs.map((x, at) => `${x},${ys[at]}`).join(';')] };
}

/** Some ten metres. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e4) / 1e4;
}

/** The corners of the box between two places. */
export function boxBetween([x1, y1]: LonLat, [x2, y2]: LonLat): readonly LonLat[] {
  return [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ];
}

/** How far two points of the screen are apart. */
export function distance([x1, y1]: Pixels, [x2, y2]: Pixels): number {
  return Math.hypot(x1 - x2, y1 - y2);
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
