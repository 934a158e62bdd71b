/** The stream that keeps the identity of the ledger; no record of the ledger. */
const IDENTITY = 'ledger-identity';

/**
 * How the ledger's streams are called in EventStoreDB: as they are, for a ledger that has the server to itself; behind
 * `NAME.` for one of several that share a server (`?ledger=NAME`), each of which passes over the others.
 */
export class Names {
  readonly #prefix: string;
  readonly identity: string;

  constructor(ledger: string | undefined) {
    this.#prefix = ledger === undefined ? '' : `${ledger}.`;
    this.identity = this.#prefix + IDENTITY;
  }

  /** What all streams of this ledger begin with, when it has a name. */
  get prefix(): string | undefined {
    return this.#prefix || undefined;
  }

  /** Name in EventStoreDB of a stream of the ledger. */
  stored(stream: string): string {
    return this.#prefix + stream;
  }

  /** Name in the ledger of a stream of EventStoreDB. */
  given(streamId: string): string {
    return streamId.slice(this.#prefix.length);
  }

  /** Whether a stream of EventStoreDB holds no records of this ledger: the server's own, the mark of identity, another ledger's. */
  passesOver(streamId: string): boolean {
    return streamId.startsWith('$') || streamId === this.identity || !streamId.startsWith(this.#prefix);
  }

  /** Whether a stream of the ledger could not be kept under this name. */
  refuses(stream: string): boolean {
    return stream === IDENTITY || !stream.isWellFormed();
  }
}
