import type { EventStore } from '#ledger/event-store.js';
import type { Projection } from './projection.js';
import { ViewDropped, type View, type ViewStore } from './view-store.js';

/**
 * What a reader asks: always the version that is active, through every switch. Until a view was ever active (its first
 * build after it was removed) the version of this program is read as far as it has come.
 */
export async function reading<Doc extends object, Answer>(
  views: ViewStore,
  projection: Projection<Doc>,
  ask: (view: View<Doc>) => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { name, version, schema } = projection;
      return await ask((await views.active<Doc>(name)) ?? (await views.open(name, version, schema)));
    } catch (error) {
      // Dropped between being named active and being asked: the next look finds its successor.
      if (!(error instanceof ViewDropped) || attempt === 3) throw error;
    }
  }
}

/** Waits until the active version reflects `position`; false when it does not within `milliseconds`. */
export async function reflects(
  views: ViewStore,
  projection: Projection,
  position: string,
  milliseconds: number,
): Promise<boolean> {
  const step = 4;
  for (let waited = 0; ; waited += step) {
    const checkpoint = await reading(views, projection, (view) => view.checkpoint());
    if (checkpoint?.position !== undefined && checkpoint.position >= position) return true;
    if (waited >= milliseconds) return false;
    await new Promise((resolve) => setTimeout(resolve, step));
  }
}

/** How far a view is: for health. */
export interface ViewHealth {
  readonly name: string;
  /** The version that is read; the one that is being built is behind it. */
  readonly version: number;
  readonly position?: string;
  /** Events of the ledger not yet reflected. */
  readonly lagEvents: number;
  /** There are more than `lagEvents`; nobody counts them all. */
  readonly lagIsMore?: true;
  /** Keys whose documents are stale because an event could not be folded. */
  readonly parked: number;
}

const MOST_COUNTED = 1_000;

/** How far the active version of each projection is behind the ledger. */
export async function viewHealth(
  ledger: EventStore,
  views: ViewStore,
  projections: readonly Projection[],
): Promise<ViewHealth[]> {
  const head = await ledger.head();
  // Views mostly stand at the same place: what waits behind it is read once, not once for each of them.
  const lags = new Map<string | undefined, Promise<number>>();
  const lagAfter = (position: string | undefined): Promise<number> => {
    const known = lags.get(position) ?? ledger.readAll(position, MOST_COUNTED + 1).then(({ length }) => length);
    lags.set(position, known);
    return known;
  };
  return Promise.all(
    projections.map((projection) =>
      reading(views, projection, async (view) => {
        const checkpoint = await view.checkpoint();
        const position = checkpoint?.position;
        const behind = head !== undefined && (position === undefined || position < head);
        const lag = behind ? await lagAfter(position) : 0;
        const parked = Object.keys(checkpoint?.parked ?? {}).length;
        return {
          name: view.name,
          version: view.version,
          lagEvents: Math.min(lag, MOST_COUNTED),
          ...(lag > MOST_COUNTED && { lagIsMore: true as const }),
          parked,
          ...(position !== undefined && { position }),
        };
      }),
    ),
  );
}
