// Stream metadata; soft deletes and tombstones.
import { attempt, es, newEvent } from './kit.mjs';

export default async function run({ client, scenario, append, readOutcome }) {
  await scenario('D01 get metadata none', async () => {
    const m = await client.getStreamMetadata('nope-md');
    return m;
  });
  await scenario('D02 set/get round trip', async () => {
    const r = await client.setStreamMetadata('d2', {
      maxCount: 5,
      maxAge: 60,
      truncateBefore: 2,
      cacheControl: 10,
      acl: {
        readRoles: ['a'],
        writeRoles: ['b'],
        deleteRoles: [],
        metaReadRoles: ['c'],
        metaWriteRoles: ['d'],
      },
      foo: 'bar',
    });
    const m = await client.getStreamMetadata('d2');
    return { r: { success: r.success, next: r.nextExpectedRevision }, m };
  });
  await scenario('D03 set with wrong expectedRevision', () =>
    attempt(() => client.setStreamMetadata('d2', { maxCount: 1 }, { expectedRevision: 7n })),
  );
  await scenario('D04 set with no_stream second time', () =>
    attempt(() => client.setStreamMetadata('d2', { maxCount: 1 }, { expectedRevision: 'no_stream' })),
  );
  await scenario('D05 $$ stream content', () => readOutcome('$$d2'));
  await scenario('D06 metadata after soft delete', async () => {
    await client.appendToStream('d6', [newEvent(0), newEvent(1)]);
    await client.setStreamMetadata('d6', { maxCount: 9, foo: 1 });
    await client.deleteStream('d6');
    const a = await readOutcome('$$d6');
    await client.appendToStream('d6', newEvent(2));
    return { a, b: await readOutcome('$$d6'), s: await readOutcome('d6') };
  });
  await scenario('D07 metadata on tombstoned stream', async () => {
    await client.appendToStream('d7', newEvent(0));
    await client.tombstoneStream('d7');
    return {
      get: await attempt(() => client.getStreamMetadata('d7')),
      set: await attempt(() => client.setStreamMetadata('d7', { maxCount: 1 })),
    };
  });
  await scenario('D08 $$ keeps only last', async () => {
    for (let i = 1; i < 4; i++) await client.setStreamMetadata('d8', { maxCount: i });
    return readOutcome('$$d8');
  });
  await scenario('D09 invalid metadata json via append', async () => ({
    r: await attempt(() => append('$$d9', es.binaryEvent({ type: '$metadata', data: Buffer.from('{not json') }))),
    s: await attempt(() => append('d9', newEvent(0))),
    rd: await readOutcome('d9'),
    g: await attempt(() => client.getStreamMetadata('d9')),
  }));
  await scenario('D10 negative maxCount', async () => ({
    r: await attempt(() => client.setStreamMetadata('d10', { maxCount: -1 })),
    s: await attempt(() => append('d10', newEvent(0))),
    rd: await readOutcome('d10'),
  }));
  // Deletes and tombstones
  await scenario('E01 delete result', async () => {
    await client.appendToStream('e1', [newEvent(0), newEvent(1)]);
    const r = await client.deleteStream('e1');
    return { keys: Object.keys(r), p: Object.keys(r.position ?? {}) };
  });
  await scenario('E02 delete twice', () => attempt(async () => Object.keys(await client.deleteStream('e1'))));
  await scenario('E03 delete missing any', () => attempt(async () => Object.keys(await client.deleteStream('e3'))));
  await scenario('E04 delete missing no_stream', () =>
    attempt(async () => Object.keys(await client.deleteStream('e4', { expectedRevision: 'no_stream' }))),
  );
  await scenario('E05 delete missing stream_exists', () =>
    attempt(async () => Object.keys(await client.deleteStream('e5', { expectedRevision: 'stream_exists' }))),
  );
  await scenario('E06 delete missing 0n', () =>
    attempt(async () => Object.keys(await client.deleteStream('e6', { expectedRevision: 0n }))),
  );
  await scenario('E07 delete existing wrong rev', async () => {
    await client.appendToStream('e7', [newEvent(0), newEvent(1)]);
    return {
      a: await attempt(() => client.deleteStream('e7', { expectedRevision: 0n })),
      b: await attempt(() => client.deleteStream('e7', { expectedRevision: 9n })),
      n: await attempt(() => client.deleteStream('e7', { expectedRevision: 'no_stream' })),
      ok: Object.keys(await client.deleteStream('e7', { expectedRevision: 1n })),
    };
  });
  await scenario('E08 delete stream_exists existing', async () => {
    await client.appendToStream('e8', newEvent(0));
    return Object.keys(await client.deleteStream('e8', { expectedRevision: 'stream_exists' }));
  });
  await scenario('E09 tombstone missing', () => attempt(async () => Object.keys(await client.tombstoneStream('e9'))));
  await scenario('E09b then append', () => attempt(() => append('e9', newEvent(0))));
  await scenario('E09c read it', () => readOutcome('e9'));
  await scenario('E10 tombstone wrong rev', async () => {
    await client.appendToStream('e10', [newEvent(0), newEvent(1)]);
    return {
      a: await attempt(() => client.tombstoneStream('e10', { expectedRevision: 0n })),
      n: await attempt(() => client.tombstoneStream('e10', { expectedRevision: 'no_stream' })),
      ok: Object.keys(await client.tombstoneStream('e10', { expectedRevision: 1n })),
    };
  });
  await scenario('E11 tombstone twice', () => attempt(async () => Object.keys(await client.tombstoneStream('e10'))));
  await scenario('E12 delete tombstoned', () => attempt(async () => Object.keys(await client.deleteStream('e10'))));
  await scenario('E13 tombstone soft-deleted', async () => {
    await client.appendToStream('e13', newEvent(0));
    await client.deleteStream('e13');
    return attempt(async () => Object.keys(await client.tombstoneStream('e13')));
  });
  await scenario('E14 recreate after delete: revisions', async () => {
    await client.appendToStream('e14', [newEvent(0), newEvent(1)]);
    await client.deleteStream('e14');
    const r = await append('e14', newEvent(2));
    const s2 = await readOutcome('e14');
    const md = await client.getStreamMetadata('e14');
    return { r, s2, md: md.metadata };
  });
  await scenario('E15 delete position in $all', async () => {
    await client.appendToStream('e15', newEvent(0));
    const r = await client.deleteStream('e15');
    const a = [];
    for await (const { event } of client.readAll({
      direction: 'backwards',
      fromPosition: 'end',
      maxCount: 2,
    }))
      a.push(
        `${event.type}@${event.streamId} ${event.isJson} ${JSON.stringify(event.data)} ${event.position.commit === r.position?.commit}`,
      );
    return a;
  });
  await scenario('E16 tombstone event in $all', async () => {
    await client.appendToStream('e16', newEvent(0));
    const r = await client.tombstoneStream('e16');
    const a = [];
    for await (const { event } of client.readAll({
      direction: 'backwards',
      fromPosition: 'end',
      maxCount: 2,
    }))
      a.push(`${event.type}@${event.streamId}/${event.revision} ${event.position.commit === r.position?.commit}`);
    return a;
  });
}
