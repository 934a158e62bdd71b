import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Condition, Filter, Scalar } from '../../kernel/query.js';
import { ALL, conditionSql, joined, listedSql, type Sql } from './conditions.js';
import { columnNamed } from '../../kernel/layout.js';
import { INDEXES_STAND, type Layout } from './layout.js';

/** The documents that match a question, as far as it pays to know them before looking at a page. */
export interface Matches {
  /** True of exactly these rows `r`; SQLite may pick an index for it. `chosen` in it needs {@link Matcher.choose}. */
  readonly where: Sql;
  /** The same, to be asked of rows that something else leads to. */
  readonly checked: Sql;
  /** By number, 1 for those that `chosen` takes. */
  readonly marks?: Uint8Array;
  /** How many match, once that is known. */
  total?: number;
  /** Their numbers as a JSON list: when they are few. */
  readonly list?: string;
}

/** Everything matches. */
export const EVERYTHING: Matches = { where: ALL, checked: ALL };

/** From so many matches on, and one row in so many, a walk in the order of the page soon meets enough of them. */
const MANY_MATCHES = 1_000;
const MANY_OF_ALL = 20;
/** An index that leads to more than one row in so many is slower than a look at every row in turn. */
const WIDE_OF_ALL = 8;
const REMEMBERED_AT_MOST = 8;
/** True of the rows that are marked. */
export const CHOSEN: Sql = { text: 'chosen(r.n)', values: [] };
/** True of the rows of a JSON list of numbers. */
export const LISTED = 'r.n IN (SELECT value FROM json_each(?))';

interface Found {
  readonly numbers: string;
  readonly size: number;
}

/**
 * Finds what matches: words by the index of words, conditions by the narrowest index. What is few is listed; what has
 * common words is marked, since asking FTS5 for each row again would cost more than all the rest.
 */
export class Matcher {
  #chosen: Uint8Array = new Uint8Array(0);
  readonly #remembered = new Map<string, Matches>();
  readonly #words = new Map<string, Required<Pick<Matches, 'marks'>> & Found>();
  #state = '';

  constructor(
    database: DatabaseSync,
    readonly layout: Layout,
    readonly statement: (sql: string) => StatementSync,
  ) {
    database.function('chosen', (n) => this.#chosen[n as number] ?? 0);
  }

  /** What matches; remembered until somebody writes. `match` is the FTS5 expression of the text. */
  find(condition: Condition | undefined, match: string | undefined): Matches {
    if (!condition && match === undefined) return EVERYTHING;
    this.#forgetOld();
    const question = JSON.stringify([condition, match]);
    const known = this.#remembered.get(question);
    if (known) return known;
    const matches = this.#find(condition, match);
    remember(this.#remembered, question, matches);
    return matches;
  }

  /** What `chosen(r.n)` means in the next statement. */
  choose({ marks }: Matches): void {
    if (marks) this.#chosen = marks;
  }

  #find(condition: Condition | undefined, match: string | undefined): Matches {
    const last = this.#lastNumber();
    const many = Math.max(MANY_MATCHES, Math.ceil(last / MANY_OF_ALL));
    const words = match === undefined ? undefined : this.#withWords(match, last);
    const ofText = words && { where: CHOSEN, checked: CHOSEN, marks: words.marks };
    if (!condition)
      return { ...ofText!, total: words!.size, ...(words!.size < many && { list: `[${words!.numbers}]` }) };
    const { where, narrowest } = this.#planned(condition, last);
    const checked = joined([...(words ? [CHOSEN] : []), conditionSql(this.layout, condition, true)], 'AND');
    const leads = words && words.size < Math.min(many, narrowest);
    const led = leads
      ? joined([{ text: LISTED, values: [`[${words.numbers}]`] }, conditionSql(this.layout, condition, true)], 'AND')
      : joined([...(words ? [CHOSEN] : []), where], 'AND');
    if (words) this.#chosen = words.marks;
    const few = this.#numbers(`rows r WHERE ${led.text} LIMIT ${many}`, led.values);
    if (few.size === many) return { where: led, checked, ...(words && { marks: words.marks }) };
    const marks = marked(few.numbers, last);
    return { where: CHOSEN, checked: CHOSEN, marks, total: few.size, list: `[${few.numbers}]` };
  }

  /** Numbers of the documents with these words; a common beginning takes FTS5 a while, so they are kept. */
  #withWords(match: string, last: number): Required<Pick<Matches, 'marks'>> & Found {
    const known = this.#words.get(match);
    if (known) return known;
    const sql = 'SELECT group_concat(rowid), count(*) FROM words WHERE words MATCH ?';
    const [numbers, size] = this.statement(sql).get(match) as unknown as [string | null, number];
    const found = { numbers: numbers ?? '', size, marks: marked(numbers ?? '', last) };
    remember(this.#words, match, found);
    return found;
  }

  #numbers(source: string, values: readonly Scalar[]): Found {
    const sql = `SELECT group_concat(n), count(*) FROM (SELECT r.n AS n FROM ${source})`;
    const [numbers, size] = this.statement(sql).get(...values) as unknown as [string | null, number];
    return { numbers: numbers ?? '', size };
  }

