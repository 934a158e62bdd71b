import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Fact } from '#domain/kernel/decider.js';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import type { EventStore } from '#ledger/event-store.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import { randomSalts } from '#ledger/salts.js';
import { openMongodbViewStore } from '#projections/adapters/mongodb/mongodb-view-store.js';
import { openSqliteViewStore } from '#projections/adapters/sqlite/sqlite-view-store.js';
import { Projector } from '#projections/kernel/projector.js';
import type { Condition, Query, Scalar, TextQuery } from '#projections/kernel/query.js';
import type { ColumnValue, View, ViewStore } from '#projections/kernel/view-store.js';
import { askedWords } from '#projections/kernel/words.js';
import { PROJECTIONS } from '#projections/registry.js';
import { specimenSearch } from '#projections/specimen-search/projection.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import { mongodbAtHand, type MongodbAtHand } from '../../infra/testing/mongodb/mongodb-at-hand.js';
import { loadDemo } from '../cli/demo/load-demo.js';
import { openHouse } from './house.js';
import { readSettings } from './settings.js';

/** A part of the demonstration museum: 600 specimens. */
const NTH = 5;
const QUERIES = 300;

describe('Views of one ledger in SQLite, there while they are filled too, and in MongoDB', () => {
  let folder: string;
  let server: MongodbAtHand;
  let ledger: EventStore;
  let sqlite: ViewStore;
  let mongodb: ViewStore;
  /** Stays as an import leaves it while it runs: without indexes. */
  let filling: View<SpecimenSearchRow>;
  let store: ViewStore;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agree-'));
    server = await mongodbAtHand();
    const settings = readSettings({ DATA: folder, LOG_LEVEL: 'error', DEMO: '1' }, {});
    const house = await openHouse(settings, { projector: 'none', tasks: 'none', readers: 0, ledgerWriter: 'here' });
    await loadDemo(house, NTH);
    await house.close();
    ledger = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
    await importSomething(ledger);
    await saveSearch(ledger);
    sqlite = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
    mongodb = await openMongodbViewStore({ url: server.url('agree'), now: Date.now });
    for (const views of [sqlite, mongodb]) {
      await new Projector({ ledger, views, projections: PROJECTIONS, owner: 'spec' }).catchUp();
    }
    store = await openSqliteViewStore({ folder: join(folder, 'filling'), readers: 0 });
    filling = await inBulk(store, (await sqlite.active<SpecimenSearchRow>(specimenSearch.name))!);
  });
  afterAll(async () => {
    await sqlite.close();
    await store.close();
    await mongodb.close();
    await ledger.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it.each(PROJECTIONS.map(({ name }) => name))('hold the same documents: %s', async (name) => {
    const [one, other] = [(await sqlite.active(name))!, (await mongodb.active(name))!];
    const documents = await everything(one);
    expect(documents.length).toBeGreaterThan(0);
    expect(await everything(other)).toEqual(documents);
    expect(await other.checksum()).toBe(await one.checksum());
    expect(await other.checkpoint()).toEqual(await one.checkpoint());
  });

  it(`answer ${QUERIES} questions for specimens with the same documents in the same order, and the same counts`, async () => {
    const one = (await sqlite.active<SpecimenSearchRow>(specimenSearch.name))!;
    const other = (await mongodb.active<SpecimenSearchRow>(specimenSearch.name))!;
    const questions = questionsAbout((await everything(one)) as SpecimenSearchRow[]);
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(questions, async ({ query, facets, pages }) => {
        const expected = await walk(one, query, pages);
        for (const view of [other, filling]) expect(await walk(view, query, pages)).toEqual(expected);
        // Beside the documents there are a total and a position.
        if (expected.length > 2) answered += 1;
        const requests = facets.map((column) => ({ column, limit: 7 }));
        const counted = await one.facets(query.where, query.text, requests);
        for (const view of [other, filling])
          expect(await view.facets(query.where, query.text, requests)).toEqual(counted);
      }),
      { numRuns: QUERIES, seed: 1735, endOnFailure: true },
    );
    // Questions that find nothing would prove nothing.
    expect(answered).toBeGreaterThan(QUERIES / 2);
  });
});

/** A view with the same documents that is loaded in bulk and not finished. */
async function inBulk(store: ViewStore, source: View<SpecimenSearchRow>): Promise<View<SpecimenSearchRow>> {
  const view = await store.open(specimenSearch.name, specimenSearch.version, specimenSearch.schema);
  const { items } = await source.search({ limit: 1_000 });
  expect(items.length).toBe(await source.count());
  await view.commit(items, (await source.checkpoint())!, true);
  return view;
}

