/** A calendar day as an integer YYYYMMDD, so that days compare as numbers: 19230615. */
export type Day = number;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Years that a label can mean; anything else is a number that was read as a year. */
const YEARS = { first: 1000, last: 2999 } as const;

/** Whether this is a year that a label can mean. */
export function isYear(year: number): boolean {
  return Number.isInteger(year) && year >= YEARS.first && year <= YEARS.last;
}

/** The number of days in a month (1 to 12) of a year of the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
}

/** Whether year, month (1 to 12) and day make a day of the calendar. */
export function isDay(year: number, month: number, day: number): boolean {
  return isYear(year) && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The day as YYYYMMDD. */
export function dayOf(year: number, month: number, day: number): Day {
  return year * 10_000 + month * 100 + day;
}
