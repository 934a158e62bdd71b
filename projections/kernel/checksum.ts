import { createHash, hash } from 'node:crypto';

/**
 * Sum of the SHA-256 of all documents, so that their order does not matter, hashed once more with their number. Members of
 * a document are sorted first: a fold may set them in another order when it stopped and went on between two events.
 */
export class Checksum {
  #sum = 0n;
  #count = 0;

  /** Takes a document as JSON text. */
  add(id: string, document: string): void {
    const text = JSON.stringify([id, sorted(JSON.parse(document))]);
    this.#sum += BigInt(`0x${hash('sha256', text)}`);
    this.#count += 1;
  }

  /** Hex. */
  digest(): string {
    return createHash('sha256')
      .update(`${this.#count}:${BigInt.asUintN(256, this.#sum).toString(16)}`)
      .digest('hex');
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return members.map(([name, member]) => [name, sorted(member)]);
}
