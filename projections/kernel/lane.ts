import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#ledger/event-store.js';
import type { Batch, Feed } from '#ledger/follow.js';
import { dropOlder } from './drop-older.js';
import { Folding } from './folding.js';
import { COMPANY_MILLISECONDS, ImportHeard, isEnough, LARGE_VIEW, SMALL_VIEW } from './pace.js';
import type { Projection } from './projection.js';
import { DocumentsUnfit, LeaseLost, type Checkpoint, type View, type ViewStore } from './view-store.js';

/** What a lane needs to know of its surroundings. */
export interface LaneSettings {
  readonly ledger: EventStore;
  readonly feed: Feed;
  readonly views: ViewStore;
  readonly owner: string;
  readonly leaseMilliseconds: number;
  onTrouble?(this: void, projection: string, error: unknown): void;
}

const PAUSE_AFTER_TROUBLE = 1_000;

/** One projection on its way through the ledger: its view, its place and its lease. */
export class Lane {
  #view: View | undefined;
  #folding: Folding | undefined;
  #records = 0;
  /** When the last commit was; of `performance.now`. */
  #lastCommit = 0;
  /** Nobody reads this version yet. */
  #building = false;
  #bulk = false;
  readonly #heard = new ImportHeard();
  /** Documents in the view, known while it is behind. */
  #documents: number | undefined;
  /** How many of them were written ahead of the next commit. */
  #ahead = 0;
  /** Something could not be written: until the lane has caught up, nothing is written ahead that would be lost with it. */
  #careful = false;

  constructor(
    readonly projection: Projection,
    readonly settings: LaneSettings,
  ) {}

  /** Opens the view; fails when it was built from another ledger. */
  async open(): Promise<void> {
    const { storeId } = this.settings.ledger;
    const { name, version, schema } = this.projection;
    this.#view = await this.settings.views.open(name, version, schema);
    const found = await this.#view.checkpoint();
    if (!found || found.storeId === storeId) return;
    throw new Error(
      `The view ${name}@${version} was built from the ledger ${found.storeId}, not from ${storeId}: point the settings at ` +
        'the ledger it belongs to, or remove the view and let it be built again.',
    );
  }

