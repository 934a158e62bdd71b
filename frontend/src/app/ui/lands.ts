import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** The countries of the world, and the lines between them; in degrees. */
export interface Lands {
  readonly countries: ReturnType<typeof feature<{ name: string }>>;
  readonly borders: ReturnType<typeof mesh>;
}
const loaded = new Map<string, Promise<Lands>>();

/** Lands as geometry that comes with the app; finer for a near view. Fetched once, when first seen. */
export function lands(isNear: boolean): Promise<Lands> {
  const file = isNear ? 'countries-50m' : 'countries-110m';
  const known = loaded.get(file) ?? fetchLands(file);
  loaded.set(file, known);
  // A failed download is tried again by the next map.
  known.catch(() => loaded.delete(file));
  return known;
}

async function fetchLands(file: string): Promise<Lands> {
  const answer = await fetch(`/geo/${file}.json`);
  const topology = (await answer.json()) as Topology;
  const countries = topology.objects['countries'] as GeometryCollection<{ name: string }>;
  return { countries: feature(topology, countries), borders: mesh(topology, countries, (a, b) => a !== b) };
}
