import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { Projection } from './projection.js';
import type { Checkpoint, DocumentWrite, View } from './view-store.js';

type Parked = Checkpoint['parked'];

interface Standing extends DocumentWrite<object> {
  document: object | null;
  revision: number;
  eventId: string;
  changed: boolean;
  /** Nothing stood under the key at the last commit. */
  readonly fresh: boolean;
}

/**
 * Events folded per key in memory since the last commit; a document is loaded once. A key whose fold throws is parked as
 * it stood before: the event's id and what went wrong are kept, and its later events wait for a rebuild with a mended fold.
 */
export class Folding {
  #standing = new Map<string, Standing>();
  #parked: Record<string, Parked[string]>;

  constructor(
    readonly projection: Projection,
    readonly view: View,
    parked: Parked,
  ) {
    this.#parked = { ...parked };
  }

  /** How many documents wait to be committed. */
  get size(): number {
    return this.#standing.size;
  }

  get parked(): Parked {
    return this.#parked;
  }

  /** Folds the next events of the ledger. */
  async take(events: readonly LedgerEvent[]): Promise<void> {
    const touched = events.map((event) => this.#keysOf(event));
    await this.#load(events, touched);
    for (let at = 0; at < events.length; at++) {
      for (const key of touched[at]!) this.#fold(events[at]!, key);
    }
  }

  /** What must be written; forget it with {@link clear} when it was. */
  writes(): DocumentWrite<object>[] {
    const writes: Standing[] = [];
    for (const standing of this.#standing.values()) {
      if (standing.changed && (standing.document || !standing.fresh)) writes.push(standing);
    }
    return writes;
  }

  /**
   * Every document is let go of by itself, and the map is a new one: the table of a map leads to the table that followed it,
   * and what is dead but old would keep all that came after from dying young.
   */
  clear(): void {
    for (const standing of this.#standing.values()) standing.document = null;
    this.#standing = new Map();
  }

  /** Parks documents that the schema cannot take (a wrong kind of value); false when there was none. */
  parkUnfit(): boolean {
    const before = this.#standing.size;
    for (const [key, { document, eventId }] of this.#standing) {
      const why = document ? unfit(this.projection, document) : undefined;
      if (why === undefined) continue;
      this.#parked[key] = { eventId, why };
      this.#standing.delete(key);
    }
    return this.#standing.size < before;
  }

  /** Parks documents that the store refused, with its reasons; false when none of them waits to be written. */
  park(documents: readonly { readonly id: string; readonly why: string }[]): boolean {
    const before = this.#standing.size;
    for (const { id, why } of documents) {
      const standing = this.#standing.get(id);
      if (!standing) continue;
      this.#parked[id] = { eventId: standing.eventId, why };
      this.#standing.delete(id);
    }
    return this.#standing.size < before;
  }

  #keysOf(event: LedgerEvent): readonly string[] {
    try {
      return this.projection.keysOf(event);
    } catch (error) {
      // Without keys nobody can tell which document is stale: the stream stands for it.
      this.#parked[event.stream] ??= { eventId: event.id, why: reasonOf(error) };
      return [];
    }
  }

  async #load(events: readonly LedgerEvent[], touched: readonly (readonly string[])[]): Promise<void> {
    const { begins, schema } = this.projection;
    const missing = new Set<string>();
    for (let at = 0; at < events.length; at++) {
      const fresh = schema.appendOnly === true || begins?.includes(events[at]!.type) === true;
      for (const key of touched[at]!) {
        if (this.#standing.has(key)) continue;
        if (!fresh) missing.add(key);
        else if (!missing.has(key)) this.#standing.set(key, unwritten(key));
      }
    }
    if (missing.size === 0) return;
    const found = await this.view.getMany([...missing]);
    for (const key of missing) {
      const known = found.get(key);
      this.#standing.set(
        key,
        known ? { id: key, ...known, eventId: '', changed: false, fresh: false } : unwritten(key),
      );
    }
  }

  #fold(event: LedgerEvent, key: string): void {
    if (Object.hasOwn(this.#parked, key)) return;
    const standing = this.#standing.get(key)!;
    try {
      const document = this.projection.evolve(standing.document ?? undefined, event, key) ?? null;
      if (document === null && standing.document === null) return;
      standing.document = document;
      standing.revision = event.revision;
      standing.eventId = event.id;
      standing.changed = true;
    } catch (error) {
      this.#parked[key] = { eventId: event.id, why: reasonOf(error) };
    }
  }
}

function unwritten(id: string): Standing {
  return { id, document: null, revision: -1, eventId: '', changed: false, fresh: true };
}

function unfit({ schema }: Projection, document: object): string | undefined {
  try {
    JSON.stringify(document);
    const row = schema.row(document);
    for (const { name, kind } of schema.columns) {
      const value = row[name];
      if (kind === 'number' && value != null && !Number.isFinite(Number(value)))
        return `Column ${name} holds no number.`;
    }
    schema.text?.(document).join(' ');
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
