/** Shared by benchmarks: one line per figure, with the machine's limit of the same run, the ratio and the peak memory. */

/** Runs work that answers how much it did, and gives how much per second. */
export async function rate(work) {
  const start = performance.now();
  const done = await work();
  return done / ((performance.now() - start) / 1000);
}

/** The middle one of several rates, taken in turns so that other work on the machine hits all alike. */
export async function medians(works, rounds = 3) {
  const rates = works.map(() => []);
  for (let round = 0; round < rounds; round++) for (const [i, work] of works.entries()) rates[i].push(await rate(work));
  return rates.map((values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
}

/** `what: ours U/s · limit (of what) U/s · ratio · peak MB` */
export function line(what, ours, limit, unit, limitIs) {
  const figure = (value) => Math.round(value).toLocaleString('en');
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${what}: ${figure(ours)} ${unit}/s · limit (${limitIs}): ${figure(limit)} ${unit}/s · ratio ${(ours / limit).toFixed(2)} · peak ${peak} MB`,
  );
}
