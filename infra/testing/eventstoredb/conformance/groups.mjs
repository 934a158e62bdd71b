// Persistent-subscription groups on streams.
import { attempt, newEvent, newEvents, sleep } from './kit.mjs';
import { acknowledge, consume, groupsOf, jsonText, streamSettings } from './groups-kit.mjs';

export default async function run({ client, scenario, readOutcome }) {
  const { createGroup, connect } = groupsOf(client);
  await client.appendToStream('p', newEvents(6));
  await scenario('P01 create twice', async () => {
    const a = await attempt(() => createGroup('p', 'g1', { startFrom: 'start' }));
    const b = await attempt(() => createGroup('p', 'g1'));
    return { a, b };
  });
  await scenario('P02 create on missing stream', () => attempt(() => createGroup('p-missing', 'g')));
  await scenario('P03 delete missing / subscribe missing / update missing / info missing', async () => ({
    d: await attempt(() => client.deletePersistentSubscriptionToStream('p', 'nog')),
    s: await consume(connect('p', 'nog'), { ms: 600 }),
    u: await attempt(() => client.updatePersistentSubscriptionToStream('p', 'nog', streamSettings())),
    i: await attempt(() => client.getPersistentSubscriptionToStreamInfo('p', 'nog')),
  }));
  await scenario('P04 all acked from start', () =>
    consume(connect('p', 'g1'), {
      on: acknowledge,
      ms: 1000,
    }),
  );
  await scenario('P05 reconnect after all acked', async () => {
    await sleep(2500);
    return consume(connect('p', 'g1'), {
      on: acknowledge,
      ms: 1000,
    });
  });
  await scenario('P06 startFrom end then live', async () => {
    await createGroup('p', 'g6', { startFrom: 'end' });
    return consume(connect('p', 'g6'), {
      on: acknowledge,
      ms: 1200,
    });
  });
  await scenario('P06b startFrom end, live append', async () => {
    const s = connect('p', 'g6');
    s.on('confirmation', () => client.appendToStream('p', newEvent(6)));
    return consume(s, { on: acknowledge, ms: 1200 });
  });
  await scenario('P07 startFrom 2n', async () => {
    await createGroup('p', 'g7', { startFrom: 2n });
    return consume(connect('p', 'g7'), {
      on: acknowledge,
      ms: 1000,
    });
  });
  for (const act of ['retry', 'skip', 'park', 'stop'])
    await scenario(`P08 nack ${act} on revision 1 (maxRetry 2)`, async () => {
      const g = 'g8' + act;
      await createGroup('p', g, { startFrom: 'start', maxRetryCount: 2 });
      const l = await consume(connect('p', g), {
        on: async (r, s) => (r.event.revision === 1n ? s.nack(act, 'why', r) : s.ack(r)),
        ms: 1500,
      });
      const parked = await attempt(async () => {
        const found = [];
        for await (const { event } of client.readStream(`$persistentsubscription-p::${g}-parked`)) {
          const { type, isJson } = event;
          const md = jsonText(event.metadata)?.replace(/\d{4}-\d\d-\d\dT[^"]+/, '<date>');
          found.push({ type, isJson, data: Buffer.from(event.data).toString(), md });
        }
        return found;
      });
      return { l, parked };
    });
  await scenario('P09 replay parked', async () => {
    const r = await attempt(() => client.replayParkedMessagesToStream('p', 'g8park'));
    const l = await consume(connect('p', 'g8park'), {
      on: acknowledge,
      ms: 1500,
    });
    return { r, l, parked: await readOutcome('$persistentsubscription-p::g8park-parked') };
  });
  await scenario('P10 no ack: bufferSize 3 in flight', async () => {
    await createGroup('p', 'g10', {
      startFrom: 'start',
      messageTimeout: 500,
      maxRetryCount: 1,
    });
    const log = await consume(connect('p', 'g10', { bufferSize: 3 }), { ms: 3500 });
    return log.slice(0, 10); // later ones depend on when the server looks for timeouts
  });
  await scenario('P11 unacked are redelivered after unsubscribe', async () => {
    await createGroup('p', 'g11', { startFrom: 'start' });
    const a = await consume(connect('p', 'g11'), {
      on: async (r, s) => {
        if (r.event.revision % 2n === 0n) await s.ack(r);
      },
      ms: 900,
    });
    await sleep(300);
    const b = await consume(connect('p', 'g11'), {
      on: acknowledge,
      ms: 900,
    });
    return { a, b };
  });
  await scenario('P12 maxSubscriberCount 1', async () => {
    await createGroup('p', 'g12', { startFrom: 'start', maxSubscriberCount: 1 });
    const s1 = connect('p', 'g12');
    const p1 = consume(s1, { ms: 1500 });
    await sleep(500);
    const l2 = await consume(connect('p', 'g12'), {
      ms: 600,
    });
    await p1;
    return l2;
  });
  await scenario('P13 delete group while connected', async () => {
    await createGroup('p', 'g13', { startFrom: 'end' });
    const s = connect('p', 'g13');
    s.on('confirmation', () => client.deletePersistentSubscriptionToStream('p', 'g13'));
    return consume(s, { ms: 1200 });
  });
  await scenario('P14 update settings while connected', async () => {
    await createGroup('p', 'g14', { startFrom: 'end' });
    const s = connect('p', 'g14');
    let u;
    s.on('confirmation', async () => {
      u = await attempt(() =>
        client.updatePersistentSubscriptionToStream(
          'p',
          'g14',
          streamSettings({ startFrom: 'start', maxRetryCount: 5 }),
        ),
      );
    });
    const l = await consume(s, { ms: 1500 });
    const l2 = await consume(connect('p', 'g14'), {
      ms: 900,
      on: acknowledge,
    });
    return { l, u: u ?? 'undefined', l2 };
  });
  await scenario('P15 info', async () =>
    attempt(async () => {
      const i = await client.getPersistentSubscriptionToStreamInfo('p', 'g1');
      return {
        keys: Object.keys(i),
        status: i.status,
        groupName: i.groupName,
        eventSource: i.eventSource,
        settings: i.settings,
        stats: Object.keys(i.stats ?? {}),
      };
    }),
  );
  await scenario('P16 list', async () =>
    attempt(async () =>
      (await client.listAllPersistentSubscriptions()).map((x) => `${x.eventSource}::${x.groupName}`).sort(),
    ),
  );
  await scenario('P17 list for stream', async () =>
    attempt(async () => (await client.listPersistentSubscriptionsToStream('p')).map((x) => x.groupName).sort()),
  );
}
