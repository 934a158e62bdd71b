import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

type Lands = ReturnType<typeof feature<{ name: string }>>;
const loaded = new Map<string, Promise<Lands>>();

/** The countries of the world as geometry that comes with the app; finer for a near view. Fetched once, when first seen. */
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
  return feature(topology, topology.objects['countries'] as GeometryCollection<{ name: string }>);
}
