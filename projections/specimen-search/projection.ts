import type { SpecimenAccessioned } from '#domain/specimen/events.js';
import type { Projection } from '../kernel/projection.js';
import { QUALITY_CHANGES } from '../quality/version.js';
import { accessioned, FOLDS, stamped, type Fold } from './fold.js';
import { schema } from './schema.js';
import type { SpecimenSearchRow } from './view.js';

/** One small row per specimen: what lists, maps, facets and the importer's matching look at. */
export const specimenSearch: Projection<SpecimenSearchRow> = {
  name: 'specimen-search',
  // Neither number ever sinks, so a change of either makes a version that never was before.
  version: 3 + QUALITY_CHANGES,
  types: ['SpecimenAccessioned', ...Object.keys(FOLDS)],
  begins: ['SpecimenAccessioned'],
  keysOf: (event) => [event.subject],
  evolve: (row, event) => {
    if (event.type === 'SpecimenAccessioned') return accessioned(event.data as SpecimenAccessioned['data'], event);
    if (!row) return null;
    const fold = (FOLDS as Readonly<Record<string, Fold | undefined>>)[event.type];
    return fold ? stamped(row, fold(row, event.data, event), event) : row;
  },
  schema,
};