  /** The condition with indexes left only to the parts that lead to few rows, and how many the narrowest leads to. */
  #planned(condition: Condition, last: number): { where: Sql; narrowest: number } {
    const parts = conjuncts(condition);
    const wide = Math.max(MANY_MATCHES, Math.ceil(last / WIDE_OF_ALL));
    const narrow = new Set<Condition>();
    let narrowest = Infinity;
    for (const { led, source } of [...this.#ledByIndex(parts), ...this.#ledByList(parts)]) {
      const [size] = this.statement(`SELECT count(*) FROM (SELECT 1 FROM ${source.text} LIMIT ${wide})`).get(...source.values) as unknown as [number]; // prettier-ignore
      if (size === wide) continue;
      led.forEach((part) => narrow.add(part));
      narrowest = Math.min(narrowest, size);
    }
    return { where: joined(parts.map((part) => conditionSql(this.layout, part, !narrow.has(part))), 'AND'), narrowest }; // prettier-ignore
  }

  /** Parts that an index serves together: equal columns from its first on, and a range of the next. */
  #ledByIndex(parts: readonly Condition[]): { led: readonly Condition[]; source: Sql }[] {
    if (!this.statement(INDEXES_STAND).get()) return [];
    return this.layout.indexes.flatMap((columns) => {
      const led: Condition[] = [];
      for (const column of columns) {
        const part = parts.find((one): one is Filter => 'column' in one && one.column === column);
        if (!part || columnNamed(this.layout, column).kind === 'list') break;
        led.push(part);
        if (!('equals' in part)) break;
      }
      if (led.length === 0) return [];
      const { text, values } = joined(led.map((part) => conditionSql(this.layout, part)), 'AND'); // prettier-ignore
      return [{ led, source: { text: `rows r WHERE ${text}`, values } }];
    });
  }

  #ledByList(parts: readonly Condition[]): { led: readonly Condition[]; source: Sql }[] {
    return parts.flatMap((part) => {
      if (!('column' in part) || 'exists' in part) return [];
      const column = columnNamed(this.layout, part.column);
      if (column.kind !== 'list') return [];
      return [{ led: [part], source: listedSql(column, part) }];
    });
  }

  #lastNumber(): number {
    const [last] = this.statement('SELECT max(n) FROM rows').get() as unknown as [number | null];
    return last ?? 0;
  }

  /** What was found holds until another connection writes (data_version) or this one does (total_changes). */
  #forgetOld(): void {
    const [others] = this.statement('PRAGMA data_version').get() as unknown as [number];
    const [own] = this.statement('SELECT total_changes()').get() as unknown as [number];
    const state = `${others} ${own}`;
    if (state === this.#state) return;
    this.#state = state;
    this.#remembered.clear();
    this.#words.clear();
  }
}

/** All parts that must hold together. */
function conjuncts(condition: Condition): readonly Condition[] {
  return 'and' in condition ? condition.and.flatMap(conjuncts) : [condition];
}

function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (kept.size >= REMEMBERED_AT_MOST) kept.delete(kept.keys().next().value as string);
  kept.set(key, value);
}

const COMMA = 44;
const ZERO = 48;

/** A 1 at the place of each number of a text such as `3,17,18`. */
function marked(numbers: string, last: number): Uint8Array {
  const marks = new Uint8Array(last + 1);
  if (numbers === '') return marks;
  let n = 0;
  for (let at = 0; at < numbers.length; at++) {
    const unit = numbers.charCodeAt(at);
    if (unit === COMMA) {
      marks[n] = 1;
      n = 0;
    } else {
      n = n * 10 + unit - ZERO;
    }
  }
  marks[n] = 1;
  return marks;
}
