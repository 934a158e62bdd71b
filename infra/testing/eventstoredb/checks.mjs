// Checks of the test server with the official client.   node checks.mjs          the test server
//                                                  node checks.mjs URL      a real server, where they apply
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { start } from './server.mjs';
import {
  es,
  connect,
  credentials,
  folder,
  server,
  url,
  client,
  run,
  S,
  event,
  events,
  check,
  testServerOnly,
  soon,
  read,
  revisions,
  append,
  collect,
  appendVia,
  hostPort,
  finish,
} from './checks-kit.mjs';

// ---------------------------------------------------------------------- appending

await check('capabilities', async () => (await client.capabilities).serverVersion);
await check('append no_stream (batch call)', async () => {
  const result = await append('s1', events(2), 'no_stream');
  assert.equal(result.nextExpectedRevision, 1n);
  assert(result.success);
});
await check('WrongExpectedVersionError: no_stream', () =>
  assert.rejects(append('s1', event(9), 'no_stream'), (e) => {
    assert(e instanceof es.WrongExpectedVersionError);
    assert.deepEqual([e.actualVersion, e.expectedVersion, e.streamName], [1n, 'no_stream', S('s1')]);
    return true;
  }),
);
await check('WrongExpectedVersionError: revision', () =>
  assert.rejects(append('s1', event(9), 7n), { expectedVersion: 7n }),
);
await check('WrongExpectedVersionError: stream_exists on a missing stream', () =>
  assert.rejects(append('none', event(9), 'stream_exists'), { actualVersion: 'no_stream' }),
);
await check('append at a revision', async () => {
  assert.equal((await append('s1', event(2), 1n)).nextExpectedRevision, 2n);
});
await check('a retry with the same id and revision gives the first result', async () => {
  const e = event(3);
  const [a, b] = [await append('s1', e, 2n), await append('s1', e, 2n)];
  assert.deepEqual(a, b);
});
await check('append with credentials (unary call)', async () => {
  assert.equal((await append('s2', event(0), 'any', { credentials })).nextExpectedRevision, 0n);
});
await check('WrongExpectedVersionError over the unary call', () =>
  assert.rejects(append('s2', event(0), 5n, { credentials }), es.WrongExpectedVersionError),
);
await check('more than 1 MiB of data is refused, 1 MiB is not', async () => {
  const bytes = (length) => es.binaryEvent({ type: 'B', data: new Uint8Array(length) });
  for (const options of [{}, { credentials }]) {
    await append('big', bytes(1024 * 1024), 'any', options);
    await assert.rejects(append('big', bytes(1024 * 1024 + 1), 'any', options), {
      maxAppendSize: 1024 * 1024,
    });
  }
});
await check('20 MB in chunks of one append is refused once', async () => {
  const chunk = () => es.jsonEvent({ type: 'Big', data: { pad: 'x'.repeat(10_000) } });
  const all = Array.from({ length: 2000 }, chunk);
  await assert.rejects(append('chunks', all), es.MaxAppendSizeExceededError);
  await assert.rejects(read(S('chunks')), es.StreamNotFoundError);
});
await testServerOnly('after forgetting recent ids, only retries with a revision are safe', async () => {
  const [a, b, c] = [event(0), event(1), event(2)];
  await append('forget', a, 'no_stream');
  await append('forget', b, 0n);
  await append('forget', c, 'any');
  assert.equal((await append('forget', c, 'any')).nextExpectedRevision, 2n);
  server.forgetRecentIds();
  assert.equal((await append('forget', a, 'no_stream')).nextExpectedRevision, 0n);
  assert.equal((await append('forget', b, 0n)).nextExpectedRevision, 1n);
  assert.equal((await append('forget', c, 'any')).nextExpectedRevision, 3n); // written again
});
await check('throwOnAppendFailure=false', async () => {
  const quiet = connect(`${url}&throwOnAppendFailure=false`);
  const options = { expectedRevision: 'no_stream' };
  const batch = await quiet.appendToStream(S('s1'), event(1), options);
  const unary = await quiet.appendToStream(S('s1'), event(1), { ...options, credentials });
  await quiet.dispose();
  assert.deepEqual([batch.success, unary.success], [false, false]);
  return `next: batch ${batch.nextExpectedRevision} (a fault of the client), unary ${unary.nextExpectedRevision}`;
});

await testServerOnly('a server that is not ready yet', async () => {
  server.setReady(false);
  const unary = await append('early', event(0), 'any', { credentials }).catch((e) => e);
  const batch = await append('early', event(0)).catch((e) => e);
  server.setReady(true);
  assert.deepEqual([unary.type, unary.code], ['unavailable', 14]);
  assert.deepEqual([batch.type, batch.code], ['unknown', undefined]);
  await append('early', event(0));
  return batch.message;
});

// ---------------------------------------------------------------------- reading

