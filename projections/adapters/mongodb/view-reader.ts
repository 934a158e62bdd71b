import type { Collection, Filter } from 'mongodb';
import {
  InvalidQuery,
  type Cell,
  type CellsRequest,
  type Condition,
  type FacetRequest,
  type Facets,
  type Page,
  type Query,
  type Scalar,
  type TextQuery,
} from '../../kernel/query.js';
import { cellOf, gridOf, MILLIONTHS, type CellSums } from '../../kernel/cells.js';
import { either, every, matchOf } from './conditions.js';
import { columnNamed, type Layout, type StoredColumn } from '../../kernel/layout.js';
import { facetField, fieldsOf, MISSING } from './layout.js';
import { Ordering, type Stretch } from './ordering.js';
import type { Match, Stored } from './records.js';

/** A document with the fields that order it. */
type Found = Pick<Stored, '_id' | 'r' | 'd'> & Readonly<Record<string, unknown>>;

const REMEMBERED_AT_MOST = 50;

/** Answers queries from the collection of one version. */
export class ViewReader<Doc extends object> {
  readonly #remembered = new Map<string, Promise<unknown>>();
  #commits: number | undefined;

  constructor(
    readonly documents: Collection<Stored>,
    readonly layout: Layout,
  ) {}

  async search(query: Query, commits: number): Promise<Page<Doc>> {
    const limit = query.limit ?? 50;
    if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
      throw new InvalidQuery(`A page has 1 to 1,000 documents; ${limit} were asked for.`);
    }
    const ordering = new Ordering(this.layout, query.sort ?? []);
    const match = matchOf(this.layout, query.where, query.text);
    const after = query.cursor === undefined ? undefined : ordering.cursors.read(query.cursor);
    const [found, total] = await Promise.all([
      this.#walk(match, ordering, ordering.stretches(after), limit + 1),
      query.count ? this.#count(match, commits) : undefined,
    ]);
    const page = found.slice(0, limit);
    const items = page.map(({ _id, r, d }) => ({ id: _id, document: JSON.parse(d) as Doc, revision: r }));
    return {
      items,
      ...(found.length > limit && { next: cursorBehind(ordering, page.at(-1)!) }),
      ...(total !== undefined && { total }),
    };
  }

  count(where: Condition | undefined, text: TextQuery | undefined, commits: number): Promise<number> {
    return this.#count(matchOf(this.layout, where, text), commits);
  }

  async facets(
    where: Condition | undefined,
    text: TextQuery | undefined,
    requests: readonly FacetRequest[],
    commits: number,
  ): Promise<Facets> {
    const match = matchOf(this.layout, where, text);
    const wanted = requests.map(({ column, limit = 10 }) => ({ column: this.#facet(column), limit }));
    const counted = await Promise.all(
      wanted.map(
        async ({ column, limit }) => [column.name, await this.#values(match, column, limit, commits)] as const,
      ),
    );
    return Object.fromEntries(counted);
  }

  cells(
    where: Condition | undefined,
    text: TextQuery | undefined,
    request: CellsRequest,
    commits: number,
  ): Promise<readonly Cell[]> {
    const column = columnNamed(this.layout, request.column);
    if (column.kind !== 'point') throw new InvalidQuery(`${column.name} holds no points.`);
    const { size, limit } = gridOf(request);
    const [longitude = '', latitude = ''] = fieldsOf(column);
    const match = every([matchOf(this.layout, where, text), { [latitude]: { $lt: MISSING.number } }]);
    const place = (field: string, half: number) => ({ $floor: { $divide: [{ $add: [`$${field}`, half] }, size] } });
    const sum = (field: string) => ({ $sum: { $floor: { $multiply: [`$${field}`, MILLIONTHS] } } });
    const stages = [
      { $match: match },
      {
        $group: {
          _id: { x: place(longitude, 180), y: place(latitude, 90) },
          count: { $sum: 1 },
          longitudes: sum(longitude),
          latitudes: sum(latitude),
          id: { $min: '$_id' },
        },
      },
      { $sort: { count: -1, '_id.y': 1, '_id.x': 1 } },
      { $limit: limit },
    ];
    return this.#once(['cells', column.number, size, limit, match], commits, async () => {
      type Counted = Omit<CellSums, 'x' | 'y'> & { readonly _id: { readonly x: number; readonly y: number } };
      const counted = await this.documents.aggregate<Counted>(stages).toArray();
      return counted.map(({ _id, ...sums }) => cellOf({ ..._id, ...sums }));
    });
  }

  async #walk(match: Match, ordering: Ordering, stretches: readonly Stretch[], limit: number): Promise<Found[]> {
    const projection = Object.fromEntries(['r', 'd', ...ordering.fields].map((field) => [field, 1 as const]));
    const found: Found[] = [];
    for (const stretch of stretches) {
      const left = limit - found.length;
      if (left === 0) break;
      const filter = every([match, stretch.match]);
      found.push(...(await (stretch.back ? this.#walkBack(filter, stretch, stretch.back, projection, left) : this.#find(filter, stretch.sort, projection, left)))); // prettier-ignore
    }
    return found;
  }

  async #find(
    filter: Match,
    sort: Stretch['sort'],
    projection: Readonly<Record<string, 1>>,
    limit: number,
  ): Promise<Found[]> {
    const options = { projection, sort, limit, batchSize: limit };
    return await this.documents.find(filter as Filter<Stored>, options).toArray();
  }

  /**
   * Walks an index backwards, where ids would descend with the values: the last value of the page is looked for first, then
   * what lies before it (less than a page), then as many as are wanted of those that have it, by their ids.
   */
  async #walkBack(
    filter: Match,
    { sort }: Stretch,
    back: readonly string[],
    projection: Readonly<Record<string, 1>>,
    limit: number,
  ): Promise<Found[]> {
    const backwards = Object.fromEntries([...back, '_id'].map((field) => [field, -1 as const]));
    const ends = await this.#find(
      filter,
      backwards,
      Object.fromEntries(back.map((field) => [field, 1 as const])),
      limit,
    );
    if (ends.length < limit) return ends.length === 0 ? [] : this.#find(filter, sort, projection, limit);
    const last: Match = Object.fromEntries(back.map((field) => [field, ends.at(-1)![field]]));
    const before = either(
      back.map((field, at) => ({
        ...Object.fromEntries(back.slice(0, at).map((same) => [same, last[same]])),
        [field]: { $gt: last[field] },
      })),
    );
    const found = await this.#find(every([filter, before]), sort, projection, limit);
    const alike = await this.#find(every([filter, last]), { _id: 1 }, projection, limit - found.length);
    return [...found, ...alike];
  }

  #count(match: Match, commits: number): Promise<number> {
    return this.#once(['count', match], commits, () => this.documents.countDocuments(match as Filter<Stored>));
  }

  #facet(name: string): StoredColumn {
    const column = columnNamed(this.layout, name);
    if (column.facet && column.kind !== 'date' && column.kind !== 'point') return column;
    throw new InvalidQuery(`${name} is not a facet of this view.`);
  }

  /** One walk over the matches for each facet: every server counts so, and nothing large is carried over the network. */
  #values(match: Match, column: StoredColumn, limit: number, commits: number) {
    const field = facetField(column);
    const there = column.kind === 'number' ? { $lt: MISSING.number } : { $exists: true };
    const stages = [
      { $match: every([match, { [field]: there }]) },
      { $project: { _id: 0, [field]: 1 } },
      ...(column.kind === 'list' ? [{ $unwind: `$${field}` }] : []),
      { $group: { _id: `$${field}`, count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
      { $limit: Math.max(limit, 1) },
    ];
    return this.#once([column.number, limit, match], commits, async () => {
      const counted = await this.documents.aggregate<{ _id: Scalar; count: number }>(stages).toArray();
      return counted.map(({ _id, count }) => ({ value: _id, count }));
    });
  }

  /** Counts hold until somebody commits: those who ask meanwhile share one. */
  #once<Answer>(question: unknown, commits: number, ask: () => Promise<Answer>): Promise<Answer> {
    if (commits !== this.#commits || this.#remembered.size >= REMEMBERED_AT_MOST) this.#remembered.clear();
    this.#commits = commits;
    const key = JSON.stringify(question);
    const known = this.#remembered.get(key) as Promise<Answer> | undefined;
    if (known) return known;
    const answer = ask();
    this.#remembered.set(key, answer);
    answer.catch(() => this.#remembered.delete(key));
    return answer;
  }
}

function cursorBehind(ordering: Ordering, last: Found): string {
  return ordering.cursors.write({ id: last._id, keys: ordering.fields.map((field) => last[field] as Scalar) });
}
