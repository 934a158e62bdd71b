import type { Column } from '#projections/kernel/view-store.js';
import type { Condition, FacetRequest, Filter, Query, Scalar, Sort, TextQuery } from '#projections/kernel/query.js';
import { invalid, type FieldError } from '../problems/problem.js';

/** Query parameters that are not filters by column. */
const OWN = new Set(['q', 'bbox', 'sort', 'limit', 'cursor', 'count', 'atLeast', 'facets', 'facetLimit']);
const LONGEST_TEXT = 1_000;
const MOST_VALUES = 200;
const MOST_LISTED = 200;
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
    if (OWN.has(parameter)) return [];
    const dot = parameter.lastIndexOf('.');
    const [name, operator] = dot < 0 ? [parameter, 'is'] : [parameter.slice(0, dot), parameter.slice(dot + 1)];
    const column = this.columns.get(name);
    const build = OPERATORS[operator];
    if (!column || !build) {
      this.wrong(
        parameter,
        `there is no such filter; columns are ${[...this.columns.keys()].join(', ')}.`,
        'UNKNOWN_FIELD',
      );
      return [];
    }
    const values = this.params.getAll(parameter).filter((value) => value !== '');
    if (values.length > MOST_VALUES) this.wrong(parameter, `at most ${MOST_VALUES} values can be given.`);
    return values.length === 0 ? [] : build(column, values, (message) => this.wrong(parameter, message));
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

type Build = (column: Column, values: readonly string[], wrong: (message: string) => void) => readonly Condition[];

const OPERATORS: Readonly<Record<string, Build>> = Object.assign(Object.create(null) as Record<string, Build>, {
  is,
  not: (column, values, wrong) => is(column, values, wrong).map((condition) => ({ not: condition })),
  prefix: (column, [value], wrong) => {
    if (column.kind !== 'text' && column.kind !== 'list') wrong('only text has beginnings.');
    return [{ column: column.name, prefix: value as string }];
  },
  exists: (column, [value], wrong) => {
    if (value !== 'true' && value !== 'false') wrong('say true or false.');
    return [{ column: column.name, exists: value === 'true' }];
  },
  from: (column, [value], wrong) => [bound(column, 'from', value as string, wrong)],
  to: (column, [value], wrong) => [bound(column, 'to', value as string, wrong)],
} satisfies Record<string, Build>);

function is(column: Column, values: readonly string[], wrong: (message: string) => void): readonly Condition[] {
  if (column.kind !== 'date') return [anyOf(column, values, wrong)];
  return [{ or: values.map((value) => dayRange(column, value, value, wrong)) }];
}

function anyOf(column: Column, values: readonly string[], wrong: (message: string) => void): Filter {
  if (column.kind === 'point') wrong('a place is searched with bbox.');
  const scalars = values.map((value) => scalar(column, value, wrong));
  return scalars.length === 1
    ? { column: column.name, equals: scalars[0] as Scalar }
    : { column: column.name, in: scalars };
}

function bound(column: Column, side: 'from' | 'to', value: string, wrong: (message: string) => void): Filter {
  if (column.kind === 'date') return dayRange(column, side === 'from' ? value : '', side === 'to' ? value : '', wrong);
  if (column.kind === 'point' || column.kind === 'list') wrong('this has no order.');
  return { column: column.name, [side]: scalar(column, value, wrong) };
}

function scalar(column: Column, value: string, wrong: (message: string) => void): Scalar {
  if (column.kind !== 'number') return value;
  if (value === 'true' || value === 'false') return value === 'true' ? 1 : 0;
  const number = /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? Number(value) : NaN;
  if (Number.isNaN(number)) wrong('give a number.');
  return number;
}

/** Days as YYYYMMDD numbers: `1923` reaches from its first to its last day, `1923-06` likewise. */
function dayRange(column: Column, from: string, to: string, wrong: (message: string) => void): Filter {
  const [first, last] = [day(from, '0101'), day(to, '1231')];
  if (first === 'bad' || last === 'bad') wrong('give a day, month or year, such as 1923-06-14, 1923-06 or 1923.');
  return {
    column: column.name,
    ...(typeof first === 'number' && { from: first }),
    ...(typeof last === 'number' && { to: last }),
  };
}

function day(value: string, rest: string): number | 'bad' | undefined {
  if (value === '') return undefined;
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(value);
  if (!match) return 'bad';
  const [, year, month = rest.slice(0, 2), date = rest.slice(2)] = match;
  return Number(`${year}${month}${date}`);
}

function inRange(value: number | undefined, most: number): boolean {
  return value !== undefined && Math.abs(value) <= most;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
