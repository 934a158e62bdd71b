// Appends with every expected revision to streams in every state.
import { attempt, newEvent, newEvents, WAYS } from './kit.mjs';

const EXPECTED = [
  ['any', 'any'],
  ['no_stream', 'no_stream'],
  ['stream_exists', 'stream_exists'],
  ['0n', 0n],
  ['5n', 5n],
];

export default async function run({ client, scenario, append, readOutcome }) {
  for (const [wayName, way] of WAYS) {
    for (const [label, expectedRevision] of EXPECTED) {
      await scenario(`A20 ${wayName} wev missing stream ${label}`, () =>
        attempt(() => append('a20' + wayName + label, newEvent(0), { expectedRevision, ...way })),
      );
      await scenario(`A21 ${wayName} wev existing(3) ${label}`, async () => {
        const stream = 'a21' + wayName + label;
        await client.appendToStream(stream, newEvents(3), way);
        return attempt(() => append(stream, newEvent(9), { expectedRevision, ...way }));
      });
      await scenario(`A22 ${wayName} soft-deleted(3) ${label}`, async () => {
        const stream = 'a22' + wayName + label;
        await client.appendToStream(stream, newEvents(3), way);
        await client.deleteStream(stream);
        return {
          r: await attempt(() => append(stream, newEvent(9), { expectedRevision, ...way })),
          st: await readOutcome(stream),
        };
      });
      await scenario(`A23 ${wayName} tombstoned(3) ${label}`, async () => {
        const stream = 'a23' + wayName + label;
        await client.appendToStream(stream, newEvents(3), way);
        await client.tombstoneStream(stream);
        return attempt(() => append(stream, newEvent(9), { expectedRevision, ...way }));
      });
      await scenario(`A24 ${wayName} empty append missing ${label}`, () =>
        attempt(() => append('a24' + wayName + label, [], { expectedRevision, ...way })),
      );
      await scenario(`A25 ${wayName} empty append existing(3) ${label}`, async () => {
        const stream = 'a25' + wayName + label;
        await client.appendToStream(stream, newEvents(3), way);
        return attempt(() => append(stream, [], { expectedRevision, ...way }));
      });
    }
    await scenario(`A22b ${wayName} soft-deleted(3) rev 2n`, async () => {
      const stream = 'a22b' + wayName;
      await client.appendToStream(stream, newEvents(3), way);
      await client.deleteStream(stream);
      return {
        r: await attempt(() => append(stream, newEvent(9), { expectedRevision: 2n, ...way })),
        st: await readOutcome(stream),
      };
    });
    await scenario(`A22c ${wayName} soft-deleted, idempotent retry of the first event no_stream`, async () => {
      const stream = 'a22c' + wayName;
      const X = newEvent(0);
      await client.appendToStream(stream, X, { expectedRevision: 'no_stream', ...way });
      await client.deleteStream(stream);
      return {
        r: await attempt(() => append(stream, X, { expectedRevision: 'no_stream', ...way })),
        st: await readOutcome(stream),
      };
    });
  }
}
