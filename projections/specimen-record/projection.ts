import type { SpecimenAccessioned } from '#domain/specimen/events.js';
import type { Projection } from '../kernel/projection.js';
import type { ViewSchema } from '../kernel/view-store.js';
import { QUALITY_CHANGES } from '../quality/version.js';
import { accessioned, FOLDS, stamped, type Fold } from './fold.js';
import type { SpecimenRecord } from './view.js';

/** Records are opened by id; lists and filters are the business of specimen search. */
const schema: ViewSchema<SpecimenRecord> = { columns: [], indexes: [], row: () => ({}) };

/** Everything that is known of one specimen, with every opinion and what became of it. */
export const specimenRecord: Projection<SpecimenRecord> = {
  name: 'specimen-record',
  // Neither number ever sinks, so a change of either makes a version that never was before.
  version: 2 + QUALITY_CHANGES,
  types: ['SpecimenAccessioned', ...Object.keys(FOLDS)],
  begins: ['SpecimenAccessioned'],
  keysOf: (event) => [event.subject],
  evolve: (record, event) => {
    if (event.type === 'SpecimenAccessioned') return accessioned(event.data as SpecimenAccessioned['data'], event);
    if (!record) return null;
    const fold = (FOLDS as Readonly<Record<string, Fold | undefined>>)[event.type];
    return fold ? stamped(record, fold(record, event.data, event), event) : record;
  },
  schema,
};
