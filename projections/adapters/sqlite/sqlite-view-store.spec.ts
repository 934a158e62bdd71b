import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import { finds, type Find } from '../../kernel/contract-view.js';
import type { Condition, Query } from '../../kernel/query.js';
import type { View } from '../../kernel/view-store.js';
import { describeViewStoreContract, type ViewStorePlace } from '../../kernel/view-store.contract.js';
import { describeWriteAheadContract } from '../../kernel/write-ahead.contract.js';
import { openSqliteViewStore } from './sqlite-view-store.js';
import { claimForRemoval, viewPath } from './view-file.js';

const root = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(root, { recursive: true }));
let places = 0;
const place = (readers: number) => (): ViewStorePlace => {
  const folder = join(root, String(++places));
  return { open: (now) => openSqliteViewStore({ folder, readers, ...(now && { now }) }) };
};

describeViewStoreContract('SQLite in the calling thread', place(0));
describeViewStoreContract('SQLite with reader threads', place(2));
describeWriteAheadContract('SQLite in the calling thread', place(0));
describeWriteAheadContract('SQLite with reader threads', place(2));

describe('A view on SQLite with a facet of dates', () => {
  it('counts what stands behind it by itself', async () => {
    const store = await openSqliteViewStore({ folder: join(root, String(++places)), readers: 0 });
    const view = await store.open('days', 1, {
      columns: [
        { name: 'day', kind: 'date', facet: true },
        { name: 'people', kind: 'list', facet: true },
      ],
      indexes: [],
      row: (find: { day?: [number, number]; people: string[] }) => find,
    });
    const people = ['Ducke', 'Ule'];
    const writes = [{ people }, { people, day: [18980101, 18981231] as [number, number] }];
    await view.commit(
      writes.map((document, at) => ({ id: String(at), document, revision: 0 })),
      { storeId: 'the ledger', parked: {} },
    );
    const counted = people.map((value) => ({ value, count: 2 }));
    expect(await view.facets(undefined, undefined, [{ column: 'people' }])).toEqual({ people: counted });
    await store.close();
  });
});

describe('A view on SQLite that grows', () => {
  it('does not go on being read by the statistics of the day it was nearly empty', async () => {
    const folder = join(root, String(++places));
    const store = await openSqliteViewStore({ folder, readers: 0 });
    const view = await store.open('finds', 1, finds);
    const commit = (from: number, to: number) => {
      const writes = Array.from({ length: to - from }, (_, at) => ({
        id: `find ${from + at}`,
        document: { number: String(from + at) },
        revision: 0,
      }));
      return view.commit(writes, { storeId: 'the ledger', parked: {}, position: String(to).padStart(16, '0') });
    };
    await commit(0, 1);
    await view.finish();
    const reader = new DatabaseSync(viewPath(folder, 'finds', 1), { readOnly: true });
    // A question first: explaining alone does not look whether the schema was touched.
    const plan = () => {
      reader.prepare('SELECT count(*) FROM rows').get();
      return reader
        .prepare('EXPLAIN QUERY PLAN SELECT d.document FROM documents d JOIN rows r ON r.n = d.n')
        .all()
        .map(({ detail }) => detail);
    };
    expect(plan()[1]).toMatch(/^SCAN r/);
    for (let from = 1; from < 801; from += 100) await commit(from, from + 100);
    expect(plan()[1]).toMatch(/^SEARCH . USING INTEGER PRIMARY KEY/);
    reader.close();
    await store.close();
  });
});

