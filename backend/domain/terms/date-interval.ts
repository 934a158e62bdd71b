import { dayOf, daysInMonth, isDay, isYear, type Day } from './day.js';

/** The days that a date can mean. `ambiguous`: day and month could be either way round; first and last are the two readings. */
export interface DateInterval {
  /** YYYYMMDD, both included. */
  readonly first: Day;
  readonly last: Day;
  readonly precision: 'day' | 'month' | 'year' | 'interval' | 'ambiguous';
}

/** The interval of a year, a month or a day; zero or absent parts are unknown. Undefined when the calendar has no such day. */
export function partialDate(year: number, month = 0, day = 0): DateInterval | undefined {
  if (!isYear(year)) return undefined;
  if (month === 0) return day === 0 ? interval([year, 1, 1], [year, 12, 31], 'year') : undefined;
  if (!isDay(year, month, day === 0 ? 1 : day)) return undefined;
  if (day === 0) return interval([year, month, 1], [year, month, daysInMonth(year, month)], 'month');
  return interval([year, month, day], [year, month, day], 'day');
}

type CalendarDay = readonly [year: number, month: number, day: number];

function interval(first: CalendarDay, last: CalendarDay, precision: DateInterval['precision']): DateInterval {
  return { first: dayOf(...first), last: dayOf(...last), precision };
}

/** From the beginning of one to the end of the other, in whichever order they were written. */
export function spanning(a: DateInterval | undefined, b: DateInterval | undefined): DateInterval | undefined {
  if (!a || !b) return undefined;
  const [first, last] = [Math.min(a.first, b.first), Math.max(a.last, b.last)];
  const same = a.first === b.first && a.last === b.last;
  return { first, last, precision: same ? a.precision : 'interval' };
}

/** Day and month in either order: the reading that the calendar allows, both when it allows both. */
export function eitherWayRound(year: number, a: number, b: number): DateInterval | undefined {
  const [monthFirst, dayFirst] = [partialDate(year, a, b), partialDate(year, b, a)];
  if (!monthFirst || !dayFirst || a === b) return monthFirst ?? dayFirst;
  return {
    first: Math.min(monthFirst.first, dayFirst.first),
    last: Math.max(monthFirst.last, dayFirst.last),
    precision: 'ambiguous',
  };
}
