import type { Chance } from './chance.js';
import { fullName } from './determinations.js';
import { datesOf, placeTerms, type Gathering } from './gathering.js';
import type { DemoCollection } from './institution.js';
import type { DemoTaxon } from './taxa.js';

/** Darwin Core values by term. */
export type Terms = Readonly<Record<string, string>>;

/** What a label says besides the determination; `numbers` are the specimen's own. */
export function labelTerms(chance: Chance, collection: DemoCollection, gathering: Gathering, numbers: Terms): Terms {
  const isAnimal = collection.group !== 'p';
  return {
    ...numbers,
    basisOfRecord: 'PreservedSpecimen',
    recordedBy: gathering.collectors.join(' | '),
    ...(chance.happens(0.8) && { recordNumber: gathering.recordNumber }),
    ...datesOf(chance, gathering),
    ...placeTerms(chance, gathering),
    preparations: chance.pick(collection.preparations),
    ...(isAnimal && { individualCount: '1' }),
    ...(isAnimal && chance.happens(0.6) && { sex: chance.pick(['female', 'male']), lifeStage: 'adult' }),
  };
}

/** A few are types, written in various ways. */
export function typeTerms(chance: Chance, taxon: DemoTaxon): Terms {
  if (!chance.happens(0.01)) return {};
  const typeStatus = chance.pick(['isotype', 'ISOTYPE', 'paratype', 'Isotypus', 'holotype', 'syntype', 'see notes']);
  return { typeStatus, typifiedName: taxon.formerly ?? fullName(taxon) };
}
