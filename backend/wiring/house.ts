import { setFlagsFromString } from 'node:v8';
import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { handle, type CommandLedger, type HandleOptions, type Receipt } from '#ledger/handle.js';
import type { CommandContext } from '#ledger/record.js';
import { RecentStreams } from '#ledger/recent-streams.js';
import { randomSalts } from '#ledger/salts.js';
import { lineLog, type Log } from './log.js';
import { closeStores, openStores, type Stores, type World } from './open-stores.js';
import { readableViews, type ReadableViews } from './readable-views.js';
import { ReadinessCheck, type Readiness } from './readiness.js';
import { runProjector } from './run-projector.js';
import { runTasks } from './run-tasks.js';
import type { Settings, Whereabouts } from './settings.js';
import { SupervisedThread } from './threads/supervised-thread.js';
import { threadFile } from './threads/thread-file.js';
import { realWorld } from './world.js';

/** Where work beside the caller is done: a thread of its own, the calling thread, or nowhere (by another process). */
export type Place = 'thread' | 'inline' | 'none';

export interface HouseOptions {
  /** Keeps the views up to date. Default: as the settings say, in a thread. */
  readonly projector?: Place;
  /** Does the long work. Default: as the settings say, in a thread. */
  readonly tasks?: Place;
  /** Default: a server's threads; the command line answers queries itself (0). */
  readonly readers?: number;
  /** Default `thread`: the calling thread never waits for the disk. */
  readonly ledgerWriter?: 'thread' | 'here';
  /** Default: the real clock and random ids. */
  readonly world?: Pick<World, 'now' | 'newId'>;
  readonly log?: Log;
}

/** The opened stores and the work beside them: what the api, the command line and tests stand on. */
export interface House extends Stores, ReadableViews {
  readonly settings: Settings;
  readonly log: Log;
  /** The ledger with fresh salts, for code that records in its own way. */
  readonly commandLedger: CommandLedger;
  /** Carries out a command on one thing of this ledger; see `ledger/handle.ts`. */
  handle<State, C extends Command, F extends Fact>(
    aggregate: Aggregate<State, C, F>,
    id: string,
    command: C,
    context: CommandContext,
    options?: HandleOptions<State>,
  ): Promise<Receipt>;
  /** Whether questions can be answered, which store is away, and how far every view is behind; never fails. */
  readiness(): Promise<Readiness>;
  now(this: void): number;
  newId(this: void): string;
  /** Stops the work beside (jobs are handed back, the projector ends its batch), then closes the stores: 5 s at most. */
  close(): Promise<void>;
}

/** Events of streams that commands looked at lately: some ten megabytes, and what the streams fold to. */
const EVENTS_AT_HAND = 100_000;
/**
 * Megabytes. Each thread has a young generation, and V8 lets an old one grow by as much again: with 36 for the projector an
 * import through the web page took 40 MB more, and neither with that nor with 24 less time; with 12 for tasks the same rows
 * cost a sixth more. 400 MB are to hold all.
 */
const PROJECTOR_LIMITS = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 18 };
const TASK_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };
/** All work beside is put away within this; then it is ended by force, and resumed at the next start. */
const STOP_MILLISECONDS = 4500;

/** Opens the house by its settings and begins the work beside. Fails when a store cannot be opened; nothing stays open then. */
export async function openHouse(settings: Settings, options: HouseOptions = {}): Promise<House> {
  // What the process is started with is for the calling thread, and taken by then; V8 would put it before every thread's own limit.
  setFlagsFromString('--max-semi-space-size=0');
  const clock = options.world ?? realWorld({ error: () => undefined });
  const log = options.log ?? lineLog(settings.logLevel, clock.now);
  const world: World = {
    ...clock,
    onError: (what, error) => log.error(what, error),
    onWarning: (sentence) => log.warn(sentence),
  };
  const readers = options.readers ?? settings.readers;
  const stores = await openStores(settings, world, { ledgerWriter: options.ledgerWriter ?? 'thread', readers });
  const beside: Work[] = [];
  try {
    await beginWork(beside, settings, world, log, options);
    return furnish(settings, world, log, stores, beside);
  } catch (error) {
    await closeHouse(stores, beside);
    throw error;
  }
}

function furnish(settings: Settings, world: World, log: Log, stores: Stores, beside: readonly Work[]): House {
  const commandLedger: CommandLedger = {
    store: stores.ledger,
    salts: randomSalts(),
    recent: new RecentStreams(EVENTS_AT_HAND, settings.ledgerUrl.startsWith('sqlite:')),
  };
  const views = readableViews(stores.views);
  const check = new ReadinessCheck(stores, world.now, log);
  let closed: Promise<void> | undefined;
  return {
    ...stores,
    ...views,
    settings,
    log,
    commandLedger,
    handle: (aggregate, id, command, context, options) =>
      handle(commandLedger, aggregate, id, command, context, options),
    async readiness() {
      const found = await check.look();
      return { ...found, ready: found.ready && beside.every((work) => work.alive) };
    },
    now: world.now,
    newId: world.newId,
    close: () => (closed ??= closeHouse(stores, beside)),
  };
}

interface Work {
  readonly alive: boolean;
  stop(graceMilliseconds: number): Promise<void>;
}

async function beginWork(
  work: Work[],
  settings: Settings,
  world: World,
  log: Log,
  options: HouseOptions,
): Promise<void> {
  const { projector = placeOf(settings.projector), tasks = placeOf(settings.tasks) } = options;
  const thread = (name: string, limits: typeof TASK_LIMITS): Work =>
    new SupervisedThread({ name, file: threadFile(`${name}-thread`), data: settings, limits, log });
  if (projector === 'thread') work.push(thread('projector', PROJECTOR_LIMITS));
  if (projector === 'inline') work.push({ alive: true, ...(await runProjector(settings, world)) });
  if (tasks === 'thread') work.push(thread('task', TASK_LIMITS));
  if (tasks === 'inline') work.push({ alive: true, ...(await runTasks(settings, world)) });
}

async function closeHouse(stores: Stores, beside: readonly Work[]): Promise<void> {
  // The last begun ends first: tasks still write what the projector folds.
  const deadline = performance.now() + STOP_MILLISECONDS;
  for (const work of [...beside].reverse()) await work.stop(Math.max(deadline - performance.now(), 500));
  await closeStores(stores, 0);
}

function placeOf(whereabouts: Whereabouts): Place {
  return whereabouts === 'here' ? 'thread' : 'none';
}
