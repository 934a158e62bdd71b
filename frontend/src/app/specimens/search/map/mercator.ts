/** Longitude and latitude in degrees. */
export type LonLat = readonly [longitude: number, latitude: number];
/** What part of the world is seen: its middle, and how near. The world is 256 × 2^zoom pixels wide. */
export interface MapView {
  readonly centre: LonLat;
  readonly zoom: number;
}
/** A size or place on the screen, in pixels. */
export type Pixels = readonly [x: number, y: number];

export const FARTHEST = 0;
export const NEAREST = 16;
/** Web Mercator ends here, so that the world is a square. */
const MOST_NORTHERN = 85.0511;
const TILE = 256;

/** Width of the world in pixels. */
export function worldWidth(zoom: number): number {
  return TILE * 2 ** zoom;
}

/** Place in the unit square of Web Mercator: x eastwards from 180° west, y southwards. */
export function toUnit([longitude, latitude]: LonLat): Pixels {
  const held = Math.max(-MOST_NORTHERN, Math.min(MOST_NORTHERN, latitude));
  const sine = Math.sin((held * Math.PI) / 180);
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The other way round. */
export function fromUnit([x, y]: Pixels): LonLat {
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return [x * 360 - 180, latitude];
}

/** Where a place is on the screen. */
export function toScreen({ centre, zoom }: MapView, [width, height]: Pixels, place: LonLat): Pixels {
  const [[cx, cy], [x, y]] = [toUnit(centre), toUnit(place)];
  const scale = worldWidth(zoom);
  return [width / 2 + (x - cx) * scale, height / 2 + (y - cy) * scale];
}

/** Which place is at a point of the screen, held within the world. */
export function fromScreen({ centre, zoom }: MapView, [width, height]: Pixels, [px, py]: Pixels): LonLat {
  const [cx, cy] = toUnit(centre);
  const scale = worldWidth(zoom);
  const held = (value: number): number => Math.max(0, Math.min(1, value));
  return fromUnit([held(cx + (px - width / 2) / scale), held(cy + (py - height / 2) / scale)]);
}

/** The view moved by so many pixels. */
export function moved(view: MapView, [dx, dy]: Pixels): MapView {
  return { ...view, centre: fromScreen(view, [0, 0], [dx, dy]) };
}

/** The view nearer or farther, with the place under a point of the screen staying there. */
export function zoomed(view: MapView, size: Pixels, by: number, at: Pixels = [size[0] / 2, size[1] / 2]): MapView {
  const zoom = Math.max(FARTHEST, Math.min(NEAREST, view.zoom + by));
  const place = fromScreen(view, size, at);
  const [x, y] = toScreen({ ...view, zoom }, size, place);
  return moved({ ...view, zoom }, [x - at[0], y - at[1]]);
}

/** West, south, east, north of what is seen, to four decimals. */
export function seenBox(view: MapView, size: Pixels): readonly [number, number, number, number] {
  const [west, north] = fromScreen(view, size, [0, 0]);
  const [east, south] = fromScreen(view, size, size);
  return [west, south, east, north].map((degrees) => Math.round(degrees * 1e4) / 1e4) as [
    number,
    number,
    number,
    number,
  ];
}

/** The nearest view in which all places are seen. */
export function viewOf(places: readonly LonLat[], [width, height]: Pixels): MapView {
  const units = places.map(toUnit);
  const [xs, ys] = [units.map(([x]) => x), units.map(([, y]) => y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const margin = 80;
  const fits = Math.min(
    (width - margin) / Math.max(east - west, 1e-6),
    (height - margin) / Math.max(south - north, 1e-6),
  );
  const zoom = Math.max(FARTHEST, Math.min(10, Math.log2(Math.max(fits, 1) / TILE)));
  return { centre: fromUnit([(west + east) / 2, (north + south) / 2]), zoom };
}

/** A side of an area as drawn: straight where longitude and latitude are drawn as they are, so bent here. */
export function alongSide([x1, y1]: LonLat, [x2, y2]: LonLat): readonly LonLat[] {
  const steps = 16;
  return Array.from({ length: steps }, (_, at) => [x1 + ((x2 - x1) * at) / steps, y1 + ((y2 - y1) * at) / steps]);
}
