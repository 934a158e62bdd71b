import { PutOff, type Write } from './put-off.js';

const entry = (key: string, value = '1'): Write => ({ drawer: 'd', key, value, owner: null, expires: null });

/** Writes that end when they are told to. */
class Writing {
  readonly begun: { readonly write: Write; done(): void; fail(why: Error): void }[] = [];
  readonly putOff = new PutOff(
    (write) => new Promise((done, fail) => void this.begun.push({ write, done, fail })),
    () => undefined,
  );
}

/** Lets everything that can go on do so. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Writes that were put off', () => {
  it('are tried once for all who wait, and all are told together that the store is away', async () => {
    const { putOff, begun } = new Writing();
    putOff.add('a', entry('a'));
    const asking = Array.from({ length: 10 }, () => putOff.flush());
    const outcomes = Promise.allSettled(asking);
    await turn();
    begun[0]!.fail(new Error('away'));
    for (const one of await outcomes) expect(one).toMatchObject({ status: 'rejected', reason: { message: 'away' } });
    expect(begun).toHaveLength(1);
    // It is not forgotten.
    const again = putOff.flush();
    begun[1]!.done();
    await again;
    expect(begun.map(({ write }) => write.key)).toEqual(['a', 'a']);
  });

  it('that come while others are written are there for whoever asks then', async () => {
    const { putOff, begun } = new Writing();
    putOff.add('a', entry('a', '1'));
    const first = putOff.flush();
    putOff.add('a', entry('a', '2'));
    putOff.add('b', entry('b'));
    let seen = false;
    const second = putOff.settled('b').then(() => (seen = true));
    begun[0]!.done();
    await first;
    await turn();
    expect(seen).toBe(false);
    begun[1]!.done();
    await turn();
    begun[2]!.done();
    await second;
    expect(begun.map(({ write }) => [write.key, write.value])).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', '1'],
    ]);
  });

  it('hold up nobody who asks for something else', async () => {
    const { putOff, begun } = new Writing();
    putOff.add('a', entry('a'));
    await putOff.settled('b');
    expect(begun).toEqual([]);
    const closed = putOff.close();
    begun[0]!.done();
    await closed;
  });
});
