import { type House, openHouse } from '#wiring/house.js';
import type { CliContext } from './command.js';

/** How long the command line waits for another process that keeps the views before it does so itself. */
const OTHERS_MILLISECONDS = 2_000;
const WAIT_MILLISECONDS = 24 * 3600 * 1000;

/** Opens the house with a projector of its own for as long as the work takes; leases decide who keeps which view. */
export async function withHouse<Answer>(
  { settings, house }: Pick<CliContext, 'settings' | 'house'>,
  work: (house: House) => Promise<Answer>,
): Promise<Answer> {
  if (house) return work(house);
  return closing(await openHouse(settings, { projector: 'thread', tasks: 'none', readers: 0 }), work);
}

/** Opens the house for reading; its views are brought to the end of the ledger first, by this process when no other does. */
export async function withCurrentViews<Answer>(
  { settings, house: open }: Pick<CliContext, 'settings' | 'house'>,
  work: (house: House) => Promise<Answer>,
): Promise<Answer> {
  if (open) {
    await untilSeen(open, await open.ledger.head());
    return work(open);
  }
  const plain = await openHouse(settings, { projector: 'none', tasks: 'none', readers: 0, ledgerWriter: 'here' });
  const head = await plain.ledger.head();
  if (head === undefined || (await plain.allReached(head, OTHERS_MILLISECONDS))) return closing(plain, work);
  await plain.close();
  return withHouse({ settings }, async (house) => {
    await house.allReached(head, WAIT_MILLISECONDS);
    return work(house);
  });
}

/** Waits until every view shows what was written up to a position; gives the seconds it took. */
export async function untilSeen(house: House, position: string | undefined): Promise<number> {
  const start = performance.now();
  if (position !== undefined) await house.allReached(position, WAIT_MILLISECONDS);
  return secondsSince(start);
}

/** Seconds since a `performance.now()`, to the millisecond. */
export function secondsSince(start: number): number {
  return Math.round(performance.now() - start) / 1000;
}

async function closing<Answer>(house: House, work: (house: House) => Promise<Answer>): Promise<Answer> {
  try {
    return await work(house);
  } finally {
    await house.close();
  }
}
