import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Condition, Filter, Scalar } from '../../kernel/query.js';
import { ALL, conditionSql, joined, listedSql, type Sql } from './conditions.js';
import { columnNamed } from '../../kernel/layout.js';
import { INDEXES_STAND, type Layout } from './layout.js';
import { ListMarks } from './list-marks.js';
import { listOf, marked } from './marks.js';

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
  /** The question, where only a walk over all rows answers it: see {@link Matcher.walk}. */
  readonly unseen?: string;
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
  #noted: Uint8Array = new Uint8Array(0);
  #size = 0;
  readonly #lists: ListMarks;
  readonly #remembered = new Map<string, Matches>();
  readonly #words = new Map<string, Required<Pick<Matches, 'marks'>> & Found>();
  #state = '';

  constructor(
    database: DatabaseSync,
    readonly layout: Layout,
    readonly statement: (sql: string) => StatementSync,
  ) {
    this.#lists = new ListMarks(database, layout, statement);
    database.function('chosen', (n) => this.#chosen[n as number] ?? 0);
    database.function('noted', (n) => {
      this.#size += 1;
      return (this.#noted[n as number] = 1);
    });
  }

  /** What matches; remembered until somebody writes. `match` is the FTS5 expression of the text. */
  find(condition: Condition | undefined, match: string | undefined): Matches {
    const matches = this.glance(condition, match);
    if (matches.unseen === undefined) return matches;
    const all = ({ text, values }: Sql): unknown => this.statement(`SELECT count(*) FROM rows r WHERE ${text}`).get(...values); // prettier-ignore
    return this.walk(matches, ALL, all).matches;
  }

  /** The same, but what only a walk over all rows can tell is left to {@link walk}, for which the caller may have more to ask. */
  glance(condition: Condition | undefined, match: string | undefined): Matches {
    if (!condition && match === undefined) return EVERYTHING;
    this.#forgetOld();
    const question = JSON.stringify([condition, match]);
    const known = this.#remembered.get(question);
    if (known) return known;
    const matches = this.#find(condition, match);
    if (matches.unseen === undefined) remember(this.#remembered, question, matches);
    return matches;
  }

  /**
   * Answers a question that nobody has seen the matches of: `look` walks over all rows once, by a condition that is true of
   * those that match and `further`. From then on all matches are known.
   */
  walk<Answer>(
    matches: Matches,
    further: Sql,
    look: (where: Sql) => Answer,
  ): { readonly answer: Answer; readonly matches: Matches } {
    const last = this.#lastNumber();
    [this.#noted, this.#size] = [new Uint8Array(last + 1), 0];
    this.choose(matches);
    const { text, values } = matches.checked;
    // CASE, since it alone keeps to its order: a row is noted when it matches, whatever else is asked of it.
    const noted = `CASE WHEN ${text} THEN noted(r.n) ELSE 0 END`;
    const where = {
      text: `CASE WHEN ${noted} THEN ${further.text} ELSE 0 END`,
      values: [...values, ...further.values],
    };
    const answer = look(where);
    const [marks, total] = [this.#noted, this.#size];
    const few = total < manyOf(last);
    const seen: Matches = { where: CHOSEN, checked: CHOSEN, marks, total, ...(few && { list: listOf(marks) }) };
    remember(this.#remembered, matches.unseen!, seen);
    return { answer, matches: seen };
  }

  /** What `chosen(r.n)` means in the next statement. */
  choose({ marks }: Matches): void {
    if (marks) this.#chosen = marks;
  }

  #find(condition: Condition | undefined, match: string | undefined): Matches {
    const last = this.#lastNumber();
    const many = manyOf(last);
    const words = match === undefined ? undefined : this.#withWords(match, last);
    const ofWords = words && { marks: words.marks };
    if (!condition) {
      const few = words!.size < many && { list: `[${words!.numbers}]` };
      return { where: CHOSEN, checked: CHOSEN, ...ofWords, total: words!.size, ...few };
    }
    this.#lists.learn(condition, last);
    const { where, narrowest } = this.#planned(condition, last);
    const each = conditionSql(this.layout, condition, true);
    const chosen = words ? [CHOSEN] : [];
    const checked = joined([...chosen, each], 'AND');
    const leads = words && words.size < Math.min(many, narrowest);
    if (!leads && narrowest === Infinity && !this.#indexesStand())
      return { where: checked, checked, ...ofWords, unseen: JSON.stringify([condition, match]) };
    const led = joined(leads ? [{ text: LISTED, values: [`[${words.numbers}]`] }, each] : [...chosen, where], 'AND');
    if (words) this.#chosen = words.marks;
    const few = this.#numbers(`rows r WHERE ${led.text} LIMIT ${many}`, led.values);
    if (few.size === many) return { where: led, checked, ...ofWords };
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
    if (!this.#indexesStand()) return [];
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

  #indexesStand(): boolean {
    return this.statement(INDEXES_STAND).get() !== undefined;
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
    this.#lists.forget();
  }
}

function manyOf(last: number): number {
  return Math.max(MANY_MATCHES, Math.ceil(last / MANY_OF_ALL));
}

/** All parts that must hold together. */
function conjuncts(condition: Condition): readonly Condition[] {
  return 'and' in condition ? condition.and.flatMap(conjuncts) : [condition];
}

function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  if (kept.size >= REMEMBERED_AT_MOST) kept.delete(kept.keys().next().value as string);
  kept.set(key, value);
}
