// Persistent-subscription groups on $all, and what becomes of groups in odd cases.
import { attempt, es, newEvent, newEvents, sleep } from './kit.mjs';
import { acknowledge, allSettings, consume, groupsOf } from './groups-kit.mjs';

export default async function run({ client, scenario }) {
  const { createGroup, connect } = groupsOf(client);
  await scenario('P18 $all group + filter + position', async () => {
    const r = await client.appendToStream('pa-1', [newEvent(0), newEvent(1)]);
    await client.createPersistentSubscriptionToAll('ga', allSettings({ startFrom: r.position }), {
      filter: es.streamNameFilter({ prefixes: ['pa-'] }),
    });
    await client.appendToStream('pa-2', newEvent(2));
    return consume(client.subscribeToPersistentSubscriptionToAll('ga'), {
      on: acknowledge,
      ms: 1200,
    });
  });
  await scenario('P19 $all group from start, filter', async () => {
    await client.createPersistentSubscriptionToAll('gb', allSettings({ startFrom: 'start' }), {
      filter: es.streamNameFilter({ prefixes: ['pa-'] }),
    });
    return consume(client.subscribeToPersistentSubscriptionToAll('gb'), {
      on: acknowledge,
      ms: 1200,
    });
  });
  await scenario('P20 $all create twice / missing', async () => ({
    a: await attempt(() => client.createPersistentSubscriptionToAll('gb', allSettings())),
    b: await consume(client.subscribeToPersistentSubscriptionToAll('nog'), { ms: 600 }),
    d: await attempt(() => client.deletePersistentSubscriptionToAll('nog')),
  }));
  await scenario('P21 group events visible in $all / streams', async () => {
    const t = {};
    for await (const { event } of client.readAll())
      if (event?.streamId.startsWith('$')) {
        const k = `${event.type} in ${event.streamId}`;
        t[k] = 1;
      }
    return Object.keys(t).sort();
  });
  await scenario(
    'P22 pinned / dispatchToSingle strategies',
    async () => {
      const o = {};
      for (const st of ['Pinned', 'DispatchToSingle', 'RoundRobin', 'Bogus']) {
        const g = 'g22' + st;
        o[st] = await attempt(() => createGroup('p', g, { startFrom: 'start', consumerStrategyName: st }));
        if (o[st]?.['!']) continue;
        const n = [0, 0];
        const ss = [0, 1].map((i) => {
          const s = connect('p', g);
          s.on('error', () => {});
          s.on('data', async (r) => {
            n[i]++;
            await s.ack(r);
          });
          return s;
        });
        await sleep(900);
        for (const s of ss) await s.unsubscribe();
        o[st] = { sum: n[0] + n[1], oneGotAll: n.includes(0) };
      }
      return o;
    },
    15000,
  );
  await scenario('P23 invalid settings', async () => ({
    a: await attempt(() => createGroup('p', 'x1', { readBatchSize: 0 })),
    b: await attempt(() => createGroup('p', 'x2', { liveBufferSize: 5, historyBufferSize: 5, readBatchSize: 20 })),
    d: await attempt(() => createGroup('p', 'x3', { maxRetryCount: -1 })),
    e: await attempt(() => createGroup('p', '')),
  }));
  await scenario('P24 link/maxCount stream', async () => {
    await client.appendToStream('pm', newEvents(6));
    await client.setStreamMetadata('pm', { maxCount: 2 });
    await createGroup('pm', 'g', { startFrom: 'start' });
    return consume(connect('pm', 'g'), {
      on: acknowledge,
      ms: 1000,
    });
  });
  await scenario('P25 stream deleted/tombstoned under group', async () => {
    await client.appendToStream('pt', [newEvent(0)]);
    await createGroup('pt', 'g', { startFrom: 'start' });
    const s = connect('pt', 'g');
    setTimeout(() => client.tombstoneStream('pt').catch(() => {}), 500);
    return consume(s, { on: acknowledge, ms: 1500 });
  });
}