  /** Keeps the view up to date until aborted: stands by while another owner writes it, waits and resumes after trouble. */
  async follow(signal: AbortSignal): Promise<void> {
    const { leaseMilliseconds, onTrouble } = this.settings;
    while (!signal.aborted) {
      try {
        if (await this.#takeLease()) await this.#whileHeld(signal);
        else await pause(leaseMilliseconds / 9, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        onTrouble?.(this.projection.name, error);
        await pause(PAUSE_AFTER_TROUBLE, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Returns when the view stands at the present end of the ledger, whether this process or another brought it there. */
  async catchUp(): Promise<void> {
    const end = await this.settings.ledger.head();
    do {
      while (!(await this.#takeLease())) {
        if (await this.#standsAt(end)) return;
        await pause(this.settings.leaseMilliseconds / 90);
      }
      await this.#whileHeld(new AbortController().signal, false);
    } while (!(await this.#standsAt(end)));
  }

  async #standsAt(end: string | undefined): Promise<boolean> {
    const position = (await this.#view!.checkpoint())?.position;
    return end === undefined || (position !== undefined && position >= end);
  }

  async #whileHeld(signal: AbortSignal, live = true): Promise<void> {
    const held = new AbortController();
    const give = (): void => held.abort();
    signal.addEventListener('abort', give);
    if (signal.aborted) give();
    const renewal = setInterval(() => {
      this.#takeLease().then((taken) => taken || give(), give);
    }, this.settings.leaseMilliseconds / 3);
    try {
      while (!(await this.#walked((await this.#resume())?.position, held.signal, live))) {
        await this.#giveLease();
        if (!(await this.#takeLease())) return;
      }
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error;
    } finally {
      clearInterval(renewal);
      signal.removeEventListener('abort', give);
      await this.#giveLease();
    }
  }

  /** False when it must be walked again from the checkpoint, since what was written ahead is lost. */
  async #walked(after: string | undefined, signal: AbortSignal, live: boolean): Promise<boolean> {
    try {
      await this.#walk(after, signal, live);
      return true;
    } catch (error) {
      if (error instanceof LeaseLost || this.#ahead === 0) throw error;
      this.#careful = true;
      return false;
    }
  }

  async #walk(after: string | undefined, signal: AbortSignal, live: boolean): Promise<void> {
    const { feed, ledger } = this.settings;
    const { types } = this.projection;
    if ((await ledger.head()) === after) {
      // Indexes that were put off when the process ended are made with the next commit: this one.
      if (after !== undefined && !this.#bulk) await this.#commit(this.#folding!, after);
      await this.#caughtUp();
    }
    const place = { ...(after !== undefined && { after }), ...(types && { types }), signal, live };
    for await (const batch of feed.follow(place)) {
      await this.#advance(batch, signal);
      if (batch.caughtUp && !(await this.#goesOn(batch, this.#heard.patience, signal))) await this.#caughtUp();
    }
    if (!live) await this.#caughtUp();
  }

  /**
   * Whether this is the end of the ledger for a moment only: a view that is loaded in bulk has caught up with an import that
   * writes on. It stays without indexes, however little came last, since otherwise they are kept row by row from here on.
   */
  async #goesOn({ position }: Batch, milliseconds: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#bulk || this.#building || milliseconds <= 0) return false;
    await this.settings.ledger.grown(position, AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]));
    return !signal.aborted && (await this.settings.ledger.head()) !== position;
  }

  /** Folds a batch; commits when enough has gathered, when it has waited long enough, and where the ledger ends. */
  async #advance(batch: Batch, signal: AbortSignal): Promise<void> {
    const folding = this.#folding!;
    if (batch.events.length > 0) await folding.take(batch.events);
    this.#records += batch.records;
    const much = this.#heard.in(batch.records);
    const ends = batch.caughtUp && !(much && (await this.#goesOn(batch, COMPANY_MILLISECONDS, signal)));
    if (!ends && !this.#isEnough(folding.size, batch.caughtUp)) return this.#writeAhead(folding);
    const outgrown = !ends && (await this.#weigh(folding.size));
    while (!(await this.#committed(folding, batch.position)));
    if (!outgrown) return;
    await this.#view!.finish();
    this.#bulk = false;
  }

  #isEnough(documents: number, caughtUp: boolean): boolean {
    const gathered = { documents, records: this.#records, waited: performance.now() - this.#lastCommit };
    return isEnough(gathered, { bulk: this.#bulk, building: this.#building, ahead: this.#writesAhead }, caughtUp);
  }

  get #writesAhead(): boolean {
    return this.#bulk && !this.#careful && this.#view!.writeAhead !== undefined;
  }

  /** Documents that are written early die young, and pages that many of them change are copied once. */
  async #writeAhead(folding: Folding): Promise<void> {
    if (!this.#writesAhead || folding.size === 0) return;
    this.#ahead += folding.size;
    await this.#view!.writeAhead!(folding.writes(), this.#bulk);
    folding.clear();
  }

  /** False when what could not be committed was parked, so that the rest can be. */
  async #committed(folding: Folding, position: string): Promise<boolean> {
    try {
      await this.#commit(folding, position);
      return true;
    } catch (error) {
      if (this.#ahead > 0 || !this.#parked(folding, error)) throw error;
      return false;
    }
  }

  #parked(folding: Folding, error: unknown): boolean {
    if (error instanceof LeaseLost) return false;
    if (!(error instanceof DocumentsUnfit)) return folding.parkUnfit();
    this.settings.onTrouble?.(this.projection.name, error);
    return folding.park(error.documents);
  }

  async #commit(folding: Folding, position: string): Promise<void> {
    const { storeId } = this.settings.ledger;
    await this.#view!.commit(folding.writes(), { storeId, position, parked: folding.parked }, this.#bulk);
    folding.clear();
    this.#records = 0;
    this.#ahead = 0;
    this.#lastCommit = performance.now();
  }

  /** Far behind the end of the ledger: whether the next documents go in bulk. True when they are to be the last that do. */
  async #weigh(coming: number): Promise<boolean> {
    if (this.#building) return false;
    const more = this.#ahead + coming;
    this.#documents = (this.#documents ?? (await this.#view!.count())) + more;
    if (!this.#bulk && this.#documents - more <= SMALL_VIEW) this.#bulk = true;
    return this.#bulk && this.#documents >= LARGE_VIEW;
  }

  /** At the end of the ledger: what was put off is made, and this version becomes the one that is read. */
  async #caughtUp(): Promise<void> {
    const { name, version } = this.projection;
    if (this.#bulk) await this.#view!.finish();
    this.#bulk = false;
    this.#careful = false;
    this.#documents = undefined;
    if (!this.#building) return;
    await this.settings.views.activate(name, version);
    this.#building = false;
    await dropOlder(this.settings.views, name, version);
  }

  async #resume(): Promise<Checkpoint | undefined> {
    const { name, version } = this.projection;
    const checkpoint = await this.#view!.checkpoint();
    this.#folding = new Folding(this.projection, this.#view!, checkpoint?.parked ?? {});
    this.#records = 0;
    this.#ahead = 0;
    this.#building = (await this.settings.views.versions(name)).active !== version;
    this.#bulk = this.#building;
    this.#documents = undefined;
    return checkpoint;
  }

  #takeLease(): Promise<boolean> {
    const { views, owner, leaseMilliseconds } = this.settings;
    return views.lease(this.projection.name, this.projection.version, owner, leaseMilliseconds);
  }

  #giveLease(): Promise<void> {
    return this.settings.views.release(this.projection.name, this.projection.version, this.settings.owner);
  }
}
