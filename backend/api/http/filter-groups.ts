import type { Condition } from '#projections/kernel/query.js';

const MOST_PARTS = 100;
const DEEPEST = 8;

/** How the leaves of groups are read; each tells what is wrong by itself and then gives none. */
export interface LeafReader {
  /** `name` as in an address: `family.prefix`. */
  filter(name: string, values: readonly string[]): readonly Condition[];
  box(value: string): readonly Condition[];
  polygon(value: string): readonly Condition[];
  wrong(message: string): void;
}

/**
 * Reads groups of filters from JSON: `{"and": [{"family": "Poaceae"}, {"or": [{"year.from": "1900"}, {"not": {…}}]}]}`.
 * A leaf has one member, named as a filter is in an address; several values mean any of them.
 */
export function groupsOf(text: string, read: LeafReader): readonly Condition[] {
  if (text === '') return [];
  let query: unknown;
  try {
    query = JSON.parse(text);
  } catch {
    read.wrong('is no JSON.');
    return [];
  }
  return group(query, read, { parts: MOST_PARTS }, 0);
}

function group(query: unknown, read: LeafReader, left: { parts: number }, depth: number): readonly Condition[] {
  const isObject = typeof query === 'object' && query !== null && !Array.isArray(query);
  const [entry, ...more] = isObject ? (Object.entries(query) as [string, unknown][]) : [];
  if (!entry || more.length > 0 || depth > DEEPEST || --left.parts < 0) {
    read.wrong(`each part is one filter or one of and, or, not; ${DEEPEST} deep and ${MOST_PARTS} parts at most.`);
    return [];
  }
  const [name, value] = entry;
  if (name === 'not') return group(value, read, left, depth + 1).map((part) => ({ not: part }));
  if (name === 'and' || name === 'or') {
    const parts = listOf(value).flatMap((part) => group(part, read, left, depth + 1));
    return parts.length === 0 ? [] : [name === 'and' ? { and: parts } : { or: parts }];
  }
  return leaf(name, value, read);
}

function leaf(name: string, value: unknown, read: LeafReader): readonly Condition[] {
  if (name === 'bbox') return read.box(String(value));
  if (name === 'polygon') return read.polygon(String(value));
  return read.filter(name, listOf(value).map(String));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}