describe('A view on SQLite that was made before ids were numbered', () => {
  it('is read while the next version is built', async () => {
    const folder = join(root, String(++places));
    const store = await openSqliteViewStore({ folder, readers: 0 });
    const view = await store.open('finds', 1, finds);
    await store.activate('finds', 1);
    const writes = ['b', 'a'].map((id) => ({ id, document: { number: `${id}1` }, revision: 3 }));
    await view.commit(writes, { storeId: 'the ledger', parked: {}, position: '1' });
    await store.close();
    const file = new DatabaseSync(viewPath(folder, 'finds', 1));
    file.exec(
      `DROP INDEX ids; ALTER TABLE rows DROP COLUMN id_hash; UPDATE about SET layout = json_remove(layout, '$.hashed')`,
    );
    file.close();
    const later = await openSqliteViewStore({ folder, readers: 0 });
    await expect(later.open('finds', 1, finds)).rejects.toThrow('raise the version of the projection');
    const old = await later.active<Find>('finds');
    expect(await old!.get('a')).toEqual({ document: { number: 'a1' }, revision: 3 });
    expect(await old!.get('c')).toBeUndefined();
    expect((await old!.search({})).items.map(({ id }) => id)).toEqual(['a', 'b']);
    await later.close();
  });
});

describe('A view on SQLite that is being filled', () => {
  const position = { storeId: 'the ledger', parked: {}, position: '1' };
  const documents = Array.from({ length: 4_000 }, (_, at): Find => ({
    number: `K${(at * 7_919) % 4_000}`,
    ...(at % 10 !== 0 && { family: at % 3 === 0 ? 'Apidae' : 'Poaceae' }),
    ...(at % 4 !== 0 && { collectors: at % 8 === 1 ? ['Ule', 'Glaziou'] : ['Ule'] }),
    year: 1900 + (at % 50),
    note: at % 2 === 0 ? 'campo alto' : 'serra',
  }));
  const apidae: Condition = { column: 'family', equals: 'Apidae' };
  const poaceae: Condition = { column: 'family', equals: 'Poaceae' };
  const collected: Condition = { column: 'collectors', exists: true };
  const byGlaziou: Condition = { column: 'collectors', equals: 'Glaziou' };
  const sort = [{ column: 'number' }];
  const questions: Query[] = [
    { where: poaceae, sort },
    { where: poaceae, sort: [{ column: 'year', descending: true }] },
    { where: { and: [apidae, collected] }, text: { words: 'campo' }, sort },
    { where: { and: [poaceae, { not: collected }] }, sort: [{ column: 'family' }, { column: 'year' }] },
    { where: { or: [{ not: apidae }, byGlaziou] }, text: { words: 'ser', prefix: true } },
    { where: { and: [byGlaziou, { column: 'year', from: 1910 }] }, sort },
    { where: { column: 'collectors', in: ['Ule', 'Glaziou'] }, sort: [{ column: 'collected' }] },
    { where: { column: 'family', exists: false }, sort },
    { where: apidae },
  ];

  it.each([0, 1])('answers without its indexes as it does with them, %i threads reading', async (readers) => {
    const store = await openSqliteViewStore({ folder: join(root, String(++places)), readers });
    const view = await store.open('finds', 1, finds);
    const writes = documents.map((document, at) => ({ id: `find ${at % 7} ${at}`, document, revision: 0 }));
    await view.commit(writes.slice(0, 3_000), position, true);
    // Whoever asked before more was written must not be told what matched then.
    for (const query of questions) await answers(view, query);
    await view.commit(writes.slice(3_000), position, true);
    const filling = [];
    for (const query of questions) filling.push(await answers(view, query));
    await view.finish();
    for (const [at, query] of questions.entries()) expect(filling[at]).toEqual(await answers(view, query));
    await store.close();
  });

  /** Two pages, the count and a facet; all found the first time in a page, or the first time in a count. */
  async function answers(view: View<Find>, query: Query): Promise<unknown> {
    const first = await view.search({ ...query, limit: 400, count: true });
    const second = first.next && (await view.search({ ...query, limit: 400, cursor: first.next }));
    const facets = await view.facets(query.where, query.text, [{ column: 'collectors' }, { column: 'family' }]);
    const narrower = { and: [query.where!, { column: 'year', to: 1940 }] };
    const total = await view.count(narrower, query.text);
    const cells = await view.cells(query.where, query.text, { column: 'place', level: 4 });
    expect(first.total).toBeGreaterThan(0);
    return { first, second, facets, total, cells };
  }
});

