import { CronExpressionParser } from 'cron-parser';

/** How a schedule repeats: by a cron expression (UTC; a sixth field in front counts seconds) or an interval. */
export type Every = { readonly cron: string } | { readonly milliseconds: number };

/** The first time after `now` at which a schedule is due; fails in words when nobody can read it. */
export function nextTime(every: Every, now: number): number {
  if ('cron' in every) return cronTime(every.cron, now);
  if (every.milliseconds >= 1) return now + Math.floor(every.milliseconds);
  throw new RangeError(`A schedule cannot repeat every ${every.milliseconds} milliseconds: give 1 or more.`);
}

function cronTime(cron: string, now: number): number {
  try {
    return CronExpressionParser.parse(cron, { tz: 'UTC', currentDate: new Date(now) })
      .next()
      .getTime();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(`"${cron}" is not a cron expression (minute hour day month weekday, UTC): ${why}.`, {
      cause: error,
    });
  }
}
