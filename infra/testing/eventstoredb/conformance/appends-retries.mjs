// Appends and the retries of appends: which of them are recognised by their event ids.
import { randomUUID } from 'node:crypto';
import { attempt, newEvent, newEvents, WAYS } from './kit.mjs';

export default async function run({ client, scenario, append, readEvents }) {
  await scenario('A01 append any/new', () => append('a01', newEvent(0)));
  await scenario('A02 append multi', () => append('a02', newEvents(3), { expectedRevision: 'no_stream' }));
  for (const [wayName, way] of WAYS) {
    const base = `a03${wayName}`;
    const events = newEvents(3);
    let first;
    await scenario(`A03 ${wayName} idempotent no_stream same ids`, async () => {
      first = await client.appendToStream(base, events, { expectedRevision: 'no_stream', ...way });
      const r = await client.appendToStream(base, events, {
        expectedRevision: 'no_stream',
        ...way,
      });
      return {
        next: r.nextExpectedRevision,
        samePos: r.position?.commit === first.position?.commit,
        success: r.success,
        count: (await readEvents(base)).length,
      };
    });
    await scenario(`A04 ${wayName} idempotent any`, async () => {
      const r = await client.appendToStream(base, events, { expectedRevision: 'any', ...way });
      return {
        next: r.nextExpectedRevision,
        samePos: r.position?.commit === first.position?.commit,
        posUndef: r.position === undefined,
        count: (await readEvents(base)).length,
      };
    });
    await scenario(`A05 ${wayName} idempotent stream_exists`, async () => {
      const r = await attempt(() => append(base, events, { expectedRevision: 'stream_exists', ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A06 ${wayName} partial prefix (first 2 of 3) no_stream`, async () => {
      const r = await attempt(() => append(base, events.slice(0, 2), { expectedRevision: 'no_stream', ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A06b ${wayName} partial prefix any`, async () => {
      const r = await attempt(() => append(base, events.slice(0, 2), { expectedRevision: 'any', ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A06c ${wayName} suffix (last 2 of 3) any`, async () => {
      const r = await attempt(() => append(base, events.slice(1), { expectedRevision: 'any', ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A06d ${wayName} suffix rev 0`, async () => {
      const r = await attempt(() => append(base, events.slice(1), { expectedRevision: 0n, ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A07 ${wayName} superset (3 old + 1 new) no_stream`, async () => {
      const r = await attempt(() => append(base, [...events, newEvent(9)], { expectedRevision: 'no_stream', ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A08 ${wayName} superset any`, async () => {
      const r = await attempt(() => append(base, [...events, newEvent(9)], { expectedRevision: 'any', ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A09 ${wayName} old id at wrong rev`, async () => {
      const r = await attempt(() => append(base, events[2], { expectedRevision: 0n, ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A10 ${wayName} old id at head rev (dup id, expected==last)`, async () => {
      const last = BigInt((await readEvents(base)).length - 1);
      const r = await attempt(() => append(base, events[0], { expectedRevision: last, ...way }));
      return { r, count: (await readEvents(base)).length };
    });
    await scenario(`A11 ${wayName} reordered ids any`, async () => {
      const stream = base + 'r';
      const X = newEvents(2);
      await client.appendToStream(stream, X, way);
      const r = await attempt(() => append(stream, [X[1], X[0]], { expectedRevision: 'any', ...way }));
      return { r, count: (await readEvents(stream)).length };
    });
    await scenario(`A12 ${wayName} same id twice in one append`, async () => {
      const stream = base + 'd';
      const x = newEvent(0);
      const r = await attempt(() => append(stream, [x, x], { expectedRevision: 'no_stream', ...way }));
      return { r, count: (await readEvents(stream)).length };
    });
    await scenario(`A13 ${wayName} same id, different data, any`, async () => {
      const stream = base + 'e';
      const id = randomUUID();
      await client.appendToStream(stream, newEvent(0, 'T', id), way);
      const r = await attempt(() => append(stream, newEvent(1, 'U', id), { expectedRevision: 'any', ...way }));
      return { r, st: await readEvents(stream) };
    });
    await scenario(`A14 ${wayName} same id other stream`, async () => {
      const id = randomUUID();
      await client.appendToStream(base + 'f', newEvent(0, 'T', id), way);
      return attempt(() => append(base + 'g', newEvent(0, 'T', id), { expectedRevision: 'any', ...way }));
    });
    await scenario(`A15 ${wayName} stream_exists idempotent after more events`, async () => {
      const stream = base + 'h';
      const x = newEvent(1);
      await client.appendToStream(stream, newEvent(0), way);
      await client.appendToStream(stream, x, { expectedRevision: 'stream_exists', ...way });
      await client.appendToStream(stream, newEvent(2), way);
      const r = await attempt(() => append(stream, x, { expectedRevision: 'stream_exists', ...way }));
      return { r, count: (await readEvents(stream)).length };
    });
    await scenario(`A16 ${wayName} revision retry after more events`, async () => {
      const stream = base + 'i';
      const x = newEvent(1);
      await client.appendToStream(stream, newEvent(0), way);
      const a = await client.appendToStream(stream, x, { expectedRevision: 0n, ...way });
      await client.appendToStream(stream, [newEvent(2), newEvent(3)], way);
      const b = await attempt(() => client.appendToStream(stream, x, { expectedRevision: 0n, ...way }));
      return {
        next: b.nextExpectedRevision,
        same: String(a.position?.commit) + 'n' === b.position?.commit,
        b: b['!'] ? b : 'ok',
        count: (await readEvents(stream)).length,
      };
    });
    await scenario(`A17 ${wayName} any retry after 600 events`, async () => {
      const stream = base + 'j';
      const x = newEvent(1);
      await client.appendToStream(stream, newEvent(0), way);
      const a = await client.appendToStream(stream, x, way);
      await client.appendToStream(stream, newEvents(600), way);
      const b = await attempt(() => client.appendToStream(stream, x, way));
      return {
        next: b.nextExpectedRevision,
        same: String(a.position?.commit) + 'n' === b.position?.commit,
        b: b['!'] ? b : 'ok',
        count: (await readEvents(stream)).length,
      };
    });
  }
}
