import { createHash, hash } from 'node:crypto';
import type { StoredRecord } from '#ledger/event-store.js';
import { StreamHeads } from '#ledger/stream-heads.js';

/** What two ledgers have in common exactly when they hold the same history in the same order. */
export interface Fingerprint {
  readonly events: number;
  readonly streams: number;
  /** SHA-256 (hex) over all leaf hashes, as 32 bytes each, in ledger order; the same as `ledger verify` says. */
  readonly leaves: string;
  /** Of the last event of every stream: the sum, modulo 2^256, of SHA-256(stream ‖ LF ‖ revision ‖ LF ‖ leaf), hex. */
  readonly heads: string;
}

/** `StreamHeads` keeps times too, which are of no matter here. */
const AT = '1970-01-01T00:00:00.000Z';

/** Takes the fingerprint of a ledger, record by record in its order. */
export class FingerprintTaking {
  readonly #leaves = createHash('sha256');
  readonly #heads = new StreamHeads();
  #sum = 0n;
  #events = 0;

  add({ stream, revision, leaf }: Pick<StoredRecord, 'stream' | 'revision' | 'leaf'>): void {
    this.#leaves.update(leaf, 'hex');
    const before = this.#heads.get(stream);
    if (before) this.#sum -= headHash(stream, before.revision, before.leaf);
    this.#sum = BigInt.asUintN(256, this.#sum + headHash(stream, revision, leaf));
    this.#heads.set(stream, { revision, leaf, at: AT });
    this.#events++;
  }

  /** The fingerprint of what was added; ends the taking. */
  end(): Fingerprint {
    return {
      events: this.#events,
      streams: this.#heads.size,
      leaves: this.#leaves.digest('hex'),
      heads: this.#sum.toString(16).padStart(64, '0'),
    };
  }
}

function headHash(stream: string, revision: number, leaf: string): bigint {
  return BigInt(`0x${hash('sha256', `${stream}\n${revision}\n${leaf}`, 'hex')}`);
}
