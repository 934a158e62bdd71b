/** How many failures are free and how the wait grows after them. */
interface Limit {
  readonly free: number;
  readonly longestMilliseconds: number;
}

/**
 * A name waits a minute at most, so that nobody can be kept out by others typing wrong passwords for long;
 * an address waits longer, since one address tries many names.
 */
const LIMITS: Readonly<Record<'name' | 'address', Limit>> = {
  name: { free: 5, longestMilliseconds: 60_000 },
  address: { free: 20, longestMilliseconds: 900_000 },
};
/** Failures are forgotten after a quarter of an hour without any. */
const FORGET_AFTER = 900_000;
/** Bounds the memory that an attacker with many names can take. */
const MOST_ENTRIES = 20_000;

interface Failures {
  count: number;
  last: number;
}

/** Slows down guessing of passwords, per name and per address: every failure past the free ones doubles the wait. */
export class SignInThrottle {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number) {}

  /**
   * Counts an attempt as failed before it is checked, so that many at once cannot slip through together.
   * Answers the milliseconds to wait instead when it may not be tried yet; such an attempt is not counted.
   */
  begin(name: string, address: string): number {
    const wait = Math.max(this.wait('name', name), this.wait('address', address));
    if (wait > 0) return wait;
    this.count('name', name);
    this.count('address', address);
    return 0;
  }

  /** The attempt was right: the name starts afresh, and the address is given back this one attempt. */
  succeeded(name: string, address: string): void {
    this.failures.delete(`name ${name}`);
    const entry = this.failures.get(`address ${address}`);
    if (entry) entry.count -= 1;
  }

  private wait(kind: 'name' | 'address', value: string): number {
    const entry = this.failures.get(`${kind} ${value}`);
    const { free, longestMilliseconds } = LIMITS[kind];
    if (!entry || entry.count < free) return 0;
    const pause = Math.min(1_000 * 2 ** (entry.count - free), longestMilliseconds);
    return Math.max(0, entry.last + pause - this.now());
  }

  private count(kind: 'name' | 'address', value: string): void {
    const key = `${kind} ${value}`;
    const known = this.failures.get(key);
    const count = known && known.last + FORGET_AFTER > this.now() ? known.count + 1 : 1;
    // Set anew, so that the map's order is the order of the last failure and the oldest can be dropped.
    this.failures.delete(key);
    this.failures.set(key, { count, last: this.now() });
    if (this.failures.size > MOST_ENTRIES) this.failures.delete(this.failures.keys().next().value as string);
  }
}