describe('A view on SQLite whose tables another process alters while it is opened', () => {
  afterEach(() => jest.restoreAllMocks());

  it('opens all the same: the other one waits', async () => {
    const folder = join(root, String(++places));
    const first = await openSqliteViewStore({ folder, readers: 0 });
    await first.open('finds', 1, finds);
    const other = new DatabaseSync(viewPath(folder, 'finds', 1), { timeout: 0 });
    const alter = () => other.exec('CREATE TABLE touched (n INTEGER) STRICT; DROP TABLE touched');
    const answers: unknown[] = [];
    const prepare = DatabaseSync.prototype.prepare;
    jest.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, sql) {
      if (/INTO words/.test(sql)) {
        try {
          answers.push(alter());
        } catch (error) {
          answers.push((error as Error).message);
        }
      }
      return prepare.call(this, sql);
    });
    const second = await openSqliteViewStore({ folder, readers: 0 });
    await expect(second.open('finds', 1, finds)).resolves.toBeDefined();
    expect(answers).toEqual(['database is locked']);
    alter();
    other.close();
    await Promise.all([first.close(), second.close()]);
  });
});

describe('A view on SQLite that is about to be removed', () => {
  it('is taken by whoever removes it in the step that sees that it is free, so that nobody begins to write it', async () => {
    const folder = join(root, String(++places));
    const store = await openSqliteViewStore({ folder, readers: 0 });
    await store.open('finds', 1, { columns: [], indexes: [], row: () => ({}) });
    const path = viewPath(folder, 'finds', 1);
    expect(await store.lease('finds', 1, 'writer', 60_000)).toBe(true);
    const nobodyDied = () => false;
    expect(claimForRemoval(path, undefined, Date.now(), nobodyDied)).toBe('writer');
    await store.release('finds', 1, 'writer');
    expect(claimForRemoval(path, undefined, Date.now(), nobodyDied)).toBeUndefined();
    expect(await store.lease('finds', 1, 'writer', 60_000)).toBe(false);
    // One that died before it removed the file does not keep it.
    expect(claimForRemoval(path, undefined, Date.now() + 60_001, nobodyDied)).toBeUndefined();
    await store.close();
  });
});

describe('A view on SQLite whose writer is killed', () => {
  const ended = new Set<string>();
  const as = (self: string) => ({ self, hasEnded: (process: string) => ended.has(process) });
  const finds = { columns: [], indexes: [], row: () => ({}) };

  it('is written by the next one at once, by one only, and not while the writer lives', async () => {
    const folder = join(root, String(++places));
    const [first, second, third] = await Promise.all(
      ['p1', 'p2', 'p3'].map((self) => openSqliteViewStore({ folder, readers: 0, processes: as(self) })),
    );
    const open = [first!, second!, third!].map((store) => store.open('finds', 1, finds));
    const [mine, theirs] = await Promise.all(open);
    expect(await first!.lease('finds', 1, 'first', 60_000)).toBe(true);
    expect(await second!.lease('finds', 1, 'second', 60_000)).toBe(false);
    await expect(second!.drop('finds', 1)).rejects.toThrow('written by first p1');
    ended.add('p1');
    expect(await second!.lease('finds', 1, 'second', 60_000)).toBe(true);
    expect(await third!.lease('finds', 1, 'third', 60_000)).toBe(false);
    const checkpoint = { storeId: 'ledger', position: '1', parked: {} };
    await theirs!.commit([{ id: 'a', document: {}, revision: 0 }], checkpoint);
    await expect(mine!.commit([], checkpoint)).rejects.toThrow('nothing was committed');
    ended.add('p2');
    await third!.drop('finds', 1);
    expect(await third!.versions('finds')).toEqual({ all: [] });
    for (const store of [first!, second!, third!]) await store.close();
  });
});
