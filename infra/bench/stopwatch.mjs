/** Time by stage: what runs inside another stage is taken from it, so that the sum is the whole. */
export class Stopwatch {
  #spent = new Map();
  #open = [];
  #since = 0;

  /** Runs work as a stage; it may be asynchronous only where nothing else runs meanwhile. */
  time(stage, work) {
    this.#enter(stage);
    let result;
    try {
      result = work();
    } catch (error) {
      this.#leave();
      throw error;
    }
    if (typeof result?.then !== 'function') {
      this.#leave();
      return result;
    }
    return result.finally(() => this.#leave());
  }

  /** Makes every call of a method a stage; `named` may tell the stage by the arguments. */
  wrap(owner, method, named) {
    const original = owner[method];
    const watch = this;
    owner[method] = function (...given) {
      const stage = typeof named === 'function' ? named(...given) : named;
      return watch.time(stage, () => original.apply(this, given));
    };
  }

  /** Milliseconds by stage since the last asking. */
  take() {
    const spent = this.#spent;
    this.#spent = new Map();
    return spent;
  }

  #enter(stage) {
    this.#book();
    this.#open.push(stage);
  }

  #leave() {
    this.#book();
    this.#open.pop();
  }

  #book() {
    const now = performance.now();
    const stage = this.#open.at(-1);
    if (stage !== undefined) this.#spent.set(stage, (this.#spent.get(stage) ?? 0) + now - this.#since);
    this.#since = now;
  }
}
