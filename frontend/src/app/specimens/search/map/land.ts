import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { toUnit } from './mercator';

/** Outlines of lands and borders in the unit square of Web Mercator. */
export interface Lands {
  readonly land: Path2D;
  readonly borders: Path2D;
}

const loaded = new Map<string, Promise<Lands>>();

/** The lands of the earth from files of this app: coarse for the whole world, finer for a part of it. */
export function loadLands(isNear: boolean): Promise<Lands> {
  const file = isNear ? 'countries-50m.json' : 'countries-110m.json';
  let lands = loaded.get(file);
  if (!lands) {
    lands = fetch(`/geo/${file}`)
      .then((answer) => answer.json() as Promise<Topology>)
      .then(drawn);
    lands.catch(() => loaded.delete(file));
    loaded.set(file, lands);
  }
  return lands;
}

function drawn(topology: Topology): Lands {
  const countries = topology.objects['countries'] as GeometryCollection;
  const land = new Path2D();
  for (const { geometry } of feature(topology, countries).features) {
    if (geometry.type === 'Polygon') geometry.coordinates.forEach((ring) => trace(land, ring));
    if (geometry.type === 'MultiPolygon') geometry.coordinates.flat().forEach((ring) => trace(land, ring));
  }
  const borders = new Path2D();
  for (const line of mesh(topology, countries, (a, b) => a !== b).coordinates) trace(borders, line);
  return { land, borders };
}

function trace(path: Path2D, line: readonly (readonly number[])[]): void {
  line.forEach(([longitude = 0, latitude = 0], at) => {
    const [x, y] = toUnit([longitude, latitude]);
    if (at === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  });
}
