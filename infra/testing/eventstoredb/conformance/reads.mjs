// Reads of streams and of $all, with stream metadata, deletions and links.
import { attempt, es, newEvent, newEvents, sleep } from './kit.mjs';

export default async function run({ client, scenario, append, readOutcome }) {
  async function typesOf(options) {
    const types = [];
    for await (const { event } of client.readAll(options)) types.push(event.type);
    return types;
  }

  // With maxCount 0 a real server searches for ever, at full load, until the call is cancelled.
  async function readNothing() {
    const read = client.readAll({ maxCount: 0 });
    read.on('data', () => {}).on('error', () => {});
    const ended = new Promise((resolve) => read.on('end', () => resolve('ended')));
    const outcome = await Promise.race([ended, sleep(1000).then(() => 'no answer')]);
    await read.cancel();
    return outcome;
  }

  // Where the events read stand, counted from the event at positions[index].
  async function relativeTo(positions, index, options) {
    const places = [];
    for await (const { event } of client.readAll(options)) {
      places.push(positions.findIndex((p) => p.commit === event.position.commit) - index);
    }
    return places;
  }
  await client.appendToStream('b', newEvents(10));
  const reading = (label, stream, options) => scenario(`B ${label}`, () => readOutcome(stream, options));
  await reading('missing fwd', 'nope');
  await reading('missing back', 'nope', { direction: 'backwards', fromRevision: 'end' });
  await reading('missing from 5', 'nope', { fromRevision: 5n });
  await reading('from 8', 'b', { fromRevision: 8n });
  await reading('from 10 (=end+1)', 'b', { fromRevision: 10n });
  await reading('from 100', 'b', { fromRevision: 100n });
  await reading('back from 3', 'b', { direction: 'backwards', fromRevision: 3n, maxCount: 2 });
  await reading('back from 100', 'b', { direction: 'backwards', fromRevision: 100n, maxCount: 2 });
  await reading('back from start', 'b', { direction: 'backwards', fromRevision: 'start' });
  await reading('fwd from end', 'b', { fromRevision: 'end' });
  await reading('maxCount 0', 'b', { maxCount: 0 });
  await reading('maxCount -1', 'b', { maxCount: -1 });
  await reading('maxCount 3', 'b', { maxCount: 3 });
  await reading('default backwards no from', 'b', { direction: 'backwards', maxCount: 2 });
  await reading('$all as stream', '$all', {});
  await reading('empty name', '', {});
  await scenario('B event shape', async () => {
    for await (const r of client.readStream('b', { maxCount: 1 }))
      return {
        keys: Object.keys(r),
        evkeys: Object.keys(r.event).sort(),
        commit: typeof r.commitPosition,
        streamId: r.event.streamId,
        created: r.event.created instanceof Date,
        isJson: r.event.isJson,
        pos: typeof r.event.position?.commit,
      };
  });
  await scenario('B deleted read', async () => {
    await client.appendToStream('bd', newEvent(0));
    const d = await client.deleteStream('bd');
    return {
      d: Object.keys(d),
      r: await readOutcome('bd'),
      back: await readOutcome('bd', { direction: 'backwards', fromRevision: 'end' }),
    };
  });
  await scenario('B tombstoned read', async () => {
    await client.appendToStream('bt', newEvent(0));
    const d = await client.tombstoneStream('bt');
    return {
      d: Object.keys(d),
      r: await readOutcome('bt'),
      back: await readOutcome('bt', { direction: 'backwards', fromRevision: 'end' }),
    };
  });
  await scenario('B maxCount metadata', async () => {
    await client.appendToStream('bm', newEvents(10));
    await client.setStreamMetadata('bm', { maxCount: 3 });
    const x = {
      fwd: await readOutcome('bm'),
      from1: await readOutcome('bm', { fromRevision: 1n, maxCount: 2 }),
      back: await readOutcome('bm', { direction: 'backwards', fromRevision: 'end' }),
      back5: await readOutcome('bm', { direction: 'backwards', fromRevision: 5n }),
    };
    await client.appendToStream('bm', newEvent(10));
    x.after = await readOutcome('bm');
    return x;
  });
  await scenario('B truncateBefore', async () => {
    await client.appendToStream('btb', newEvents(10));
    await client.setStreamMetadata('btb', { truncateBefore: 7 });
    return {
      fwd: await readOutcome('btb'),
      back: await readOutcome('btb', { direction: 'backwards', fromRevision: 'end' }),
      back3: await readOutcome('btb', { direction: 'backwards', fromRevision: 3n }),
    };
  });
  await scenario('B truncateBefore all (tb > last)', async () => {
    await client.appendToStream('btc', newEvents(3));
    await client.setStreamMetadata('btc', { truncateBefore: 50 });
    return {
      fwd: await readOutcome('btc'),
      app: await attempt(() => append('btc', newEvent(9), { expectedRevision: 'no_stream' })),
      app2: await attempt(() => append('btc', newEvent(9), { expectedRevision: 2n })),
      after: await readOutcome('btc'),
    };
  });
  await scenario('B maxAge', async () => {
    await client.appendToStream('bma', [newEvent(0), newEvent(1)]);
    await client.setStreamMetadata('bma', { maxAge: 1 });
    await sleep(2200);
    const a = await readOutcome('bma');
    await client.appendToStream('bma', newEvent(2));
    return { a, b: await readOutcome('bma') };
  });
  await scenario('B link resolve', async () => {
    await client.appendToStream('bl', es.jsonEvent({ type: '$>', data: 'x' })).catch(() => {});
    await client.appendToStream('bl2', es.binaryEvent({ type: '$>', data: Buffer.from('3@b') }));
    await client.appendToStream('bl2', es.binaryEvent({ type: '$>', data: Buffer.from('99@b') }));
    await client.appendToStream('bl2', es.binaryEvent({ type: '$>', data: Buffer.from('0@bt') }));
    const f = async (o) => {
      const a = [];
      for await (const r of client.readStream('bl2', o))
        a.push({
          keys: Object.keys(r).sort(),
          ev: r.event ? `${r.event.streamId}:${r.event.revision}` : 'none',
          link: r.link ? `${r.link.streamId}:${r.link.revision}:${r.link.type}` : 'none',
        });
      return a;
    };
    return { no: await f({}), yes: await f({ resolveLinkTos: true }) };
  });
  await scenario(
    'B readAll from mid/exclusive',
    async () => {
      const ps = [];
      for await (const { event } of client.readAll()) ps.push(event.position);
      const k = Math.floor(ps.length / 2);
      const f = (options) => relativeTo(ps, k, options);
      return {
        fwd: await f({ fromPosition: ps[k], maxCount: 3 }),
        back: await f({ fromPosition: ps[k], direction: 'backwards', maxCount: 3 }),
        end: await f({ fromPosition: 'end' }),
        backStart: await f({ fromPosition: 'start', direction: 'backwards' }),
      };
    },
    20000,
  );
  await scenario('B readAll invalid position +1', () =>
    attempt(async () => {
      let p;
      for await (const { event } of client.readAll({ maxCount: 5 })) p = event.position;
      return (
        await typesOf({
          fromPosition: { commit: p.commit + 1n, prepare: p.prepare + 1n },
          maxCount: 2,
        })
      ).length;
    }),
  );
  await scenario('B readAll backwards, invalid position +1', () =>
    attempt(async () => {
      let p;
      for await (const { event } of client.readAll({ maxCount: 5 })) p = event.position;
      const fromPosition = { commit: p.commit + 1n, prepare: p.prepare + 1n };
      return (await typesOf({ direction: 'backwards', fromPosition, maxCount: 2 })).length;
    }),
  );
  await scenario('B readAll position past the end', () =>
    attempt(async () => {
      return (
        await typesOf({
          fromPosition: { commit: 1n << 50n, prepare: 1n << 50n },
          maxCount: 2,
        })
      ).length;
    }),
  );
  await scenario('B readAll prepare > commit', () =>
    attempt(async () => {
      return (
        await typesOf({
          fromPosition: { commit: 5n, prepare: 9n },
          maxCount: 2,
        })
      ).length;
    }),
  );
  await scenario(
    'B readAll types ($-events)',
    async () => {
      const t = {};
      for await (const { event } of client.readAll())
        if (event && (event.type.startsWith('$') || event.streamId.startsWith('$'))) {
          const k =
            event.type +
            ' in ' +
            event.streamId.replace(/(bl2?|bd|bt|bm|btb|btc|bma|a\d.*)$/, '<s>').replace(/:\d+$/, ':<port>');
          t[k] = (t[k] ?? 0) + 1;
        }
      return t;
    },
    20000,
  );
  await scenario(
    'B readAll shows soft-deleted and truncated events',
    async () => {
      const n = { bd: 0, bt: 0, bm: 0 };
      const types = [];
      for await (const { event } of client.readAll()) {
        if (event.streamId in n) {
          n[event.streamId]++;
        }
        if (event.streamId === 'bt') types.push(`${event.revision}:${event.type}`);
      }
      return { n, types };
    },
    20000,
  );
  const countAll = (options) => async () => (await typesOf(options)).length;
  await scenario('R20 readAll fwd from end', countAll({ fromPosition: 'end' }));
  await scenario('R21 readAll back from start', countAll({ fromPosition: 'start', direction: 'backwards' }));
  await scenario('R22 readAll maxCount 0', readNothing);
  await scenario('R23 readAll maxCount 3', countAll({ maxCount: 3 }));
  await scenario('R24 readAll mid', async () => {
    const ps = [];
    for await (const { event } of client.readAll()) ps.push(event.position);
    const k = Math.floor(ps.length / 2);
    const f = (options) => relativeTo(ps, k, options);
    return {
      n: ps.length > 10,
      fwd: await f({ fromPosition: ps[k], maxCount: 3 }),
      back: await f({ fromPosition: ps[k], direction: 'backwards', maxCount: 3 }),
    };
  });
}
