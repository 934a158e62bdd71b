import type { TermChange } from '#domain/specimen/events.js';

/** Values by term, as somebody saw them. */
export type SeenValues = Readonly<Record<string, string>>;

/** One value that somebody is putting right: what they saw, and what they wrote. */
export interface DraftLine {
  readonly term: string;
  /** The value that was seen; absent when there was none. */
  readonly was?: string;
  /** As typed; empty takes the value away. */
  readonly now: string;
}

/** A line that somebody else changed meanwhile: the value seen, theirs, and mine. */
export interface Clash extends DraftLine {
  readonly theirs?: string;
}

/** A line about a term, as it was seen. */
export function lineOf(term: string, seen: SeenValues): DraftLine {
  const was = seen[term];
  return { term, now: was ?? '', ...(was !== undefined && { was }) };
}

/** The lines with what was typed into one of them. */
export function retyped(lines: readonly DraftLine[], term: string, now: string): readonly DraftLine[] {
  return lines.map((line) => (line.term === term ? { ...line, now } : line));
}

/** What to send for a draft: lines that change something, blank as absent. */
export function changesOf(lines: readonly DraftLine[]): readonly TermChange[] {
  return lines.map(changeOf).filter(({ was, now }) => was !== now);
}

function changeOf({ term, was, now }: DraftLine): TermChange {
  const wanted = now.trim() === '' ? undefined : now;
  return { term, ...(was !== undefined && { was }), ...(wanted !== undefined && { now: wanted }) };
}

/** Lines whose value in the present record is no longer the one that was seen. */
export function clashesIn(lines: readonly DraftLine[], present: SeenValues): readonly Clash[] {
  return lines
    .filter(({ term, was }) => present[term] !== was)
    .map((line) => ({ ...line, theirs: present[line.term] }));
}

/** The draft on top of the present record: what was typed stays, what is seen is what there is now. */
export function rebased(lines: readonly DraftLine[], present: SeenValues): readonly DraftLine[] {
  return lines.map(({ term, now }) => ({ term, now, ...(present[term] !== undefined && { was: present[term] }) }));
}
