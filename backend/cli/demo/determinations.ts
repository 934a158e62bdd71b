import { parseScientificName } from '#domain/terms/scientific-name.js';
import type { Chance } from './chance.js';
import type { Gathering } from './gathering.js';
import type { DemoCollection } from './institution.js';
import { PEOPLE } from './people.js';
import type { DemoTaxon } from './taxa.js';

type Terms = Readonly<Record<string, string>>;

/** A determination as it is entered. */
export interface DemoDetermination {
  readonly terms: Terms;
  readonly identifiedBy?: readonly string[];
}

/** What the label says: often an older name, sometimes another species of the genus, sometimes the genus only. */
export function onLabel(
  chance: Chance,
  collection: DemoCollection,
  taxon: DemoTaxon,
  { year, collectors }: Gathering,
): DemoDetermination {
  const sister = chance.happens(0.16) ? sisterOf(chance, collection, taxon) : undefined;
  const name = sister ? fullName(sister) : nameIn(year, taxon);
  const vague = chance.happens(0.05) ? `${name.split(' ')[0]} sp.` : name;
  const terms = { ...nameTerms(collection, sister ?? taxon, vague), ...remarksOn(chance, year, vague === name) };
  return chance.happens(0.85) ? { terms, identifiedBy: [collectors[0]!] } : { terms };
}

function remarksOn(chance: Chance, year: number, toSpecies: boolean): Terms {
  const dated: Terms = chance.happens(0.7) ? { dateIdentified: String(year + yearsUntil(chance)) } : {};
  return chance.happens(0.04) && toSpecies ? { ...dated, identificationQualifier: 'cf.' } : dated;
}

// Most in the same year, some in the next; now and then a slip of the pen dates the opinion before the gathering.
function yearsUntil(chance: Chance): number {
  if (chance.happens(0.012)) return -10;
  return chance.happens(0.2) ? 1 : 0;
}

/** The name that people used in a year. */
function nameIn(year: number, taxon: DemoTaxon): string {
  return year < 1975 && taxon.formerly ? taxon.formerly : fullName(taxon);
}

/** What a specialist of the time wrote on a slip later; undefined when none was left to ask. */
export function onSlip(
  chance: Chance,
  collection: DemoCollection,
  taxon: DemoTaxon,
  year: number,
): { readonly determination: DemoDetermination; readonly year: number } | undefined {
  const later = year + chance.between(5, 45);
  const able = PEOPLE.filter(
    ({ groups, first, last }) => groups.includes(collection.group) && later > first + 8 && later <= last,
  );
  if (able.length === 0) return undefined;
  const terms = { ...nameTerms(collection, taxon, nameIn(later, taxon)), dateIdentified: String(later) };
  return { determination: { terms, identifiedBy: [chance.pick(able).name] }, year: later };
}

/** The name that is right today, by somebody of the house. */
export function today(collection: DemoCollection, taxon: DemoTaxon, by: string, at: number): DemoDetermination {
  const dateIdentified = new Date(at).toISOString().slice(0, 10);
  return { terms: { ...nameTerms(collection, taxon, fullName(taxon)), dateIdentified }, identifiedBy: [by] };
}

/** Name and authorship. */
export function fullName({ name, authorship }: DemoTaxon): string {
  return `${name} ${authorship}`;
}

function sisterOf(chance: Chance, { taxa }: DemoCollection, taxon: DemoTaxon): DemoTaxon | undefined {
  const genus = taxon.name.split(' ')[0]!;
  const sisters = taxa.filter(({ name }) => name !== taxon.name && name.startsWith(`${genus} `));
  return sisters.length > 0 ? chance.pick(sisters) : undefined;
}

function nameTerms(collection: DemoCollection, taxon: DemoTaxon, name: string): Terms {
  const parsed = parseScientificName(name);
  const { genusOrAbove = '', specificEpithet, infraspecificEpithet, authorship } = parsed ?? {};
  return {
    scientificName: name,
    ...(authorship && { scientificNameAuthorship: authorship }),
    kingdom: collection.kingdom,
    ...(taxon.class && { class: taxon.class }),
    ...(taxon.order && { order: taxon.order }),
    family: taxon.family,
    genus: genusOrAbove,
    ...(specificEpithet && { specificEpithet }),
    ...(infraspecificEpithet && { infraspecificEpithet }),
    taxonRank: rankOf(infraspecificEpithet, specificEpithet),
  };
}

function rankOf(infraspecific: string | undefined, specific: string | undefined): string {
  if (infraspecific) return 'infraspecies';
  return specific ? 'species' : 'genus';
}
