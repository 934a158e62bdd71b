/**
 * Lets at most one value through per `interval` milliseconds: the first at once, then the newest. What is held back is
 * taken with `take` when the work ends, so that the last value always arrives.
 */
export class ProgressThrottle {
  private held: { readonly value: unknown } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly interval: number,
    private readonly write: (value: unknown) => void,
  ) {}

  push(value: unknown): void {
    this.held = { value };
    if (this.timer) return;
    this.flush();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.held) this.push(this.held.value);
    }, this.interval);
  }

  /** Ends the throttle and gives what was not written yet. */
  take(): { readonly value: unknown } | undefined {
    clearTimeout(this.timer);
    this.timer = undefined;
    const last = this.held;
    this.held = undefined;
    return last;
  }

  private flush(): void {
    const last = this.held;
    this.held = undefined;
    if (last) this.write(last.value);
  }
}
