/** An entry on its way into the vault. */
export interface Write {
  readonly drawer: string;
  readonly key: string;
  /** JSON text. */
  readonly value: string;
  readonly owner: string | null;
  readonly expires: number | null;
}

const LAZY_MILLISECONDS = 200;

/** Writes that nobody waits for: the last one of each entry is written soon, or as soon as somebody asks for it. */
export class PutOff {
  private readonly waiting = new Map<string, Write>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  /** What begins when the running one has ended; whoever asks meanwhile waits for this one. */
  private next: Promise<void> | undefined;

  constructor(
    private readonly write: (write: Write) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  add(id: string, write: Write): void {
    this.waiting.set(id, write);
    this.timer ??= setTimeout(() => this.flushLater(), LAZY_MILLISECONDS).unref();
  }

  /** Resolves when what was put off for this entry is written. */
  async settled(id: string): Promise<void> {
    if (this.waiting.has(id)) await this.flush();
  }

  /**
   * Resolves when everything put off until now is written. Where the store is away all who wait are told so at once, not one
   * after the other.
   */
  flush(): Promise<void> {
    if (this.waiting.size === 0) return Promise.resolve();
    if (!this.running) return this.begin();
    this.next ??= this.running.finally(() => (this.next = undefined)).then(() => this.flush());
    return this.next;
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  private begin(): Promise<void> {
    this.running = this.writeAll().finally(() => (this.running = undefined));
    return this.running;
  }

  private async writeAll(): Promise<void> {
    for (const [id, write] of [...this.waiting]) {
      await this.write(write);
      // A later one may have taken its place meanwhile.
      if (this.waiting.get(id) === write) this.waiting.delete(id);
    }
  }

  private flushLater(): void {
    this.timer = undefined;
    this.flush().catch((error: unknown) => {
      this.onError(error);
      this.timer ??= setTimeout(() => this.flushLater(), LAZY_MILLISECONDS * 5).unref();
    });
  }
}
