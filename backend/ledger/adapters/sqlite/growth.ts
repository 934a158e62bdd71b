/** How often the file is asked whether another process has written, while somebody waits for that. */
const POLL_MILLISECONDS = 20;

/** Waits for new records: told at once of our own, and by looking at the file for those of other processes. */
export class Growth {
  readonly #waiting = new Set<{ readonly after: number; readonly resolve: () => void }>();
  #timer: NodeJS.Timeout | undefined;
  #version: number | undefined;

  constructor(private readonly log: { head(): number; version(): number }) {}

  /** Resolves when a record stands after the position, or when aborted. */
  async past(after: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.log.head() > after) return;
    await new Promise<void>((resolve) => {
      const waiter = {
        after,
        resolve: () => {
          this.#waiting.delete(waiter);
          signal.removeEventListener('abort', waiter.resolve);
          if (this.#waiting.size === 0) this.#stop();
          resolve();
        },
      };
      signal.addEventListener('abort', waiter.resolve);
      this.#waiting.add(waiter);
      this.#timer ??= setInterval(() => this.#look(), POLL_MILLISECONDS);
    });
  }

  /** Wakes those who wait for something before or at this position. */
  reached(position: number): void {
    for (const waiter of [...this.#waiting]) if (position > waiter.after) waiter.resolve();
  }

  /** Wakes all: the store closes. */
  end(): void {
    for (const waiter of [...this.#waiting]) waiter.resolve();
  }

  #look(): void {
    try {
      const version = this.log.version();
      if (version === this.#version) return;
      this.#version = version;
      this.reached(this.log.head());
    } catch {
      // The file is out of reach for now: the next look may find it again, and who reads is told.
      this.#version = undefined;
    }
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#version = undefined;
  }
}