/** All documents of a view by id, with what the fold put beside them. */
async function everything(view: View): Promise<object[]> {
  const found: object[] = [];
  let cursor: string | undefined;
  do {
    const page = await view.search({ limit: 1_000, ...(cursor !== undefined && { cursor }) });
    found.push(...page.items.map(({ id, revision, document }) => ({ id, revision, ...document })));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

/** Ids, totals and the position of the first pages, each store going on by its own cursors. */
async function walk(view: View<SpecimenSearchRow>, query: Query, pages: number): Promise<unknown[]> {
  const walked: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    const answer = await view.search({ ...query, ...(cursor !== undefined && { cursor }) });
    walked.push(...answer.items.map(({ id }) => id), answer.total, answer.position);
    cursor = answer.next;
    if (cursor === undefined) break;
  }
  return walked;
}

/** Questions with values that specimens have, now and then in another spelling. */
function questionsAbout(rows: readonly SpecimenSearchRow[]) {
  const { columns, row, text } = specimenSearch.schema;
  const some = rows.filter((_, at) => at % 7 === 0);
  const values = new Map(columns.map(({ name }) => [name, some.map((one) => row(one)[name]).filter(isThere)]));
  const kept = columns.filter(({ name }) => values.get(name)!.length > 0);
  const filters = kept.map(({ name, kind }) => {
    const value = fc.constantFrom(...values.get(name)!);
    const exists = fc.boolean().map((is): Condition => ({ column: name, exists: is }));
    return fc.oneof({ weight: 1, arbitrary: exists }, { weight: 5, arbitrary: filterOf(name, kind, value) });
  });
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(...filters),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
      tie('condition').map((not) => ({ not })),
    ),
  }));
  const words = [...new Set(some.flatMap((one) => askedWords(text!(one).join(' '))))];
  const word = fc.constantFrom(...words);
  const asked: fc.Arbitrary<TextQuery> = fc.oneof(
    word.map((whole) => ({ words: whole })),
    word.map((whole) => ({ words: whole.slice(0, 3), prefix: true })),
    fc.tuple(word, word).map(([a, b]) => ({ words: `${a.toUpperCase()} ${b.slice(0, 2)}`, prefix: true })),
  );
  const orders = kept.filter(({ kind }) => kind !== 'point' && kind !== 'list').map(({ name }) => name);
  const sort = fc.uniqueArray(fc.record({ column: fc.constantFrom(...orders), descending: fc.boolean() }), {
    maxLength: 3,
    selector: ({ column }) => column,
  });
  const counted = columns.filter(({ facet }) => facet).map(({ name }) => name);
  const limit = fc.integer({ min: 1, max: 60 });
  return fc.record({
    query: fc.record(
      { where: condition, text: asked, sort, limit, count: fc.constant(true) },
      { requiredKeys: ['limit'] },
    ),
    facets: fc.subarray(counted, { maxLength: 3 }),
    pages: fc.integer({ min: 1, max: 4 }),
  });
}

function isThere(value: ColumnValue): boolean {
  return value !== undefined && value !== null && (!Array.isArray(value) || value.length > 0);
}

function filterOf(column: string, kind: string, value: fc.Arbitrary<ColumnValue>): fc.Arbitrary<Condition> {
  const pair = fc.tuple(value, value) as fc.Arbitrary<[Scalar, Scalar]>;
  switch (kind) {
    case 'date':
      return (pair as unknown as fc.Arbitrary<[number[], number[]]>).map(([a, b]) => ({
        column,
        from: a[0]!,
        to: b[1]!,
      }));
    case 'point':
      return (pair as unknown as fc.Arbitrary<[number[], number[]]>).map(([a, b]) => ({
        column,
        box: { west: a[0]!, east: b[0]!, south: Math.min(a[1]!, b[1]!), north: Math.max(a[1]!, b[1]!) },
      }));
    case 'list': {
      const one = (value as fc.Arbitrary<readonly string[]>).chain((list) => fc.constantFrom(...list));
      return fc.oneof(
        textFilter(column, one),
        one.map((equals): Condition => ({ column, equals })),
      );
    }
    case 'text':
      return textFilter(column, value as fc.Arbitrary<string>);
    default:
      return fc.oneof(
        pair.map(([equals]): Condition => ({ column, equals })),
        pair.map(([from, to]): Condition => ({ column, from, to })),
        pair.map((both): Condition => ({ column, in: both })),
      );
  }
}

function textFilter(column: string, value: fc.Arbitrary<string>): fc.Arbitrary<Condition> {
  return fc.oneof(
    value.map((equals): Condition => ({ column, equals })),
    value.map((whole): Condition => ({ column, prefix: whole.slice(0, 4).toUpperCase() })),
    fc.tuple(value, value).map((both): Condition => ({ column, in: both })),
    fc.tuple(value, value).map(([from, to]): Condition => ({ column, from, to })),
  );
}

/** One import from start to end. */
async function importSomething(ledger: EventStore): Promise<void> {
  const id = '5b0a8bfb-6f24-4c3e-9c62-000000000009';
  const file = { name: 'cerrado.csv', sha256: 'a'.repeat(64), bytes: 1_000 };
  const none = { duplicate: 0, refused: 0, absent: 0, conflicts: 0, identifications: 0, media: 0, measurements: 0 };
  const facts = [
    { type: 'ImportStarted', data: { collectionId: id, file, mapping: [], options: { released: false } } },
    {
      type: 'ImportCompleted',
      data: {
        counts: { rows: 2, new: 2, changed: 0, unchanged: 0, ...none },
        problems: { 'taxon.rank$unknown': 1 },
        report: { sha256: 'b'.repeat(64), bytes: 10 },
      },
    },
  ];
  await record(ledger, `import-${id}`, id, facts);
}

async function saveSearch(ledger: EventStore): Promise<void> {
  const id = '5b0a8bfb-6f24-4c3e-9c62-000000000010';
  const data = { ownerId: id, name: 'Types', search: 'typeStatus.exists=true', shared: true };
  await record(ledger, `savedSearch-${id}`, id, [{ type: 'SearchSaved', data }]);
}

async function record(ledger: EventStore, stream: string, id: string, facts: readonly Fact[]): Promise<void> {
  const context = {
    commandId: id,
    correlationId: id,
    actor: { id, role: 'curator', via: 'job' },
    source: { kind: 'import' },
    at: 1_790_000_000_000,
  } as const;
  const { records } = recordFacts(stream, EMPTY_STREAM, facts, context, randomSalts());
  await ledger.append({ stream, expectedRevision: -1, records });
}