await check('readStream forwards, backwards, with count, from a revision', async () => {
  assert.deepEqual(await revisions(S('s1')), [0, 1, 2, 3]);
  const back = { direction: 'backwards', fromRevision: 'end', maxCount: 2 };
  assert.deepEqual(await revisions(S('s1'), back), [3, 2]);
  assert.deepEqual(await revisions(S('s1'), { fromRevision: 2n }), [2, 3]);
  const [e] = await read(S('s1'));
  assert(Math.abs(e.created - Date.now()) < 60_000);
  assert.deepEqual(e.metadata, { who: 'x' });
});
await check('readStream of a missing stream', () => assert.rejects(read(S('zzz')), es.StreamNotFoundError));
await check('binary event', async () => {
  await append('bin', es.binaryEvent({ type: 'b', data: Uint8Array.from([1, 2, 3]) }));
  const [e] = await read(S('bin'));
  assert.deepEqual([...e.data], [1, 2, 3]);
});
await check('readAll forwards and backwards', async () => {
  const list = async (options) => {
    const positions = [];
    for await (const { event: e } of client.readAll(options)) positions.push(e.position.commit);
    return positions;
  };
  const forwards = await list();
  const backwards = await list({ direction: 'backwards', fromPosition: 'end' });
  assert.deepEqual(forwards, backwards.reverse());
  return `${forwards.length} events`;
});
await check('metadata, $maxCount', async () => {
  await append('meta', events(5));
  await client.setStreamMetadata(S('meta'), { maxCount: 3, foo: 'bar' });
  const { metadata } = await client.getStreamMetadata(S('meta'));
  assert.deepEqual(metadata, { maxCount: 3, foo: 'bar' });
  assert.deepEqual(await revisions(S('meta')), [2, 3, 4]);
});
await check('soft delete, then append again', async () => {
  await append('del', events(2));
  await client.deleteStream(S('del'));
  await assert.rejects(read(S('del')), es.StreamNotFoundError);
  assert.equal((await append('del', event(2), 'no_stream')).nextExpectedRevision, 2n);
  assert.deepEqual(await revisions(S('del')), [2]);
});
await check('tombstone', async () => {
  await append('tomb', event(0));
  await client.tombstoneStream(S('tomb'));
  await assert.rejects(append('tomb', event(1)), es.StreamDeletedError);
});

// ---------------------------------------------------------------------- subscribing

await check('subscribeToStream: catch-up, caughtUp once, live', async () => {
  let caughtUp = 0;
  const onCaughtUp = () => (caughtUp += 1) && append('s1', event(4));
  const subscription = client.subscribeToStream(S('s1'), { fromRevision: 1n });
  const got = await collect(subscription, (g) => g.length === 3, { caughtUp: onCaughtUp });
  assert.deepEqual(
    got.map((r) => r.event.revision),
    [2n, 3n, 4n],
  );
  assert.equal(caughtUp, 1);
});
await check('subscribeToAll: filter, checkpoints, caughtUp, live', async () => {
  for (let i = 0; i < 300; i++) await append(`x${i % 7}`, event(i, i % 100 ? 'Common' : S('Rare')));
  const checkpoints = [];
  const filter = es.eventTypeFilter({
    prefixes: [S('Rare')],
    checkpointInterval: 2,
    checkpointReached: async (_s, position) => checkpoints.push(position.commit),
  });
  const subscription = client.subscribeToAll({ fromPosition: 'start', filter });
  const caughtUp = () => append('x1', event(1, `${S('Rare')}Live`));
  await collect(subscription, (g) => g.length === 4, { caughtUp });
  assert(checkpoints.length >= 4);
  return `${checkpoints.length} checkpoints`;
});
await check('subscribeToAll: excludeSystemEvents, regular expression', async () => {
  const count = async (filter) => {
    const subscription = client.subscribeToAll({ filter });
    let n = 0;
    subscription.on('data', () => (n += 1));
    await soon(new Promise((resolve) => subscription.on('caughtUp', resolve)), 20_000);
    await subscription.unsubscribe();
    return n;
  };
  assert((await count(es.excludeSystemEvents())) > 300);
  assert((await count(es.streamNameFilter({ regex: `(?i)^X3-${run}$` }))) > 40);
});
await check('an invalid regular expression ends the subscription only', async () => {
  const subscription = client.subscribeToAll({ filter: es.streamNameFilter({ regex: '([' }) });
  subscription.on('data', () => {});
  const error = await soon(new Promise((resolve) => subscription.on('error', resolve)));
  assert.equal(error.code, 2);
  await append('after-regex', event(0));
});
await testServerOnly('subscriptions to deleted or truncated streams cost no CPU time', async () => {
  await append('spin1', events(2));
  await client.deleteStream(S('spin1'));
  await append('spin2', events(2));
  await client.setStreamMetadata(S('spin2'), { truncateBefore: 9 });
  const watched = ['spin1', 'spin2'].map((name) => client.subscribeToStream(S(name)));
  for (const subscription of watched) subscription.on('data', () => {});
  await sleep(300);
  const before = process.cpuUsage();
  await sleep(1000);
  const { user, system } = process.cpuUsage(before);
  for (const subscription of watched) await subscription.unsubscribe();
  assert(user + system < 300_000, `${user + system} µs in one second`);
});

// ---------------------------------------------------------------------- connections

await check('several hosts (gossip)', () =>
  appendVia(`esdb://${hostPort},127.0.0.1:1?tls=false&nodePreference=leader`).then(() => {}),
);
await check('esdb+discover', () => appendVia(`esdb+discover://${hostPort}?tls=false`).then(() => {}));
await testServerOnly('a server without ServerFeatures gets unary appends', async () => {
  const old = await start({ features: false });
  await appendVia(`esdb://127.0.0.1:${old.port}?tls=false`);
  old.stop();
});
await testServerOnly('TLS and basic authentication', async () => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert];
  const rest = ['-days', '2', '-subj', '/CN=localhost', '-addext', names];
  execFileSync('openssl', [...args, ...rest], { stdio: 'ignore' });
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  const secure = await start({ tls, users: ['admin:changeit'] });
  const at = `localhost:${secure.port}?tls=true&tlsCAFile=${encodeURIComponent(cert)}`;
  await appendVia(`esdb://admin:changeit@${at}`);
  await assert.rejects(appendVia(`esdb://admin:wrong@${at}`), es.AccessDeniedError);
  secure.stop();
});

await finish();
