import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Projection } from '#projections/kernel/projection.js';
import { Projector } from '#projections/kernel/projector.js';
import type { View, ViewStore } from '#projections/kernel/view-store.js';
import { PROJECTIONS } from '#projections/registry.js';
import { type House, openHouse } from '#wiring/house.js';
import { openStore } from '#wiring/open-stores.js';
import { realWorld } from '#wiring/world.js';
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

/** `ledger rebuild VIEW`: folds the whole ledger again, beside the view; what differs is thrown away and built anew. */
export const rebuildCommand: CliCommand = {
  name: 'rebuild',
  usage: 'VIEW | all',
  summary: 'Builds a view again from the ledger, beside the one that is read; says whether it came out the same.',
  details:
    'A view that is right is left alone, and may be read and kept by a running server meanwhile. One that differs is thrown\n' +
    'away and built anew: stop the server for that.',
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
  const view = await house.views.open(name, version, schema);
  const known = (await view.checkpoint()) !== undefined;
  if (known) {
    const compared = await compareBeside(house, projection);
    if (compared.before === compared.checksum) return { view: name, version, ...compared };
    return { ...(await buildAnew(house, projection)), before: compared.before };
  }
  return buildAnew(house, projection);
}

async function buildAnew(house: House, projection: Projection): Promise<RebuiltView> {
  const { name, version, schema } = projection;
  const owner = house.newId();
  await mustHold(house.views, projection, owner);
  const start = performance.now();
  await house.views.drop(name, version);
  await projectorOf(house, house.views, projection, owner).catchUp();
  const seconds = secondsSince(start);
  const checksum = await (await house.views.open(name, version, schema)).checksum();
  return { view: name, version, seconds, checksum };
}

/** How often a view that moves on while it is compared is compared again. */
const TRIES = 5;

/** The same view, folded anew in a place of its own, and whether the one that is read says the same. */
async function compareBeside(house: House, projection: Projection) {
  const { name, version, schema } = projection;
  const folder = join(house.settings.data, 'temp', `rebuild-${house.newId()}`);
  const settings = { ...house.settings, viewsUrl: `sqlite:${folder}` };
  const world = realWorld({ error: () => undefined });
  const beside = await openStore('views', settings, world, { ledgerWriter: 'here', readers: 0 });
  try {
    const start = performance.now();
    await projectorOf(house, beside, projection, house.newId()).catchUp();
    const seconds = secondsSince(start);
    const [view, fresh] = [await house.views.open(name, version, schema), await beside.open(name, version, schema)];
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      await projectorOf(house, house.views, projection, house.newId()).catchUp();
      await projectorOf(house, beside, projection, house.newId()).catchUp();
      const [is, shouldBe] = [await standing(view), await standing(fresh)];
      if (is && shouldBe && is.position === shouldBe.position)
        return { seconds, before: is.checksum, checksum: shouldBe.checksum };
    }
    throw new CliFailure(`The view ${name} changes all the time: rebuild it when less is being recorded.`);
  } finally {
    await beside.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Where a view stands and its checksum there; undefined when it moved on in between. */
async function standing(view: View): Promise<{ position: string | undefined; checksum: string } | undefined> {
  const position = (await view.checkpoint())?.position;
  const checksum = await view.checksum();
  return (await view.checkpoint())?.position === position ? { position, checksum } : undefined;
}

function projectorOf({ ledger }: House, views: ViewStore, projection: Projection, owner: string): Projector {
  return new Projector({ ledger, views, projections: [projection], owner });
}

async function mustHold(views: ViewStore, { name, version }: Projection, owner: string): Promise<void> {
  if (await views.lease(name, version, owner, 600_000)) return;
  throw new CliFailure(`The view ${name} is not right, and a running server keeps it: stop the server, then rebuild.`);
}
