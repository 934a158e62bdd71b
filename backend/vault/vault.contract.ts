// Longer than other files on purpose: all promises of one port stand together, so that an adapter runs them in five lines.
import { naughtyStrings } from '../../infra/testing/naughty-strings.js';
import { VaultConflict, VaultNotEmpty, type Vault, type VaultRecord } from './vault.js';

/** An empty vault of the adapter under test. */
export interface VaultHarness {
  /** One more member on the same vault, as another process would be; the harness closes it at the end. */
  connect(): Promise<Vault>;
  /** The clock that its members read. */
  setTime(milliseconds: number): void;
  dispose(): Promise<void>;
}

/** The promises of {@link Vault}, asked of an adapter. */
export function describeVaultContract(adapter: string, open: () => Promise<VaultHarness>): void {
  describe(`vault on ${adapter}`, () => {
    let harness: VaultHarness;
    let vault: Vault;
    beforeEach(async () => {
      harness = await open();
      harness.setTime(1_000_000);
      vault = await harness.connect();
    });
    afterEach(() => harness.dispose());

    describe('an entry', () => {
      it('is read as it was put, and counts its changes', async () => {
        await vault.put('password', 'anna', { hash: 'x', rounds: 3 });
        expect(await vault.get('password', 'anna')).toEqual({
          key: 'anna',
          value: { hash: 'x', rounds: 3 },
          version: 1,
        });
        await vault.put('password', 'anna', { hash: 'y' });
        expect(await vault.get('password', 'anna')).toMatchObject({ value: { hash: 'y' }, version: 2 });
      });

      it('is one per drawer and key', async () => {
        await vault.put('a', 'k', 1);
        await vault.put('b', 'k', 2);
        expect((await vault.get('a', 'k'))?.value).toBe(1);
        expect(await vault.get('c', 'k')).toBeUndefined();
      });

      it('is seen by others as soon as it is put', async () => {
        const other = await harness.connect();
        await vault.put('session', 's', 1);
        expect((await other.get('session', 's'))?.value).toBe(1);
      });

      it('can be removed, once', async () => {
        await vault.put('session', 's', 1);
        expect(await vault.remove('session', 's')).toBe(true);
        expect(await vault.remove('session', 's')).toBe(false);
        expect(await vault.get('session', 's')).toBeUndefined();
      });

      it('keeps any text, as key and as value', async () => {
        for (const [index, text] of naughtyStrings.entries()) {
          await vault.put('naughty', `${index}${text}`, { text }, { owner: text });
        }
        for (const [index, text] of naughtyStrings.entries()) {
          const key = `${index}${text}`;
          expect(await vault.get('naughty', key)).toMatchObject({ key, value: { text } });
        }
        const mine = await vault.ofOwner('naughty', naughtyStrings[2]!);
        expect(mine.map((entry) => entry.value)).toContainEqual({ text: naughtyStrings[2] });
      });

      it('refuses a key that cannot be written down, and a value that is not JSON', async () => {
        await expect(vault.put('d', '\ud800', 1)).rejects.toThrow('surrogate');
        await expect(vault.put('d', 'k', undefined)).rejects.toThrow('JSON');
      });
    });

    describe('an entry with a time', () => {
      it('is gone when its time is over, swept or not', async () => {
        await vault.put('session', 's', 1, { expiresAt: 1_000_500, owner: 'anna' });
        expect(await vault.get('session', 's')).toMatchObject({ expiresAt: 1_000_500 });
        harness.setTime(1_000_500);
        expect(await vault.get('session', 's')).toBeUndefined();
        expect(await vault.ofOwner('session', 'anna')).toEqual([]);
        expect(await vault.remove('session', 's')).toBe(false);
      });

      it('is forgotten by a sweep, and only then', async () => {
        await vault.put('session', 'old', 1, { expiresAt: 1_000_100 });
        await vault.put('session', 'new', 1, { expiresAt: 1_000_900 });
        await vault.put('session', 'ever', 1);
        harness.setTime(1_000_500);
        expect(await vault.sweep()).toBe(1);
        expect(await vault.sweep()).toBe(0);
        expect(await vault.get('session', 'new')).toBeDefined();
        expect(await vault.get('session', 'ever')).toBeDefined();
      });

      it('makes room for a first one when its time is over', async () => {
        await vault.put('reset', 'k', 1, { expiresAt: 1_000_100 });
        harness.setTime(1_000_200);
        await vault.put('reset', 'k', 2, { expectedVersion: 0 });
        expect((await vault.get('reset', 'k'))?.value).toBe(2);
      });
    });

    describe('an expected version', () => {
      it('lets a change through that saw the last one, and no other', async () => {
        await vault.put('token', 't', 'a', { expectedVersion: 0 });
        await expect(vault.put('token', 't', 'b', { expectedVersion: 0 })).rejects.toBeInstanceOf(VaultConflict);
        await vault.put('token', 't', 'b', { expectedVersion: 1 });
        await expect(vault.put('token', 't', 'c', { expectedVersion: 1 })).rejects.toBeInstanceOf(VaultConflict);
        expect(await vault.get('token', 't')).toMatchObject({ value: 'b', version: 2 });
      });

      it('has one winner among many that come at once', async () => {
        const members = [vault, await harness.connect(), await harness.connect()];
        const outcomes = await Promise.allSettled(
          Array.from({ length: 30 }, (_, index) => members[index % 3]!.put('fp', 'k', index, { expectedVersion: 0 })),
        );
        expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
      });
    });

    describe('a lazy put', () => {
      it('is seen at once by who put it, and counts as a change', async () => {
        await vault.put('session', 's', { seen: 1 }, { owner: 'anna' });
        await vault.put('session', 's', { seen: 2 }, { owner: 'anna', lazy: true });
        expect(await vault.get('session', 's')).toMatchObject({ value: { seen: 2 }, version: 2 });
        await vault.put('session', 's', { seen: 3 }, { owner: 'anna', lazy: true });
        expect(await vault.ofOwner('session', 'anna')).toMatchObject([{ value: { seen: 3 } }]);
        await vault.put('session', 's', { seen: 4 }, { owner: 'anna', lazy: true });
        expect(await vault.removeOwner('session', 'anna')).toBe(1);
        expect(await vault.get('session', 's')).toBeUndefined();
      });

      it('is not lost when the vault is closed', async () => {
        await vault.put('session', 's', 1, { lazy: true });
        await vault.close();
        const other = await harness.connect();
        expect((await other.get('session', 's'))?.value).toBe(1);
      });

      it('does not undo a removal that came after it', async () => {
        await vault.put('session', 's', 1, { lazy: true });
        await vault.remove('session', 's');
        expect(await vault.get('session', 's')).toBeUndefined();
      });
    });

    describe('an owner', () => {
      it('has the entries put for it, and loses them all at once', async () => {
        await vault.put('session', 'a1', 1, { owner: 'anna' });
        await vault.put('session', 'a2', 2, { owner: 'anna' });
        await vault.put('session', 'b1', 3, { owner: 'ben' });
        await vault.put('token', 'a3', 4, { owner: 'anna' });
        expect((await vault.ofOwner('session', 'anna')).map((entry) => entry.key).sort()).toEqual(['a1', 'a2']);
        expect(await vault.removeOwner('session', 'anna')).toBe(2);
        expect(await vault.ofOwner('session', 'anna')).toEqual([]);
        expect(await vault.get('session', 'b1')).toBeDefined();
        expect(await vault.get('token', 'a3')).toBeDefined();
      });
    });

    describe('a log', () => {
      it('is read newest first, page by page', async () => {
        for (let number = 1; number <= 5; number++) await vault.log('security', { number });
        await vault.log('other', { number: 99 });
        const first = await vault.readLog('security', { limit: 2 });
        expect(first.map(({ line }) => line)).toEqual([{ number: 5 }, { number: 4 }]);
        const next = await vault.readLog('security', { limit: 10, before: first.at(-1)!.id });
        expect(next.map(({ line }) => line)).toEqual([{ number: 3 }, { number: 2 }, { number: 1 }]);
      });

      it('keeps any text', async () => {
        await vault.log('security', { naughtyStrings });
        expect((await vault.readLog('security'))[0]?.line).toEqual({ naughtyStrings });
      });
    });

    describe('moving house', () => {
      const all = async (from: Vault): Promise<VaultRecord[]> => {
        const records = [];
        for await (const record of from.records()) records.push(record);
        return records;
      };
      const empty = async (): Promise<void> => {
        await harness.dispose();
        harness = await open();
        harness.setTime(1_000_000);
        vault = await harness.connect();
      };
      const each = async function* (records: readonly VaultRecord[]): AsyncGenerator<VaultRecord> {
        yield* records;
      };
      const entriesOf = (records: readonly VaultRecord[]) =>
        records.filter(({ kind }) => kind === 'entry').map((one) => JSON.stringify(one)).sort(); // prettier-ignore

      it('gives everything that has not expired, and another vault takes it in as it was', async () => {
        for (const [index, text] of naughtyStrings.entries())
          await vault.put(`drawer ${index % 3}`, `${index}${text}`, { text }, { owner: text });
        await vault.put('password', 'anna', { hash: 'x' });
        await vault.put('password', 'anna', { hash: 'y' });
        await vault.put('session', 'gone', 1, { expiresAt: 1_000_000 });
        await vault.put('session', 'soon', 1, { expiresAt: 1_000_500, owner: 'anna', lazy: true });
        const given = await all(vault);
        expect(given).toHaveLength(naughtyStrings.length + 2);
        await empty();
        await vault.fill(each(given));
        expect(entriesOf(await all(vault))).toEqual(entriesOf(given));
        expect(await vault.get('password', 'anna')).toEqual({ key: 'anna', value: { hash: 'y' }, version: 2 });
        expect(await vault.ofOwner('session', 'anna')).toMatchObject([{ key: 'soon', expiresAt: 1_000_500 }]);
        await vault.put('password', 'anna', { hash: 'z' }, { expectedVersion: 2 });
      });

      it('keeps the lines of each log in their order, over many pages, and goes on behind them', async () => {
        const given: VaultRecord[] = Array.from({ length: 1203 }, (_, number) => ({
          kind: 'line',
          log: `log ${number % 2}`,
          line: { number },
        }));
        await vault.fill(each(given));
        const moved = await all(vault);
        await empty();
        await vault.fill(each(moved));
        await vault.log('log 1', { number: 'new' });
        const lines = (await vault.readLog('log 1', { limit: 1000 })).map(({ line }) => line);
        const odd = Array.from({ length: 601 }, (_, at) => ({ number: 1201 - 2 * at }));
        expect(lines).toEqual([{ number: 'new' }, ...odd]);
        expect(await vault.readLog('log 0', { limit: 1000 })).toHaveLength(602);
      });

      it('is for an empty vault only', async () => {
        await vault.put('password', 'anna', 1);
        await expect(vault.fill(each([]))).rejects.toBeInstanceOf(VaultNotEmpty);
        await vault.remove('password', 'anna');
        await vault.log('security', { number: 1 });
        await expect(vault.fill(each([]))).rejects.toBeInstanceOf(VaultNotEmpty);
      });

      it('leaves nothing behind when it fails', async () => {
        const broken = async function* (): AsyncGenerator<VaultRecord> {
          for (let key = 0; key < 700; key++) {
            yield { kind: 'entry', drawer: 'd', key: String(key), value: key, version: 1 };
            yield { kind: 'line', log: 'security', line: { key } };
          }
          throw new Error('The other vault is gone.');
        };
        await expect(vault.fill(broken())).rejects.toThrow('The other vault is gone.');
        expect(await all(vault)).toEqual([]);
        await vault.fill(each([{ kind: 'entry', drawer: 'd', key: '1', value: 1, version: 1 }]));
      });
    });

    it('can be closed twice', async () => {
      await vault.close();
      await expect(vault.close()).resolves.toBeUndefined();
    });
  });
}
