import { geoAzimuthalEqualArea, type GeoProjection } from 'd3-geo';

const EARTH_KILOMETRES = 6_371;
const NEAREST = 2;
const FARTHEST = 20_000;
const METRES_PER_DEGREE = 111_195;

/** What a map shows: longitude and latitude of its centre, and how many kilometres lie across it. */
export interface MapView {
  readonly centre: readonly [number, number];
  readonly kilometres: number;
}

/** A view that tells where a point is: its part of a continent, or more where the uncertainty is larger. */
export function viewOf(point: readonly [number, number] | undefined, uncertaintyMetres = 0): MapView {
  if (!point) return { centre: [0, 20], kilometres: FARTHEST };
  return { centre: point, kilometres: within(Math.max(3_000, (uncertaintyMetres / 1_000) * 5)) };
}

/** A view in which the circle of uncertainty fills a third of the map. */
export function viewOfCircle(point: readonly [number, number], uncertaintyMetres = 1_000): MapView {
  return { centre: point, kilometres: within((uncertaintyMetres / 1_000) * 6) };
}

export function zoomed(view: MapView, factor: number): MapView {
  return { ...view, kilometres: within(view.kilometres * factor) };
}

/** Moved by shares of the map's width and height. */
export function moved(view: MapView, right: number, down: number): MapView {
  const degrees = Math.min(view.kilometres / 111.195, 90);
  const latitude = Math.max(-90, Math.min(90, view.centre[1] - down * degrees * 0.55));
  const across = Math.max(Math.cos((latitude * Math.PI) / 180), 0.1);
  return { ...view, centre: [turned(view.centre[0] + (right * degrees) / across), latitude] };
}

/** The projection of a view onto a map of this size in pixels. */
export function projectionOf(view: MapView, width: number, height: number): GeoProjection {
  const [longitude, latitude] = view.centre;
  return geoAzimuthalEqualArea()
    .rotate([-longitude, -latitude])
    .translate([width / 2, height / 2])
    .scale((EARTH_KILOMETRES * width) / view.kilometres / (view.kilometres > 12_000 ? 1.4 : 1))
    .clipAngle(view.kilometres > 12_000 ? 120 : 60)
    .clipExtent([
      [-width, -height],
      [2 * width, 2 * height],
    ])
    .precision(0.3);
}

/** The radius of a circle of uncertainty, in degrees of a great circle. */
export function radiusInDegrees(uncertaintyMetres: number): number {
  return Math.min(uncertaintyMetres / METRES_PER_DEGREE, 90);
}

/** A round length for a scale bar of about a quarter of the map, in kilometres. */
export function scaleLength(kilometres: number): number {
  const wanted = kilometres / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([5, 2, 1].find((step) => step * power <= wanted) ?? 1) * power;
}

/** A decimal degree as precise as a click on this map can be, and no more. */
export function clickedDegrees(degrees: number, kilometres: number): string {
  const digits = Math.max(0, Math.min(5, Math.ceil(Math.log10(50_000 / kilometres))));
  return degrees.toFixed(digits);
}

function within(kilometres: number): number {
  return Math.max(NEAREST, Math.min(FARTHEST, kilometres));
}

function turned(longitude: number): number {
  return ((((longitude + 180) % 360) + 360) % 360) - 180;
}
