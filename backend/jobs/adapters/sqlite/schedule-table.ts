import type { DatabaseSync } from 'node:sqlite';
import { nextTime, type Every } from '../../schedule-time.js';
import { jsonText } from './job-row.js';

interface ScheduleRow {
  readonly key: string;
  readonly name: string;
  readonly data: string | null;
  readonly cron: string | null;
  readonly every: number | null;
  readonly next: number;
}

/** A schedule whose time has come. */
export interface DueSchedule {
  readonly key: string;
  readonly name: string;
  readonly data: unknown;
}

/** The statements on the table of schedules: next times are kept in the file, so that a restart does not put them off. */
export type ScheduleTable = ReturnType<typeof scheduleTable>;

export function scheduleTable(db: DatabaseSync) {
  // The same rhythm again keeps the next time: a server that is restarted daily still runs its weekly job.
  const put = db.prepare(`
    INSERT INTO schedule (key, name, data, cron, every, next) VALUES (:key, :name, :data, :cron, :every, :next)
    ON CONFLICT (key) DO UPDATE SET name = :name, data = :data, cron = :cron, every = :every,
      next = CASE WHEN cron IS :cron AND every IS :every THEN next ELSE :next END`);
  const remove = db.prepare('DELETE FROM schedule WHERE key = ?');
  const due = db.prepare('SELECT * FROM schedule WHERE next <= ?');
  const move = db.prepare('UPDATE schedule SET next = ? WHERE key = ? AND next = ?');
  return {
    put(key: string, name: string, data: unknown, every: Every, now: number): void {
      const cron = 'cron' in every ? every.cron : null;
      const milliseconds = 'cron' in every ? null : every.milliseconds;
      put.run({ key, name, data: jsonText(data), cron, every: milliseconds, next: nextTime(every, now) });
    },
    remove: (key: string) => void remove.run(key),
    /** Schedules whose time has come, each given to one caller only; times missed in between count once. */
    takeDue(now: number): DueSchedule[] {
      const rows = due.all(now) as unknown as ScheduleRow[];
      return rows
        .filter((row) => move.run(nextTime(everyOf(row), now), row.key, row.next).changes === 1)
        .map(({ key, name, data }) => ({ key, name, data: data === null ? undefined : (JSON.parse(data) as unknown) }));
    },
  };
}

function everyOf(row: ScheduleRow): Every {
  return row.cron === null ? { milliseconds: row.every ?? 0 } : { cron: row.cron };
}
