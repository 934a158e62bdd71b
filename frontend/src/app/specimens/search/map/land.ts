import { geoMercator, geoPath } from 'd3-geo';
import { lands } from '../../../ui/lands';

/** Outlines of lands and borders in the unit square of Web Mercator. */
export interface DrawnLands {
  readonly land: Path2D;
  readonly borders: Path2D;
}

const drawn = new Map<boolean, Promise<DrawnLands>>();

/** The lands of the earth: coarse for the whole world, finer for a part of it. What crosses the date line is cut there. */
export function drawnLands(isNear: boolean): Promise<DrawnLands> {
  const known = drawn.get(isNear) ?? draw(isNear);
  drawn.set(isNear, known);
  known.catch(() => drawn.delete(isNear));
  return known;
}

async function draw(isNear: boolean): Promise<DrawnLands> {
  const { countries, borders } = await lands(isNear);
  // The square is one unit wide, so nothing is bent more finely than the outlines are.
  const unit = geoMercator()
    .scale(1 / (2 * Math.PI))
    .translate([0.5, 0.5])
    .precision(0);
  const traced = (geometry: Parameters<ReturnType<typeof geoPath>>[0]): Path2D => {
    const path = new Path2D();
    // What draws on a canvas draws on a path, whose beginnings a path makes itself.
    geoPath(unit, Object.assign(path, { beginPath: () => undefined }))(geometry);
    return path;
  };
  return { land: traced(countries), borders: traced(borders) };
}
