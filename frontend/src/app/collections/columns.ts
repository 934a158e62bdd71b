import type { OverviewCount } from '#projections/collection-overview/view.js';
import type { ChartColumn } from './column-chart';

/** Every decade from the first to the last, those without specimens too. */
export function decadesOf(counts: readonly OverviewCount[], say: (decade: number) => string): readonly ChartColumn[] {
  const known = new Map(counts.map(({ value, count }) => [Number(value), count]));
  const decades = [...known.keys()].filter((decade) => decade > 1500);
  if (decades.length === 0) return [];
  const [first, last] = [Math.min(...decades), Math.max(...decades)];
  return Array.from({ length: (last - first) / 10 + 1 }, (_, at) => {
    const decade = first + at * 10;
    return { label: say(decade), count: known.get(decade) ?? 0, asked: { decade: String(decade) } };
  });
}

/** Days of entry taken together by month, every month from the first to the last. */
export function monthsOf(days: readonly OverviewCount[], say: (month: string) => string): readonly ChartColumn[] {
  const known = new Map<string, number>();
  for (const { value, count } of days) {
    const month = String(value).slice(0, 7);
    known.set(month, (known.get(month) ?? 0) + count);
  }
  const [first, last] = [[...known.keys()].sort()[0], [...known.keys()].sort().at(-1)];
  const columns: ChartColumn[] = [];
  for (let month = first; month !== undefined && last !== undefined && month <= last; month = after(month)) {
    const asked = { 'enteredAt.from': `${month}-01`, 'enteredAt.to': `${month}-31` };
    columns.push({ label: say(month), count: known.get(month) ?? 0, asked });
  }
  return columns;
}

function after(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1)).toISOString().slice(0, 7);
}
