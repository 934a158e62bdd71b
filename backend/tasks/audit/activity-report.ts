import type { Activity } from '#projections/activity/view.js';
import type { View } from '#projections/kernel/view-store.js';

/** What one account did: in all, per month, and of each kind of event per month. */
export interface ActivityOf {
  readonly actorId: string;
  readonly actorName: string;
  readonly total: number;
  /** In the order of the report's months. */
  readonly perMonth: readonly number[];
  /** Most first. */
  readonly kinds: readonly { readonly type: string; readonly total: number; readonly perMonth: readonly number[] }[];
}

/** Who did what, per month; the busiest first. */
export interface ActivityReport {
  /** Every month of the period, YYYY-MM, oldest first. */
  readonly months: readonly string[];
  readonly people: readonly ActivityOf[];
  readonly position?: string;
}

/** The longest period of a report, in months. */
export const MOST_MONTHS = 60;

/** Counts who did what from one month to another (YYYY-MM, included). */
export async function activityReport(
  view: Pick<View<Activity>, 'search'>,
  from: string,
  to: string,
  displayName: (accountId: string) => Promise<string>,
): Promise<ActivityReport> {
  const months = monthsBetween(from, to);
  const documents: Activity[] = [];
  let [cursor, position]: (string | undefined)[] = [];
  do {
    const page = await view.search({
      where: { column: 'month', from, to },
      limit: 1_000,
      ...(cursor !== undefined && { cursor }),
    });
    documents.push(...page.items.map(({ document }) => document));
    position ??= page.position;
    cursor = page.next;
  } while (cursor !== undefined);
  const ids = [...new Set(documents.map(({ actorId }) => actorId))];
  const people = await Promise.all(
    ids.map(async (actorId) => {
      const own = documents.filter((one) => one.actorId === actorId);
      return activityOf(actorId, await displayName(actorId), own, months);
    }),
  );
  people.sort((a, b) => b.total - a.total || (a.actorId < b.actorId ? -1 : 1));
  return { months, people, ...(position !== undefined && { position }) };
}

function activityOf(
  actorId: string,
  actorName: string,
  own: readonly Activity[],
  months: readonly string[],
): ActivityOf {
  const deedsIn = new Map(own.map(({ month, deeds }) => [month, deeds]));
  const types = [...new Set(own.flatMap(({ deeds }) => Object.keys(deeds)))];
  const kinds = types
    .map((type) => {
      const perMonth = months.map((month) => deedsIn.get(month)?.[type] ?? 0);
      return { type, total: sum(perMonth), perMonth };
    })
    .sort((a, b) => b.total - a.total || (a.type < b.type ? -1 : 1));
  const perMonth = months.map((_, at) => sum(kinds.map((kind) => kind.perMonth[at]!)));
  return { actorId, actorName, total: sum(perMonth), perMonth, kinds };
}

function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let [year, month] = from.split('-').map(Number) as [number, number]; months.length < MOST_MONTHS;) {
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
    if (name > to) break;
    months.push(name);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return months;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
