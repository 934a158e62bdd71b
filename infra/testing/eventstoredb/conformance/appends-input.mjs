// Size limits, odd names, types and ids, and appends in parallel.
import { randomUUID } from 'node:crypto';
import { attempt, credentials, describe, encode, es, MIB, newEvent, newEvents, sleep, WAYS } from './kit.mjs';

const NIL = '00000000-0000-0000-0000-000000000000';
const bytes = (length) => es.binaryEvent({ type: 'B', data: new Uint8Array(length) });
const compare = (a, b) => (a === b ? '=' : a < b ? '<' : '>');

export default async function run({ url, client, scenario, append, readOutcome }) {
  for (const [wayName, way] of WAYS) {
    await scenario(`A30 ${wayName} one event 1.2 MiB`, () =>
      attempt(() => append('a30' + wayName, bytes(1.2 * MIB), way)),
    );
    await scenario(`A31 ${wayName} 1000 events ~1 kB (1.02 MB)`, () =>
      attempt(() =>
        append(
          'a31' + wayName,
          Array.from({ length: 1100 }, () => bytes(1000)),
          way,
        ),
      ),
    );
    await scenario(`A32 ${wayName} 1000 events ~100 B`, () =>
      attempt(() =>
        append(
          'a32' + wayName,
          Array.from({ length: 1000 }, () => bytes(100)),
          way,
        ),
      ),
    );
    await scenario(`A33 ${wayName} data exactly 1 MiB - 1 kB`, () =>
      attempt(() => append('a33' + wayName, bytes(MIB - 1024), way)),
    );
    await scenario(`A34 ${wayName} data exactly 1 MiB`, () => attempt(() => append('a34' + wayName, bytes(MIB), way)));
    await scenario(`A35 ${wayName} 5 MiB`, () => attempt(() => append('a35' + wayName, bytes(5 * MIB), way)));
    await scenario(
      `A36 ${wayName} 20 MiB one event`,
      () => attempt(() => append('a36' + wayName, bytes(20 * MIB), way)),
      15000,
    );
    await scenario(`A37 ${wayName} still works after`, () => attempt(() => append('a37' + wayName, newEvent(0), way)));
    for (const [label, name] of [
      ['$all', '$all'],
      ['$sys', '$foo' + wayName],
      ['$$meta-nonjson', '$$a38' + wayName],
      ['space', 'a b ' + wayName],
      ['unicode', 'ü/😀?#' + wayName],
      ['long3000', 'x'.repeat(3000) + wayName],
      ['$$$meta', '$$$$x' + wayName],
      ['slash', 'a/b@c' + wayName],
    ])
      await scenario(`A40 ${wayName} stream name ${label}`, async () => ({
        r: await attempt(() => append(name, newEvent(0), way)),
        back: await readOutcome(name),
      }));
    for (const [label, event] of [
      ['$type', es.jsonEvent({ type: '$x', data: {} })],
      ['long type', es.jsonEvent({ type: 't'.repeat(2000), data: {} })],
      ['no metadata', es.jsonEvent({ type: 'x', data: { a: 1 } })],
      ['empty binary', es.binaryEvent({ type: 'x', data: new Uint8Array(0) })],
      ['json null', es.jsonEvent({ type: 'x', data: null })],
      ['json string', es.jsonEvent({ type: 'x', data: 'str' })],
    ])
      await scenario(`A41 ${wayName} event ${label}`, async () => {
        const stream = 'a41' + wayName + label;
        const r = await attempt(() => append(stream, event, way));
        const b = [];
        try {
          for await (const { event } of client.readStream(stream))
            b.push({
              type: event.type.slice(0, 20),
              isJson: event.isJson,
              data: event.data,
              metadata: event.metadata,
            });
        } catch (x) {
          b.push(describe(x));
        }
        return { r, b: encode(b) };
      });
    await scenario(`A43 ${wayName} upper-case id comes back as`, async () => {
      const id = randomUUID().toUpperCase();
      await client.appendToStream('a43' + wayName, es.jsonEvent({ id, type: 'x', data: {} }), way);
      for await (const { event } of client.readStream('a43' + wayName))
        return event.id === id ? 'same' : event.id === id.toLowerCase() ? 'lower' : 'other';
    });
  }

  // What a server refuses. Over the unary call that is an error like any other.
  await scenario('A40 unary stream name empty', async () => ({
    r: await attempt(() => append('', newEvent(0), credentials)),
  }));
  await scenario('A41 unary event empty type', async () => ({
    r: await attempt(() => append('a41refused', es.jsonEvent({ type: '', data: {} }), credentials)),
    back: await readOutcome('a41refused'),
  }));
  await scenario('A42 unary bad id', () =>
    attempt(() => append('a42', es.jsonEvent({ id: 'not-a-uuid', type: 'x', data: {} }), credentials)),
  );
  await scenario('A44 unary nil uuid', () =>
    attempt(() => append('a44', es.jsonEvent({ id: NIL, type: 'x', data: {} }), credentials)),
  );
  // Over the batch call a second answer follows after 2 s, at which the client throws an exception
  // that nobody can catch: without a handler for uncaught exceptions the process ends.
  for (const [label, stream, event] of [
    ['A40 batch stream name empty', '', newEvent(0)],
    ['A41 batch event empty type', 'a41b', es.jsonEvent({ type: '', data: {} })],
    ['A42 batch bad id', 'a42b', es.jsonEvent({ id: 'not-a-uuid', type: 'x', data: {} })],
    ['A44 batch nil uuid', 'a44b', es.jsonEvent({ id: NIL, type: 'x', data: {} })],
  ]) {
    await scenario(label, async () => {
      const own = es.EventStoreDBClient.connectionString(url);
      const outcome = await attempt(() => own.appendToStream(stream, event));
      await sleep(3000);
      await own.dispose();
      return outcome;
    });
  }
  await scenario('A50 parallel 200 no_stream same stream: winners', async () => {
    const r = await Promise.allSettled(
      Array.from({ length: 200 }, (_, i) =>
        client.appendToStream('a50', newEvent(i), { expectedRevision: 'no_stream' }),
      ),
    );
    return {
      ok: r.filter((x) => x.status === 'fulfilled').length,
      errs: [
        ...new Set(
          r.filter((x) => x.status === 'rejected').map((x) => x.reason.type + ' actual=' + x.reason.actualVersion),
        ),
      ],
    };
  });
  await scenario('A51 parallel 200 any: order kept', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, i) => client.appendToStream('a51', newEvent(i))));
    const a = [];
    for await (const { event } of client.readStream('a51')) a.push(event.data.n);
    return { n: a.length, inOrder: a.every((x, i) => x === i) };
  });
  await scenario('A52 throwOnAppendFailure=false', async () => {
    const c2 = es.EventStoreDBClient.connectionString(url + '&throwOnAppendFailure=false');
    await c2.appendToStream('a52', newEvents(2));
    const a = await attempt(() => c2.appendToStream('a52', newEvent(0), { expectedRevision: 'no_stream' }));
    const b = await attempt(() =>
      c2.appendToStream('a52', newEvent(0), { expectedRevision: 'no_stream', ...credentials }),
    );
    const d = await attempt(() => c2.appendToStream('a52missing', newEvent(0), { expectedRevision: 3n }));
    const e2 = await attempt(() =>
      c2.appendToStream('a52missing', newEvent(0), { expectedRevision: 3n, ...credentials }),
    );
    await c2.dispose();
    return { a, b, d, e2 };
  });
  await scenario('A53 append position vs event positions', async () => {
    const { position } = await client.appendToStream('a53', newEvents(3));
    const inStream = [];
    for await (const { event, commitPosition } of client.readStream('a53')) {
      const commit = commitPosition === undefined ? 'none' : compare(commitPosition, position.commit);
      inStream.push({ hasPosition: Boolean(event.position), commit });
    }
    const inAll = [];
    const options = { direction: 'backwards', fromPosition: 'end', maxCount: 20 };
    for await (const { event } of client.readAll(options)) {
      if (event.streamId !== 'a53') continue;
      const { commit, prepare } = event.position;
      inAll.push([event.revision, compare(commit, position.commit), compare(prepare, commit)]);
    }
    return { inStream, inAll };
  });
  await scenario('A54 deadline 1 ms unary', () =>
    attempt(() => append('a54', newEvent(0), { deadline: 1, ...credentials })),
  );
}
