/** A day YYYY-MM-DD (or the beginning of a longer time) as the number YYYYMMDD, comparable with the days of intervals. */
export function dayNumber(iso: string): number {
  return Number(iso.slice(0, 4)) * 10_000 + Number(iso.slice(5, 7)) * 100 + Number(iso.slice(8, 10));
}
