/** What several versions of a map share: each sees the entries that stood there when it was made. */
interface Shared<V> {
  readonly entries: (readonly [string, V])[];
  /** Where each key stands; made when there are too many to look through. */
  places?: Map<string, number>;
}

/** Up to here looking through all is as quick as a table, and takes no memory of its own. */
const FEW = 8;
const NOTHING: Shared<never> = { entries: [] };

/**
 * A map that never changes: `with` gives another one. Entries of new keys are added without copying what is there, so that a
 * long stream folds in the time of one look per event; giving a key another value copies. Entries keep the order of a `Map`.
 */
export class GrowingMap<V> implements ReadonlyMap<string, V> {
  private constructor(
    private readonly shared: Shared<V>,
    readonly size: number,
  ) {}

  private static readonly none = new GrowingMap<never>(NOTHING, 0);

  /** A map of these entries, by default of none. */
  static of<V>(entries?: Iterable<readonly [string, V]>): GrowingMap<V> {
    const none: GrowingMap<V> = GrowingMap.none;
    return entries ? none.with(entries) : none;
  }

  /** This map and these entries; a key that is there already has the new value in its old place. */
  with(entries: Iterable<readonly [string, V]>): GrowingMap<V> {
    let { shared, size } = this;
    let own = false;
    for (const entry of entries) {
      const at = placeOf(shared, entry[0], size);
      // Others may read what is shared: without a copy only its end, which nobody sees yet, may be written.
      if (!own && (at !== undefined || shared.entries.length !== size || shared === NOTHING)) {
        shared = { entries: shared.entries.slice(0, size) };
        own = true;
      }
      if (at === undefined) add(shared, size++, entry);
      else shared.entries[at] = entry;
    }
    return new GrowingMap(shared, size);
  }

  get(key: string): V | undefined {
    const at = placeOf(this.shared, key, this.size);
    return at === undefined ? undefined : this.shared.entries[at]![1];
  }

  has(key: string): boolean {
    return placeOf(this.shared, key, this.size) !== undefined;
  }

  forEach(call: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) call(value, key, this);
  }

  entries(): MapIterator<[string, V]> {
    return this.listed(([key, value]): [string, V] => [key, value]);
  }

  keys(): MapIterator<string> {
    return this.listed(([key]) => key);
  }

  values(): MapIterator<V> {
    return this.listed(([, value]) => value);
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  /** As an object with the keys as members. */
  toJSON(): Record<string, V> {
    return Object.fromEntries(this);
  }

  private listed<T>(part: (entry: readonly [string, V]) => T): MapIterator<T> {
    return this.shared.entries.slice(0, this.size).map(part).values();
  }
}

function add<V>(shared: Shared<V>, at: number, entry: readonly [string, V]): void {
  shared.entries.push(entry);
  shared.places?.set(entry[0], at);
}

function placeOf<V>(shared: Shared<V>, key: string, size: number): number | undefined {
  const { entries } = shared;
  if (size > FEW) {
    shared.places ??= new Map(entries.map(([known], at) => [known, at]));
    const at = shared.places.get(key);
    return at !== undefined && at < size ? at : undefined;
  }
  for (let at = 0; at < size; at++) if (entries[at]![0] === key) return at;
  return undefined;
}
