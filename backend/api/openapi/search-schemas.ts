import { flag, list, object, position, text, time, uuid, whole, type Schema } from './schema.js';

const degrees: Schema = { type: 'number' };

/** What searching answers beside pages and facets. */
export const SEARCH_SCHEMAS: Readonly<Record<string, Schema>> = {
  Cells: object(
    {
      cells: list(object({ x: whole, y: whole, count: whole, longitude: degrees, latitude: degrees, id: text })),
      tiles: object({ url: text, credit: text }),
      position,
    },
    ['tiles', 'position'],
  ),
  SavedSearches: object({
    items: list(
      object({
        id: uuid,
        ownerId: uuid,
        ownerName: text,
        own: flag,
        name: text,
        search: text,
        shared: flag,
        savedAt: time,
        changedAt: time,
      }),
    ),
  }),
};
