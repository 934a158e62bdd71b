// Filters of $all subscriptions: when checkpoints come, and what regular expressions do.
import { attempt, describe, es, newEvent, newEvents, sleep } from './kit.mjs';

const isCheckpoint = (item) => item === 'cp' || item === 'cp!';

function runs(log) {
  const result = [];
  let count = 0;
  for (const item of [...log, undefined]) {
    if (isCheckpoint(item)) {
      count += 1;
      continue;
    }
    if (count > 0) result.push(`cp×${count}`);
    count = 0;
    if (item !== undefined) result.push(item);
  }
  return result;
}

export default async function run({ client, scenario, watch, newestPosition }) {
  // One event, 100 events of type N in ten appends, one event; "start" is the position of the first.
  await client.appendToStream('c30', newEvent(0));
  const start = await newestPosition();
  for (let i = 0; i < 10; i++) await client.appendToStream('c30n', newEvents(10, 'N'));
  await client.appendToStream('c30', newEvent(1));

  /** Logs events and checkpoints, runs of checkpoints as "cp×n", and where the last one stands. */
  const checkpoints =
    (makeFilter, { from, live } = {}) =>
    async () => {
      const log = [];
      const positions = [];
      const filter = makeFilter(async (_subscription, { commit, prepare }) => {
        log.push(commit === prepare ? 'cp' : 'cp!');
        positions.push(commit);
      });
      const fromPosition = from ?? (await newestPosition());
      const subscription = client.subscribeToAll({ fromPosition, filter });
      subscription.on('error', (error) => log.push(describe(error)));
      for (const kind of ['confirmation', 'caughtUp', 'fellBehind']) {
        subscription.on(kind, () => log.push(kind));
      }
      subscription.on('data', ({ event }) => log.push(`${event.streamId}/${event.revision}`));
      await sleep(live ? 600 : 900);
      if (live) {
        log.push('--live');
        await live();
        await sleep(700);
      }
      const all = [];
      for await (const { event } of client.readAll({ fromPosition })) all.push(event.position.commit);
      await subscription.unsubscribe();
      // Where checkpoints stand: 0 is the event at which the subscription started.
      return { log: runs(log), at: positions.map((p) => all.indexOf(p)) };
    };
  await scenario(
    'C30 filter prefix interval 1 default window: 100 non-matching then 1',
    checkpoints(
      (checkpointReached) =>
        es.streamNameFilter({
          prefixes: ['c30n0', 'c30'],
          checkpointInterval: 1,
          checkpointReached,
        }),
      { from: start },
    ),
  );
  await scenario(
    'C31 filter none match, interval 1 (window 32)',
    checkpoints(
      (checkpointReached) => es.streamNameFilter({ prefixes: ['zzz'], checkpointInterval: 1, checkpointReached }),
      { from: start },
    ),
  );
  await scenario(
    'C32 filter none match, interval 1, maxSearchWindow 5',
    checkpoints(
      (checkpointReached) =>
        es.streamNameFilter({
          prefixes: ['zzz'],
          maxSearchWindow: 5,
          checkpointInterval: 1,
          checkpointReached,
        }),
      { from: start },
    ),
  );
  await scenario(
    'C33 filter none match, interval 3, window 5',
    checkpoints(
      (checkpointReached) =>
        es.streamNameFilter({
          prefixes: ['zzz'],
          maxSearchWindow: 5,
          checkpointInterval: 3,
          checkpointReached,
        }),
      { from: start },
    ),
  );
  await scenario(
    'C34 filter type N (100 matching), interval 1 window 5',
    checkpoints(
      (checkpointReached) =>
        es.eventTypeFilter({
          prefixes: ['N'],
          maxSearchWindow: 5,
          checkpointInterval: 1,
          checkpointReached,
        }),
      { from: start },
    ),
  );
  await scenario(
    'C35 live: 100 non-matching single appends, interval 1 window 32',
    checkpoints(
      (checkpointReached) => es.streamNameFilter({ prefixes: ['zzz'], checkpointInterval: 1, checkpointReached }),
      {
        live: async () => {
          for (let i = 0; i < 100; i++) await client.appendToStream('c35', newEvent(i));
        },
      },
    ),
  );
  await scenario(
    'C36 live: 10 non-matching + 1 matching, interval 1 window 32',
    checkpoints(
      (checkpointReached) => es.streamNameFilter({ prefixes: ['zzz'], checkpointInterval: 1, checkpointReached }),
      {
        live: async () => {
          for (let i = 0; i < 10; i++) await client.appendToStream('c36', newEvent(i));
          await client.appendToStream('zzz1', newEvent(0));
        },
      },
    ),
  );
  await scenario(
    'C37 live: 40 matching, interval 1 window 5',
    checkpoints(
      (checkpointReached) =>
        es.streamNameFilter({
          prefixes: ['zzy'],
          maxSearchWindow: 5,
          checkpointInterval: 1,
          checkpointReached,
        }),
      {
        live: async () => {
          for (let i = 0; i < 40; i++) await client.appendToStream('zzy', newEvent(i));
        },
      },
    ),
  );
  await scenario(
    'C38 nothing new at all, interval 1',
    checkpoints((checkpointReached) =>
      es.streamNameFilter({ prefixes: ['zzz'], checkpointInterval: 1, checkpointReached }),
    ),
  );
  await scenario(
    'C39 regex .NET features (?i) and lookahead',
    async () => {
      await client.appendToStream('C39AbC', newEvent(0));
      const r = {};
      for (const re of ['(?i)^c39abc$', '^(?=C39).*$', '^C39\\p{Lu}b', '^[^$].*'])
        r[re] = await attempt(async () => {
          const s = client.subscribeToAll({
            fromPosition: start,
            filter: es.streamNameFilter({ regex: re }),
          });
          let n = 0;
          s.on('data', (x) => {
            if (x.event.streamId === 'C39AbC') n++;
          });
          const e = await Promise.race([
            new Promise((q) => s.on('error', q)),
            new Promise((q) => s.on('caughtUp', () => q(null))),
            sleep(2000),
          ]);
          await s.unsubscribe();
          if (e) throw e;
          return n;
        });
      return r;
    },
    15000,
  );
  await scenario('C40 invalid regex', () =>
    watch(() => client.subscribeToAll({ filter: es.streamNameFilter({ regex: '([' }) }), {
      ms: 1500,
    }),
  );
  await scenario('C41 filter checkpointInterval 0 / maxSearchWindow 0', () =>
    attempt(() =>
      watch(
        () =>
          client.subscribeToAll({
            fromPosition: start,
            filter: es.streamNameFilter({
              prefixes: ['c30'],
              checkpointInterval: 0,
              maxSearchWindow: 0,
            }),
          }),
        { ms: 1500 },
      ),
    ),
  );
}
