import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { codeOfNumeric, stateOf } from './countries.js';

/**
 * Countries as Natural Earth draws them at 1:50 million, laid over a grid of whole degrees. A cell without a border is
 * answered from memory; in a cell with one, a ray westwards counts the edges it crosses in the point's band of latitude.
 */
export class CountryShapes {
  /** State by name → band of latitude (−90 … 89) → edges as x1, y1, x2, y2 …; in exact room, since threads keep it for good. */
  private readonly bands = new Map<string, Map<number, Float64Array>>();
  /** Cell → states with an edge in it. */
  private readonly borders = new Map<number, string[]>();
  private readonly cellCounts = new Map<string, number>();
  /** Cell without border → state, or '' for the sea; filled when first asked. */
  private readonly inland = new Map<number, string>();

  constructor(countries: FeatureCollection<Polygon | MultiPolygon, { readonly name: string }>) {
    const edges: Edges = new Map();
    for (const { id, geometry, properties } of countries.features) {
      const code = codeOfNumeric(id === undefined ? undefined : String(id)) ?? UNNUMBERED[properties.name];
      if (code === undefined) continue;
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      for (const ring of polygons.flat()) this.addRing(edges, stateOf(code), ring as [number, number][]);
    }
    for (const [state, bands] of edges) {
      this.bands.set(state, new Map([...bands].map(([y, numbers]) => [y, Float64Array.from(numbers)])));
    }
  }

  /** The state (see `stateOf`) in which a point lies; undefined at sea. */
  stateAt(longitude: number, latitude: number): string | undefined {
    const cell = cellOf(longitude, latitude);
    const candidates = this.borders.get(cell);
    if (candidates) return candidates.find((state) => this.covers(state, longitude, latitude));
    const known = this.inland.get(cell);
    if (known !== undefined) return known === '' ? undefined : known;
    const state = this.searchAll(longitude, latitude);
    this.inland.set(cell, state ?? '');
    return state;
  }

  /** Whether the atlas draws this state. */
  knows(state: string): boolean {
    return this.bands.has(state);
  }

  /** Whether a state is so small that the atlas hardly draws it: it lies in four cells at most. */
  isTiny(state: string): boolean {
    return (this.cellCounts.get(state) ?? 0) <= 4;
  }

  /** Whether any part of a state lies within this many degrees of a point. Coarse: to the next cell. */
  isNear(state: string, longitude: number, latitude: number, degrees: number): boolean {
    const stretched = Math.min(180, degrees / Math.max(0.05, Math.cos((latitude * Math.PI) / 180)));
    for (let y = Math.floor(latitude - degrees); y <= Math.floor(latitude + degrees); y++) {
      if (y < -90 || y > 89) continue;
      for (let x = Math.floor(longitude - stretched); x <= Math.floor(longitude + stretched); x++) {
        if (this.touches(state, ((x + 540) % 360) - 180, y)) return true;
      }
    }
    return false;
  }

  private touches(state: string, x: number, y: number): boolean {
    return this.borders.get(cellOf(x, y))?.includes(state) ?? this.stateAt(x + 0.5, y + 0.5) === state;
  }

  private searchAll(longitude: number, latitude: number): string | undefined {
    for (const state of this.bands.keys()) if (this.covers(state, longitude, latitude)) return state;
    return undefined;
  }

  private covers(state: string, x: number, y: number): boolean {
    const edges = this.bands.get(state)?.get(Math.floor(y));
    if (!edges) return false;
    let inside = false;
    for (let at = 0; at < edges.length; at += 4) {
      const y1 = edges[at + 1] as number;
      const y2 = edges[at + 3] as number;
      if (y1 > y === y2 > y) continue;
      const x1 = edges[at] as number;
      const crossing = x1 + ((y - y1) / (y2 - y1)) * ((edges[at + 2] as number) - x1);
      if (crossing < x) inside = !inside;
    }
    return inside;
  }

  private addRing(edges: Edges, state: string, ring: readonly [number, number][]): void {
    const crossings: number[] = [];
    for (let at = 1; at < ring.length; at++) {
      const [from, to] = [ring[at - 1] as [number, number], ring[at] as [number, number]];
      if (Math.abs(to[0] - from[0]) > 180) crossings.push(this.addCrossing(edges, state, from, to));
      else this.addEdge(edges, state, from, to);
    }
    // A ray westwards ends at the antimeridian: edges along it, from each crossing to a pole, tell whether it ends inside.
    // The only shape around a pole is Antarctica's; it crosses an odd number of times.
    const pole = crossings.length % 2 === 0 ? 90 : -90;
    for (const latitude of crossings) this.addEdge(edges, state, [-180, latitude], [-180, pole]);
  }

  /** An edge over the antimeridian becomes two; gives the latitude where it crosses. */
  private addCrossing(edges: Edges, state: string, from: [number, number], to: [number, number]): number {
    const [west, east] = from[0] > to[0] ? [from, to] : [to, from];
    const width = east[0] + 360 - west[0];
    const share = width === 0 ? 0 : (180 - west[0]) / width;
    const latitude = west[1] + share * (east[1] - west[1]);
    this.addEdge(edges, state, west, [180, latitude]);
    this.addEdge(edges, state, [-180, latitude], east);
    return latitude;
  }

  private addEdge(edges: Edges, state: string, [x1, y1]: [number, number], [x2, y2]: [number, number]): void {
    const bands = edges.get(state) ?? new Map<number, number[]>();
    edges.set(state, bands);
    for (let y = Math.floor(Math.min(y1, y2)); y <= Math.floor(Math.max(y1, y2)); y++) {
      const band = bands.get(y);
      if (band) band.push(x1, y1, x2, y2);
      else bands.set(y, [x1, y1, x2, y2]);
      for (let x = Math.floor(Math.min(x1, x2)); x <= Math.floor(Math.max(x1, x2)); x++)
        this.addBorder(cellOf(x, y), state);
    }
  }

  private addBorder(cell: number, state: string): void {
    const states = this.borders.get(cell) ?? [];
    if (states.includes(state)) return;
    states.push(state);
    this.borders.set(cell, states);
    this.cellCounts.set(state, (this.cellCounts.get(state) ?? 0) + 1);
  }
}

/** Edges by state and band while they are gathered. */
type Edges = Map<string, Map<number, number[]>>;

/** Shapes to which ISO gives no number. */
const UNNUMBERED: Readonly<Record<string, string>> = {
  Kosovo: 'XK',
  Somaliland: 'SO',
  'N. Cyprus': 'CY',
  'Indian Ocean Ter.': 'AU',
};

function cellOf(longitude: number, latitude: number): number {
  const x = Math.min(359, Math.max(0, Math.floor(longitude) + 180));
  const y = Math.min(179, Math.max(0, Math.floor(latitude) + 90));
  return y * 360 + x;
}

let shapes: CountryShapes | undefined;

/** The shapes, read from the installed `world-atlas` when first asked for. */
export function countryShapes(): CountryShapes {
  if (shapes) return shapes;
  // Read, not required: what is required stays for the life of the thread, six megabytes here.
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json');
  const atlas = JSON.parse(readFileSync(file, 'utf8')) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  shapes = new CountryShapes(
    feature(atlas, atlas.objects.countries) as FeatureCollection<Polygon | MultiPolygon, { name: string }>,
  );
  return shapes;
}
