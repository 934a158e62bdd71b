import type { Projection } from '../kernel/projection.js';
import type { ViewSchema } from '../kernel/view-store.js';
import type { Activity } from './view.js';

const schema: ViewSchema<Activity> = {
  columns: [
    { name: 'month', kind: 'text' },
    { name: 'actorId', kind: 'text' },
  ],
  indexes: [['month', 'actorId'], ['actorId']],
  row: ({ month, actorId }) => ({ month, actorId }),
};

/**
 * Who did what, per month. Counted in the fold, unlike other numbers: the lines of an audit trail are too many to be counted
 * for each reader, and an import, one account in one month, changes one document per batch.
 */
export const activity: Projection<Activity> = {
  name: 'activity',
  version: 2,
  keysOf: ({ at, actor }) => [`${at.slice(0, 7)} ${actor.id}`],
  evolve: (before, { at, actor, type, position }) => {
    if (before && before.position >= position) return before;
    const deeds = { ...before?.deeds, [type]: (before?.deeds[type] ?? 0) + 1 };
    return { month: at.slice(0, 7), actorId: actor.id, deeds, position };
  },
  schema,
};
