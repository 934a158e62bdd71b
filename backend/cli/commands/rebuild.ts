import type { Projection } from '#projections/kernel/projection.js';
import { Projector } from '#projections/kernel/projector.js';
import type { ViewStore } from '#projections/kernel/view-store.js';
import { PROJECTIONS } from '#projections/registry.js';
import { type House, openHouse } from '#wiring/house.js';
import { CliFailure, type CliCommand, onlyWord, UsageError } from '../command.js';
import { secondsSince } from '../with-house.js';

interface RebuiltView {
  readonly view: string;
  readonly version: number;
  readonly seconds: number;
  readonly checksum: string;
  /** Checksum of the view as it was; absent when there was none. */
  readonly before?: string;
}

/** `ledger rebuild VIEW`: throws a view away and folds the whole ledger again. */
export const rebuildCommand: CliCommand = {
  name: 'rebuild',
  usage: 'VIEW | all',
  summary: 'Throws a view away and builds it again from the ledger; says whether it came out the same.',
  details: 'A running server keeps its views itself: stop it first.',
  run: async (context) => {
    const name = onlyWord(context, `which VIEW to rebuild: ${PROJECTIONS.map((one) => one.name).join(', ')} or all`);
    const chosen = PROJECTIONS.filter((one) => name === 'all' || one.name === name);
    if (chosen.length === 0)
      throw new UsageError(`There is no view "${name}"; there are ${PROJECTIONS.map((one) => one.name).join(', ')}.`);
    const house = await openHouse(context.settings, {
      projector: 'none',
      tasks: 'none',
      readers: 0,
      ledgerWriter: 'here',
    });
    try {
      const views: RebuiltView[] = [];
      for (const projection of chosen) views.push(await rebuild(house, projection));
      return { views };
    } finally {
      await house.close();
    }
  },
  tell: ({ views }: { views: readonly RebuiltView[] }) =>
    views.map(({ view, version, seconds, before, checksum }) => {
      const outcome =
        before === undefined
          ? 'there was none before'
          : before === checksum
            ? 'the same as before'
            : 'it differs from before';
      return `${view}@${version} was built in ${seconds} s; ${outcome}.`;
    }),
};

async function rebuild(house: House, projection: Projection): Promise<RebuiltView> {
  const { name, version, schema } = projection;
  const owner = house.newId();
  const view = await house.views.open(name, version, schema);
  await mustHold(house.views, projection, owner);
  const settings = { ledger: house.ledger, views: house.views, projections: [projection], owner };
  const known = (await view.checkpoint()) !== undefined;
  const before = known ? await view.checksum() : undefined;
  const start = performance.now();
  await house.views.drop(name, version);
  await new Projector(settings).catchUp();
  const seconds = secondsSince(start);
  const checksum = await (await house.views.open(name, version, schema)).checksum();
  return { view: name, version, seconds, checksum, ...(before !== undefined && { before }) };
}

async function mustHold(views: ViewStore, { name, version }: Projection, owner: string): Promise<void> {
  if (await views.lease(name, version, owner, 600_000)) return;
  throw new CliFailure(`The view ${name} is being kept by a running server: stop it, then rebuild.`);
}
