// Catch-up subscriptions to a stream and to $all: start, live, deletions while subscribed.
import { describe, newEvent, newEvents, sleep } from './kit.mjs';

export default async function run({ client, scenario, watch, newestPosition }) {
  const toAll = (options) => () => client.subscribeToAll(options);
  await scenario('C01 sub stream start + live', async () => {
    await client.appendToStream('c1', [newEvent(0), newEvent(1)]);
    return watch(() => client.subscribeToStream('c1'), {
      ms: 1500,
      during: { caughtUp: () => client.appendToStream('c1', [newEvent(2), newEvent(3)]) },
    });
  });
  await scenario('C02 sub stream from 0n (exclusive)', () =>
    watch(() => client.subscribeToStream('c1', { fromRevision: 0n }), { ms: 800 }),
  );
  await scenario('C03 sub stream end + live', () =>
    watch(() => client.subscribeToStream('c1', { fromRevision: 'end' }), {
      ms: 1200,
      during: { caughtUp: () => client.appendToStream('c1', newEvent(4)) },
    }),
  );
  await scenario('C03b sub stream end + append on confirmation', () =>
    watch(() => client.subscribeToStream('c1', { fromRevision: 'end' }), {
      ms: 1200,
      during: { confirmation: () => client.appendToStream('c1', newEvent(5)) },
    }),
  );
  await scenario('C04 sub stream beyond end', () =>
    watch(() => client.subscribeToStream('c1', { fromRevision: 100n }), {
      ms: 1200,
      during: { caughtUp: () => client.appendToStream('c1', newEvent(6)) },
    }),
  );
  await scenario('C05 sub missing stream then created', () =>
    watch(() => client.subscribeToStream('c5'), {
      ms: 1500,
      during: { caughtUp: () => client.appendToStream('c5', newEvent(0)) },
    }),
  );
  await scenario('C06 sub tombstoned stream', () => watch(() => client.subscribeToStream('bt'), { ms: 1200 }));
  await scenario('C07 sub soft-deleted stream', () =>
    watch(() => client.subscribeToStream('bd'), {
      ms: 1200,
      during: { caughtUp: () => client.appendToStream('bd', newEvent(7)) },
    }),
  );
  await scenario('C08 stream tombstoned while subscribed', async () => {
    await client.appendToStream('c8', newEvent(0));
    return watch(() => client.subscribeToStream('c8'), {
      ms: 1500,
      during: { caughtUp: () => client.tombstoneStream('c8') },
    });
  });
  await scenario('C09 stream soft-deleted while subscribed, then re-created', async () => {
    await client.appendToStream('c9', newEvent(0));
    return watch(() => client.subscribeToStream('c9'), {
      ms: 1500,
      during: {
        caughtUp: async () => {
          await client.deleteStream('c9');
          await client.appendToStream('c9', newEvent(1));
        },
      },
    });
  });
  await scenario('C10 maxCount stream subscribed from start', () =>
    watch(() => client.subscribeToStream('bm'), { ms: 800 }),
  );
  await scenario('C11 two appends of 3 each, caughtUp count over live', async () =>
    watch(() => client.subscribeToStream('c11'), {
      ms: 2500,
      during: {
        confirmation: async () => {
          for (let i = 0; i < 6; i++) {
            await client.appendToStream('c11', [newEvent(i)]);
            await sleep(150);
          }
        },
      },
    }),
  );
  await scenario('C12 truncateBefore above the last revision: live events come all the same', async () => {
    await client.appendToStream('c12', newEvents(2));
    await client.setStreamMetadata('c12', { truncateBefore: 50 });
    return watch(() => client.subscribeToStream('c12'), {
      ms: 1200,
      during: { caughtUp: () => client.appendToStream('c12', newEvent(2)) },
    });
  });
  await scenario('C20 all from position exclusive + live', async () => {
    const r = await client.appendToStream('c20', [newEvent(0), newEvent(1)]);
    await client.appendToStream('c20', newEvent(2));
    return watch(toAll({ fromPosition: r.position }), {
      ms: 1200,
      during: { caughtUp: () => client.appendToStream('c20', newEvent(3)) },
    });
  });
  await scenario('C21 all from end', () =>
    watch(toAll({ fromPosition: 'end' }), {
      ms: 1200,
      during: { caughtUp: () => client.appendToStream('c21', newEvent(0)) },
    }),
  );
  await scenario('C22 all from invalid position (+1)', async () => {
    const p = await newestPosition();
    return watch(toAll({ fromPosition: { commit: p.commit + 1n, prepare: p.prepare + 1n } }), {
      ms: 1500,
      during: { caughtUp: () => client.appendToStream('c22', newEvent(0)) },
    });
  });
  await scenario('C22b all from invalid position (+1) inside the log', async () => {
    let p;
    for await (const { event } of client.readAll({ maxCount: 5 })) p = event.position;
    const fromPosition = { commit: p.commit + 1n, prepare: p.prepare + 1n };
    return watch(toAll({ fromPosition }), { ms: 1200 });
  });
  await scenario('C23 all from far past end', () =>
    watch(toAll({ fromPosition: { commit: 1n << 50n, prepare: 1n << 50n } }), {
      ms: 1500,
      during: { caughtUp: () => client.appendToStream('c23', newEvent(0)) },
    }),
  );
  await scenario('C42 resolveLinkTos subscription', () =>
    watch(() => client.subscribeToStream('bl2', { resolveLinkTos: true }), { ms: 800 }),
  );
  await scenario('C43 unsubscribe events', async () => {
    const s = client.subscribeToStream('c1');
    const log = [];
    for (const k of ['end', 'close', 'error', 'confirmation'])
      s.on(k, (e) => log.push(k === 'error' ? describe(e) : k));
    s.on('data', () => {});
    await sleep(300);
    await s.unsubscribe();
    await sleep(200);
    return log;
  });
}
