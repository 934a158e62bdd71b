import { setTimeout as pause } from 'node:timers/promises';
import { viewHealth, type ViewHealth } from '#projections/kernel/active-view.js';
import { PROJECTIONS } from '#projections/registry.js';
import type { Log } from './log.js';
import type { Stores } from './open-stores.js';

type Asked = Exclude<keyof Stores, 'files'>;

/** Whether this process can serve, and what it waits for. */
export interface Readiness {
  /** The ledger, the views and the vault answer, and no view is stuck. Without the job queue everything else works. */
  readonly ready: boolean;
  readonly stores: Readonly<Record<Asked, 'here' | 'away'>>;
  /** `stuckSeconds`: for how long a view has not moved although events wait for it; told from a minute on. */
  readonly views: readonly (ViewHealth & { readonly stuckSeconds?: number })[];
}

const PATIENCE = 3_000;
const STUCK_MILLISECONDS = 60_000;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Asks every store a small question at once, and remembers since when each view stands still. */
export class ReadinessCheck {
  private readonly moved = new Map<string, { readonly position: string | undefined; readonly at: number }>();
  private counted: { readonly health: readonly ViewHealth[]; readonly at: number } | undefined;

  constructor(
    private readonly stores: Stores,
    private readonly now: () => number,
    private readonly log: Log,
  ) {}

  /** Never fails, and answers within some seconds also where a store hangs. */
  async look(): Promise<Readiness> {
    const { ledger, views, jobs, vault } = this.stores;
    const [ledgerIs, viewsIs, jobsIs, vaultIs, health] = await Promise.all([
      this.ask('ledger', () => ledger.head()),
      this.ask('views', () => views.active(PROJECTIONS[0]!.name)),
      this.ask('jobs', () => jobs.get(NOBODY)),
      this.ask('vault', () => vault.get('readiness', NOBODY)),
      this.countedInTime(),
    ]);
    const told = (health ?? []).map((view) => this.withStandstill(view));
    const served = [ledgerIs, viewsIs, vaultIs].every((store) => store === 'here') && health !== undefined;
    return {
      ready: served && told.every(({ stuckSeconds }) => stuckSeconds === undefined),
      stores: { ledger: ledgerIs, views: viewsIs, jobs: jobsIs, vault: vaultIs },
      views: told,
    };
  }

  /**
   * What waits behind each view. On a busy machine counting takes longer than the stores need to answer: then what was
   * counted within the last minute stands; undefined when nothing was.
   */
  private async countedInTime(): Promise<readonly ViewHealth[] | undefined> {
    const { ledger, views } = this.stores;
    try {
      const health = await inTime(viewHealth(ledger, views, PROJECTIONS));
      this.counted = { health, at: this.now() };
    } catch {
      if (this.counted && this.now() - this.counted.at >= STUCK_MILLISECONDS) this.counted = undefined;
    }
    return this.counted?.health;
  }

  private async ask(store: Asked, question: () => Promise<unknown>): Promise<'here' | 'away'> {
    try {
      await inTime(question());
      return 'here';
    } catch (error) {
      this.log.warn(`Not there: ${store}`, error);
      return 'away';
    }
  }

  private withStandstill(view: ViewHealth): Readiness['views'][number] {
    const last = this.moved.get(view.name);
    if (!last || last.position !== view.position || view.lagEvents === 0) {
      this.moved.set(view.name, { position: view.position, at: this.now() });
      return view;
    }
    const stands = this.now() - last.at;
    return stands < STUCK_MILLISECONDS ? view : { ...view, stuckSeconds: Math.floor(stands / 1000) };
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const enough = new AbortController();
  const late = pause(PATIENCE, undefined, { signal: enough.signal }).then(() => {
    throw new Error(`no answer within ${PATIENCE / 1000} s`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    late.catch(() => undefined);
    enough.abort();
  }
}
