import { importReport } from '#projections/import-report/projection.js';
import { reading, reflects } from '#projections/kernel/active-view.js';
import type { Condition } from '#projections/kernel/query.js';
import type { ViewStore } from '#projections/kernel/view-store.js';
import { specimenSearch } from '#projections/specimen-search/projection.js';

/** An import that a collection saw before. */
export interface EarlierImport {
  readonly importId: string;
  readonly state: 'started' | 'completed' | 'cancelled' | 'failed' | 'undone';
  readonly fileName: string;
  readonly startedAt: string;
}

/** What the importer asks of the read models; current only after {@link KnownSpecimens.caughtUp}. */
export interface KnownSpecimens {
  /** Resolves when everything up to the position can be seen; rejects when the signal aborts. */
  caughtUp(position: string | undefined, signal: AbortSignal): Promise<void>;
  /** How many records the collection has, void ones included. */
  count(collectionId: string): Promise<number>;
  /** Ids of the records that bear these occurrenceIDs, by occurrenceID. */
  withOccurrenceIDs(collectionId: string, occurrenceIDs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Records of which one of these imports told, in pages; void ones only when wanted. */
  ofImports(
    collectionId: string,
    importIds: readonly string[],
    voidToo?: 'void too',
  ): AsyncIterable<readonly ImportedRecord[]>;
  /** Imports of the collection that have begun and not ended. */
  running(collectionId: string): Promise<readonly EarlierImport[]>;
  /** Imports of exactly this file into the collection, newest first. */
  ofFile(collectionId: string, sha256: string): Promise<readonly EarlierImport[]>;
}

export interface ImportedRecord {
  readonly specimenId: string;
  readonly catalogNumber?: string;
  readonly occurrenceID?: string;
}

const PAGE = 1000;
const ONCE = 300;

/** The importer's questions, answered by the views that everybody reads. */
export function knownSpecimens(views: ViewStore): KnownSpecimens {
  const inCollection = (collectionId: string, condition?: Condition): Condition => {
    const own: Condition = { column: 'collectionId', equals: collectionId };
    return condition ? { and: [own, condition] } : own;
  };
  return {
    async caughtUp(position, signal) {
      if (position === undefined) return;
      for (const projection of [specimenSearch, importReport]) {
        while (!(await reflects(views, projection, position, 500))) signal.throwIfAborted();
      }
    },
    count: (collectionId) => reading(views, specimenSearch, (view) => view.count(inCollection(collectionId))),
    async withOccurrenceIDs(collectionId, occurrenceIDs) {
      const found = new Map<string, string>();
      for (let from = 0; from < occurrenceIDs.length; from += ONCE) {
        const where = inCollection(collectionId, {
          column: 'occurrenceID',
          in: occurrenceIDs.slice(from, from + ONCE),
        });
        const page = await reading(views, specimenSearch, (view) => view.search({ where, limit: PAGE }));
        for (const { id, document } of page.items) found.set(document.terms['occurrenceID'] ?? '', id);
      }
      return found;
    },
    async *ofImports(collectionId, importIds, voidToo) {
      if (!importIds.length) return;
      const told: Condition = { column: 'importId', in: importIds };
      const standing: Condition = { and: [told, { column: 'voided', equals: 0 }] };
      const where = inCollection(collectionId, voidToo ? told : standing);
      for (let cursor: string | undefined, more = true; more;) {
        const page = await reading(views, specimenSearch, (view) =>
          view.search({ where, limit: PAGE, ...(cursor && { cursor }) }),
        );
        yield page.items.map(({ id, document: { terms } }) => ({
          specimenId: id,
          ...(terms['catalogNumber'] !== undefined && { catalogNumber: terms['catalogNumber'] }),
          ...(terms['occurrenceID'] !== undefined && { occurrenceID: terms['occurrenceID'] }),
        }));
        cursor = page.next;
        more = cursor !== undefined;
      }
    },
    running: (collectionId) => imports(views, inCollection(collectionId, { column: 'state', equals: 'started' })),
    ofFile: (collectionId, sha256) => imports(views, inCollection(collectionId, { column: 'sha256', equals: sha256 })),
  };
}

async function imports(views: ViewStore, where: Condition): Promise<readonly EarlierImport[]> {
  const sort = [{ column: 'startedAt', descending: true }];
  const page = await reading(views, importReport, (view) => view.search({ where, sort, limit: 100 }));
  return page.items.map(({ id, document }) => ({
    importId: id,
    state: document.state,
    fileName: document.file.name,
    startedAt: document.startedAt,
  }));
}
