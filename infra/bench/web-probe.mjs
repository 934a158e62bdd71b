/** What a page tells of itself, for `web.bench.mjs`: its paints, its long tasks and how soon a search was on the screen. */

/** Put into a page before anything of its own runs; `pause` is the app's pause after typing, in milliseconds. */
export function probe(pause) {
  const told = { largestPaint: 0, longTasks: [], searches: [], pausedUntil: undefined };
  globalThis.told = told;
  const watch = (type, see) =>
    new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
  watch('largest-contentful-paint', (entry) => (told.largestPaint = entry.startTime));
  watch('longtask', (entry) => told.longTasks.push({ at: entry.startTime, took: entry.duration }));

  const wait = globalThis.setTimeout;
  globalThis.setTimeout = (work, milliseconds, ...more) => {
    if (milliseconds !== pause) return wait(work, milliseconds, ...more);
    const ending = () => {
      told.pausedUntil = performance.now();
      work();
    };
    return wait(ending, milliseconds);
  };

  // A task that is posted from a frame runs once that frame has been painted.
  const painted = (then) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(undefined);
    });
  /** A search is answered when the section of its results is no longer busy. */
  const changed = ([...changes]) => {
    const answered = changes.some(({ target, oldValue }) => oldValue === 'true' && target.ariaBusy === 'false');
    if (!answered || told.pausedUntil === undefined) return;
    const begun = told.pausedUntil;
    told.pausedUntil = undefined;
    painted(() => told.searches.push(performance.now() - begun));
  };
  new MutationObserver(changed).observe(document, {
    subtree: true,
    attributes: true,
    attributeFilter: ['aria-busy'],
    attributeOldValue: true,
  });
}

/** What a page takes until nothing comes from the server any more, and some more to draw it, in milliseconds. */
const REST = 2000;

/**
 * The last largest paint of a page that has come to rest and shows `ready`, in milliseconds from its navigation. Nothing is asked
 * of the page until it has: looking for `ready` while it is being drawn takes a part of the slowed CPU, which no visitor pays.
 */
export async function largestPaint(page, ready) {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(REST);
  await page.waitForSelector(ready);
  for (let before = -1; ;) {
    const now = await page.evaluate(() => globalThis.told.largestPaint);
    if (now === before) return now;
    before = now;
    await page.waitForTimeout(1000);
  }
}

/** The long tasks since the last call, in milliseconds each; the browser names those past 50. */
export function longTasks(page) {
  return page.evaluate(() => globalThis.told.longTasks.splice(0).map(({ took }) => took));
}
