import type { Chance } from './chance.js';
import type { DemoCollection } from './institution.js';
import { PEOPLE, type DemoPerson } from './people.js';
import { PLACES, type DemoPlace } from './places.js';
import type { DemoTaxon } from './taxa.js';

/** Where, when and by whom a specimen was gathered. */
export interface Gathering {
  readonly place: DemoPlace;
  readonly collector: DemoPerson;
  readonly collectors: readonly string[];
  readonly recordNumber: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Somebody who could have gathered this kind, at a place where it grows or lives, in a year when they were at work. */
export function gather(chance: Chance, collection: DemoCollection, taxon: DemoTaxon): Gathering {
  const able = PEOPLE.filter(
    ({ groups, regions }) => groups.includes(collection.group) && meet(regions, taxon.regions),
  );
  const collector = chance.pick(able);
  const places = PLACES.filter(({ region }) => collector.regions.includes(region) && taxon.regions.includes(region));
  const year = chance.between(collector.first, collector.last);
  const companion = PEOPLE.find(({ name }) => name === collector.companion);
  const together = companion !== undefined && year >= companion.first && year <= companion.last && chance.happens(0.5);
  return {
    place: chance.pick(places),
    collector,
    collectors: together ? [collector.name, companion.name] : [collector.name],
    recordNumber: String((year - collector.first) * 300 + chance.between(1, 300)),
    year,
    month: chance.between(5, 9),
    day: chance.between(1, 30),
  };
}

function meet(a: string, b: string): boolean {
  return [...a].some((letter) => b.includes(letter));
}

const MONTHS = ['Jan.', 'Feb.', 'March', 'April', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.'];
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'];

/** The date as labels have it, more or less exact. */
export function datesOf(chance: Chance, { year, month, day }: Gathering): Readonly<Record<string, string>> {
  const two = (value: number): string => String(value).padStart(2, '0');
  const iso = `${year}-${two(month)}-${two(day)}`;
  const kind = chance.next();
  if (kind < 0.66) return { eventDate: iso };
  if (kind < 0.76) return { eventDate: `${year}-${two(month)}` };
  if (kind < 0.83) return { eventDate: String(year) };
  if (kind < 0.9) return { eventDate: iso, verbatimEventDate: `${day} ${MONTHS[month - 1]} ${year}` };
  if (kind < 0.96) return { verbatimEventDate: `${day}.${ROMAN[month - 1]}.${year}` };
  return { eventDate: `${iso}/${year}-${two(month + 1)}-02` };
}

/** Terms of the place, with coordinates (a little beside the exact spot) where somebody has taken the trouble. */
export function placeTerms(chance: Chance, { place, year }: Gathering): Readonly<Record<string, string>> {
  const { country, countryCode, stateProvince, municipality, locality, habitat, elevation } = place;
  const words = { country, countryCode, stateProvince, municipality, locality, habitat };
  const terms = chance.happens(0.7) ? { ...words, minimumElevationInMeters: String(elevation) } : words;
  return chance.happens(year > 1970 ? 0.95 : 0.6) ? { ...terms, ...coordinates(chance, place) } : terms;
}

/** Coordinates of a place within about a kilometre. */
export function coordinates(chance: Chance, { latitude, longitude }: DemoPlace): Readonly<Record<string, string>> {
  const near = (degrees: number): string => (degrees + (chance.next() - 0.5) / 60).toFixed(4);
  return {
    decimalLatitude: near(latitude),
    decimalLongitude: near(longitude),
    geodeticDatum: 'WGS84',
    coordinateUncertaintyInMeters: chance.pick(['500', '1000', '1500', '2000']),
  };
}
