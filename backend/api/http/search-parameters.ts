import type { Column } from '#projections/kernel/view-store.js';
import type {
  CellsRequest,
  Condition,
  Corner,
  FacetRequest,
  Query,
  Sort,
  TextQuery,
} from '#projections/kernel/query.js';
import { OPERATORS } from './column-filters.js';
import { groupsOf } from './filter-groups.js';
import { invalid, type FieldError } from '../problems/problem.js';

/** Query parameters that are not filters by column. */
const OWN = new Set([
  'q',
  'bbox',
  'polygon',
  'where',
  'level',
  'sort',
  'limit',
  'cursor',
  'count',
  'atLeast',
  'facets',
  'facetLimit',
]);
const LONGEST_TEXT = 1_000;
const MOST_VALUES = 200;
const MOST_LISTED = 200;
const MOST_CORNERS = 200;
const DEFAULT_LISTED = 50;

/** What a search asks of a view, before who may see what is added. */
export interface AskedSearch {
  readonly conditions: readonly Condition[];
  readonly text?: TextQuery;
}

/** The columns of a view that an address may filter by, and of which `bbox` is about the one that holds points. */
export class SearchParameters {
  private readonly columns: ReadonlyMap<string, Column>;
  private readonly errors: FieldError[] = [];

  constructor(
    private readonly params: URLSearchParams,
    columns: readonly Column[],
  ) {
    this.columns = new Map(columns.map((column) => [column.name, column]));
  }

  /** Filters and text; fails with one entry per parameter that does not fit. */
  search(): AskedSearch {
    const conditions = [...new Set(this.params.keys())].flatMap((name) => this.condition(name));
    const text = this.text();
    this.assertValid();
    return { conditions, ...(text && { text }) };
  }

  /** A page: order, size, where to go on. */
  page(): Pick<Query, 'sort' | 'limit' | 'cursor' | 'count'> {
    const sort = this.params
      .getAll('sort')
      .flatMap((value) => value.split(','))
      .filter((part) => part !== '');
    const cursor = this.params.get('cursor');
    const page = {
      limit: this.whole('limit', 1, MOST_LISTED) ?? DEFAULT_LISTED,
      ...(sort.length > 0 && { sort: sort.map((part) => this.sort(part)) }),
      ...(cursor && { cursor }),
      ...(this.params.get('count') === 'true' && { count: true }),
    };
    this.assertValid();
    return page;
  }

  /** A page of a log: how many lines, older than which. */
  log(): { limit: number; before?: number } {
    const limit = this.whole('limit', 1, MOST_LISTED) ?? DEFAULT_LISTED;
    const before = this.whole('before', 0, Number.MAX_SAFE_INTEGER);
    this.assertValid();
    return { limit, ...(before !== undefined && { before }) };
  }

  /** Which columns to count by value. */
  facets(): readonly FacetRequest[] {
    const names = this.params
      .getAll('facets')
      .flatMap((value) => value.split(','))
      .filter((part) => part !== '');
    const limit = this.whole('facetLimit', 1, 1_000) ?? 10;
    if (names.length === 0) this.wrong('facets', 'say which columns to count, such as facets=family,country.');
    for (const name of names)
      if (!this.columns.get(name)?.facet)
        this.wrong('facets', `${quoted(name)} is not counted; choose among ${this.facetNames()}.`);
    this.assertValid();
    return [...new Set(names)].map((column) => ({ column, limit }));
  }

  private facetNames(): string {
    return [...this.columns.values()]
      .filter(({ facet }) => facet)
      .map(({ name }) => name)
      .join(', ');
  }

  private text(): TextQuery | undefined {
    const words = this.params.get('q');
    if (words === null || words.trim() === '') return undefined;
    if (words.length > LONGEST_TEXT) this.wrong('q', `at most ${LONGEST_TEXT} characters can be searched for.`);
    return { words, prefix: !/\s$/u.test(words) };
  }

