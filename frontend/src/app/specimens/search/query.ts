import { columnNamed, type SearchKind } from './columns';

/** One filter of the query builder; `between` has two values, `exists` and `missing` none. */
export interface QueryLeaf {
  readonly column: string;
  readonly how: How;
  readonly values: readonly string[];
}

/** Parts of which all, one, or none must hold. */
export interface QueryGroup {
  readonly join: 'and' | 'or' | 'none';
  readonly parts: readonly QueryPart[];
}
export type QueryPart = QueryLeaf | QueryGroup;

export type How = 'is' | 'not' | 'prefix' | 'contains' | 'lacks' | 'from' | 'to' | 'between' | 'exists' | 'missing';

const OF_TEXT: readonly How[] = ['is', 'not', 'contains', 'lacks', 'prefix', 'exists', 'missing'];
const OF_ORDER: readonly How[] = ['is', 'not', 'between', 'from', 'to', 'exists', 'missing'];

/** What can be asked of a kind of column. */
export const HOWS: Readonly<Record<SearchKind, readonly How[]>> = {
  text: OF_TEXT,
  list: OF_TEXT,
  number: OF_ORDER,
  date: OF_ORDER,
  flag: ['is', 'not'],
  point: ['exists', 'missing'],
};

/** How many values a filter has. */
export function valuesOf(how: How): 0 | 1 | 2 {
  if (how === 'exists' || how === 'missing') return 0;
  return how === 'between' ? 2 : 1;
}

export const isGroup = (part: QueryPart): part is QueryGroup => 'parts' in part;

/** Whether a part says something: a filter without its value does not yet. */
export function isComplete(part: QueryPart): boolean {
  if (isGroup(part)) return part.parts.some(isComplete);
  const wanted = valuesOf(part.how);
  return wanted === 0 || part.values.slice(0, wanted).some((value) => value.trim() !== '');
}

/** The query as the parameter `where` has it; empty when nothing in it is complete. */
export function printQuery(group: QueryGroup): string {
  const printed = printPart(group);
  return printed === undefined ? '' : JSON.stringify(printed);
}

function printPart(part: QueryPart): unknown {
  if (!isComplete(part)) return undefined;
  if (!isGroup(part)) return printLeaf(part);
  const parts = part.parts.map(printPart).filter((one) => one !== undefined);
  if (part.join === 'none') return { not: { or: parts } };
  return { [part.join]: parts };
}

function printLeaf({ column, how, values: [first = '', second = ''] }: QueryLeaf): unknown {
  const [from, to] = [first.trim(), second.trim()];
  switch (how) {
    case 'is':
      return { [column]: from };
    case 'not':
      return { not: { [column]: from } };
    case 'lacks':
      return { not: { [`${column}.contains`]: from } };
    case 'exists':
      return { [`${column}.exists`]: 'true' };
    case 'missing':
      return { [`${column}.exists`]: 'false' };
    case 'between':
      if (!to) return { [`${column}.from`]: from };
      return from ? { and: [{ [`${column}.from`]: from }, { [`${column}.to`]: to }] } : { [`${column}.to`]: to };
    default:
      return { [`${column}.${how}`]: from };
  }
}

/** Reads the parameter `where`; undefined when it is none that the builder makes. */
export function readQuery(text: string): QueryGroup | undefined {
  try {
    const part = readPart(JSON.parse(text) as Printed);
    return isGroup(part) ? part : { join: 'and', parts: [part] };
  } catch {
    return undefined;
  }
}

type Printed = { readonly [name: string]: string | Printed | readonly Printed[] };

function readPart(printed: Printed): QueryPart {
  const [[name, value] = ['', '']] = Object.entries(printed);
  if (name === 'and') return readBetween(value as readonly Printed[]) ?? readGroup('and', value);
  if (name === 'or') return readGroup('or', value);
  if (name === 'not') return readNot(value as Printed);
  return readLeaf(name, String(value));
}

function readGroup(join: QueryGroup['join'], value: unknown): QueryGroup {
  return { join, parts: (value as readonly Printed[]).map(readPart) };
}

function readNot(value: Printed): QueryPart {
  const [[name, inner] = ['', '']] = Object.entries(value);
  if (name === 'or') return readGroup('none', inner);
  const leaf = readPart(value);
  if (isGroup(leaf)) return { join: 'none', parts: [leaf] };
  if (leaf.how === 'is') return { ...leaf, how: 'not' };
  if (leaf.how === 'contains') return { ...leaf, how: 'lacks' };
  return { join: 'none', parts: [leaf] };
}

function readBetween(parts: readonly Printed[]): QueryLeaf | undefined {
  const [one, other, ...more] = parts.flatMap((part) => Object.entries(part));
  const column = one?.[0].replace(/\.from$/, '');
  if (!one || !other || more.length > 0 || !one[0].endsWith('.from') || other[0] !== `${column}.to`) return undefined;
  return { column: column!, how: 'between', values: [String(one[1]), String(other[1])] };
}

function readLeaf(name: string, value: string): QueryLeaf {
  const [column = '', operator] = name.split('.');
  if (!columnNamed(column)) throw new RangeError(`There is no column ${column}.`);
  if (operator === 'exists') return { column, how: value === 'false' ? 'missing' : 'exists', values: [] };
  return { column, how: (operator ?? 'is') as How, values: [value] };
}

/** The group with the part at a path put in place of what is there; undefined takes it away. */
export function replaced(group: QueryGroup, path: readonly number[], part: QueryPart | undefined): QueryGroup {
  const [at = 0, ...rest] = path;
  const parts = [...group.parts];
  const there = parts[at];
  if (rest.length > 0 && there && isGroup(there)) parts[at] = replaced(there, rest, part);
  else if (part === undefined) parts.splice(at, 1);
  else parts[at] = part;
  return { ...group, parts };
}
