/** Chance that falls the same way for the same seed, on every machine. */
export class Chance {
  private state: number;

  constructor(seed: string) {
    // FNV-1a: spreads similar seeds apart.
    this.state = [...seed].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), -2_128_831_035);
  }

  /** From 0 (included) to 1 (not). */
  next(): number {
    // Mulberry32: small, and good enough for a demonstration.
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number {
    return first + Math.floor(this.next() * (last - first + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)]!;
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }
}