  private condition(parameter: string): readonly Condition[] {
    if (parameter === 'bbox') return this.box(this.params.get('bbox') as string);
    if (parameter === 'polygon') return this.polygon(this.params.get('polygon') as string);
    if (parameter === 'where') {
      return groupsOf(this.params.get('where') as string, {
        filter: (name, values) => this.filter(name, values, 'where'),
        box: (value) => this.box(value),
        polygon: (value) => this.polygon(value),
        wrong: (message) => this.wrong('where', message),
      });
    }
    if (OWN.has(parameter)) return [];
    return this.filter(parameter, this.params.getAll(parameter), parameter);
  }

  /** One filter by its name in an address, such as `family.prefix`; errors are told of the parameter `field`. */
  private filter(parameter: string, given: readonly string[], field: string): readonly Condition[] {
    const dot = parameter.lastIndexOf('.');
    const [name, operator] = dot < 0 ? [parameter, 'is'] : [parameter.slice(0, dot), parameter.slice(dot + 1)];
    const column = this.columns.get(name);
    const build = OPERATORS[operator];
    if (!column || !build) {
      this.wrong(
        field,
        `there is no filter ${quoted(parameter)}; columns are ${[...this.columns.keys()].join(', ')}.`,
        'UNKNOWN_FIELD',
      );
      return [];
    }
    const values = given.filter((value) => value !== '');
    if (values.length > MOST_VALUES) this.wrong(field, `at most ${MOST_VALUES} values can be given.`);
    return values.length === 0 ? [] : build(column, values, (message) => this.wrong(field, message));
  }

  private polygon(value: string): readonly Condition[] {
    const column = [...this.columns.values()].find(({ kind }) => kind === 'point');
    const corners = value
      .split(';')
      .map((corner) => corner.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))));
    const good = corners.every((corner) => corner.length === 2 && inRange(corner[0], 180) && inRange(corner[1], 90));
    if (column && good && corners.length >= 3 && corners.length <= MOST_CORNERS)
      return [{ column: column.name, polygon: corners as unknown as readonly Corner[] }];
    this.wrong('polygon', `give 3 to ${MOST_CORNERS} corners as longitude,latitude;longitude,latitude;… in degrees.`);
    return [];
  }

  /** How fine a grid to count in, and over which points. */
  cells(): CellsRequest {
    const level = this.whole('level', 0, 24) ?? 4;
    const limit = this.whole('limit', 1, 5_000) ?? 2_000;
    const column = [...this.columns.values()].find(({ kind }) => kind === 'point');
    this.assertValid();
    return { column: column?.name ?? '', level, limit };
  }

  private box(value: string): readonly Condition[] {
    const [west, south, east, north, ...more] = value
      .split(',')
      .map((part) => (part.trim() === '' ? NaN : Number(part)));
    const column = [...this.columns.values()].find(({ kind }) => kind === 'point');
    const box = { west, south, east, north } as { west: number; south: number; east: number; north: number };
    const good =
      more.length === 0 &&
      inRange(box.west, 180) &&
      inRange(box.east, 180) &&
      inRange(box.south, 90) &&
      inRange(box.north, 90);
    if (column && good && box.south <= box.north) return [{ column: column.name, box }];
    this.wrong('bbox', 'give west,south,east,north in degrees, such as -80,45,-57,63.');
    return [];
  }

  private sort(part: string): Sort {
    const descending = part.startsWith('-');
    const name = descending ? part.slice(1) : part;
    const column = this.columns.get(name);
    if (!column || column.kind === 'point' || column.kind === 'list')
      this.wrong('sort', `${quoted(name)} is not something to sort by.`);
    return descending ? { column: name, descending } : { column: name };
  }

  private whole(name: string, least: number, most: number): number | undefined {
    const value = this.params.get(name);
    if (value === null || value === '') return undefined;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= least && number <= most) return number;
    this.wrong(name, `give a whole number from ${least} to ${most}.`);
    return undefined;
  }

  private wrong(field: string, message: string, code = 'INVALID_PARAMETER'): void {
    this.errors.push({ field: field.slice(0, 200), message, code });
  }

  private assertValid(): void {
    if (this.errors.length > 0) throw invalid(...this.errors);
  }
}

function inRange(value: number | undefined, most: number): boolean {
  return value !== undefined && Math.abs(value) <= most;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
