import type { Chance } from './chance.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A moment of the same day, or of the Friday before a week-end, between 13 and 21 o'clock UTC: office hours in Québec. */
export function workingHours(chance: Chance, moment: number): number {
  const day = new Date(moment);
  const sinceFriday = Math.max(0, (day.getUTCDay() + 1) % 7 === 0 ? 1 : day.getUTCDay() === 0 ? 2 : 0);
  const midnight = Math.floor(moment / DAY) * DAY - sinceFriday * DAY;
  return midnight + 13 * HOUR + Math.floor(chance.next() * 8 * HOUR);
}

/** Office hours some days after a moment, or the last hour before now when that would be in the future. */
export function anytimeAfter(chance: Chance, moment: number, now: number, days: number): number {
  const wanted = workingHours(chance, moment + days * DAY);
  return Math.max(moment + 60_000, Math.min(wanted, now - Math.floor(chance.next() * HOUR)));
}
