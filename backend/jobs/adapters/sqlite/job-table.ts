import type { DatabaseSync } from 'node:sqlite';
import type { EnqueueOptions, JobStatus } from '../../job-queue.js';
import { jsonText, type JobRow } from './job-row.js';

/** A job whose process dies is taken again this often, then it fails: it may be what kills the process. */
export const MOST_RECOVERIES = 10;

export interface NewJob {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  readonly options: EnqueueOptions;
}

/** The statements on the table of jobs. Times are milliseconds since 1970; each call is one transaction. */
export type JobTable = ReturnType<typeof jobTable>;

export function jobTable(db: DatabaseSync) {
  return { ...asking(db), ...leasing(db), ...ending(db) };
}

function asking(db: DatabaseSync) {
  const insert = db.prepare(`
    INSERT INTO job (id, name, data, status, dedupe, due, maxAttempts, backoff, created)
    VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING RETURNING *`);
  const twin = db.prepare('SELECT * FROM job WHERE name = ? AND dedupe = ? AND ended IS NULL');
  const byId = db.prepare('SELECT * FROM job WHERE id = ?');
  const list = db.prepare(`
    SELECT * FROM job
    WHERE (:name IS NULL OR name = :name)
      AND (:status IS NULL OR :status = CASE
        WHEN status = 'active' AND lease < :now THEN CASE WHEN cancel THEN 'cancelled' ELSE 'waiting' END
        WHEN status = 'waiting' AND due > :now THEN 'delayed' ELSE status END)
    ORDER BY seq DESC LIMIT :limit`);
  const changeOf = db.prepare('SELECT change FROM job WHERE id = ?');
  return {
    /** Adds a job; answers with the one that is already there under its id or its dedupe key. */
    add({ id, name, data, options }: NewJob, now: number): JobRow {
      const dedupe = options.dedupeKey ?? null;
      const due = now + (options.delayMilliseconds ?? 0);
      const values = [jsonText(data), dedupe, due, options.attempts ?? 1, options.backoffMilliseconds ?? 1000, now];
      for (;;) {
        const row = insert.get(id, name, ...values) ?? byId.get(id) ?? twin.get(name, dedupe);
        // The twin may end between the two statements; then there is room for the new one.
        if (row) return row as unknown as JobRow;
      }
    },
    byId: (id: string) => byId.get(id) as unknown as JobRow | undefined,
    changeOf: (id: string) => changeOf.get(id)?.['change'] as number | undefined,
    list: (filter: { name?: string; status?: JobStatus; limit?: number }, now: number) =>
      list.all({
        name: filter.name ?? null,
        status: filter.status ?? null,
        limit: filter.limit ?? 100,
        now,
      }) as unknown as JobRow[],
  };
}

function leasing(db: DatabaseSync) {
  const nextDue = db.prepare(
    `SELECT seq FROM job WHERE status = 'waiting' AND name = ? AND due <= ? ORDER BY due, seq LIMIT 1`,
  );
  const claim = db.prepare(`
    UPDATE job SET status = 'active', token = ?, lease = ?, started = ?, attempts = attempts + 1,
      change = change + 1
    WHERE seq = ? AND status = 'waiting' RETURNING *`);
  const renew = db.prepare(`UPDATE job SET lease = ? WHERE id = ? AND token = ? AND status = 'active'`);
  const state = db.prepare(`SELECT cancel FROM job WHERE id = ? AND token = ? AND status = 'active'`);
  const stalled = db.prepare(`SELECT 1 FROM job WHERE status = 'active' AND lease < ? LIMIT 1`);
  const tokens = db.prepare(`SELECT token FROM job WHERE status = 'active' AND lease >= ?`);
  const expire = db.prepare(`UPDATE job SET lease = 0 WHERE token = ? AND status = 'active'`);
  const recover = db.prepare(`
    UPDATE job SET token = NULL, lease = NULL, attempts = attempts - 1, recoveries = recoveries + 1, change = change + 1,
      status = CASE WHEN cancel THEN 'cancelled' WHEN recoveries >= ${MOST_RECOVERIES} THEN 'failed' ELSE 'waiting' END,
      ended = CASE WHEN cancel OR recoveries >= ${MOST_RECOVERIES} THEN :now END,
      error = CASE WHEN recoveries >= ${MOST_RECOVERIES}
        THEN 'Given up: the process that ran this job ended without a word ' || (recoveries + 1) || ' times.' END
    WHERE status = 'active' AND lease < :now`);
  return {
    /** Takes the job of a name that has waited longest, for `token`, until `lease`. */
    claim(name: string, token: string, now: number, lease: number): JobRow | undefined {
      for (;;) {
        // A look first, since it takes no lock: most of the time there is nothing to do.
        const seq = nextDue.get(name, now)?.['seq'] as number | undefined;
        if (seq === undefined) return undefined;
        const row = claim.get(token, lease, now, seq);
        if (row) return row as unknown as JobRow;
      }
    },
    /** False when the job belongs to another by now. */
    renew: (id: string, token: string, lease: number) => renew.run(lease, id, token).changes === 1,
    /** Whether a running job still belongs to the token, and whether it should stop. */
    standing(id: string, token: string): 'running' | 'cancel' | 'lost' {
      const row = state.get(id, token);
      if (!row) return 'lost';
      return row['cancel'] ? 'cancel' : 'running';
    },
    /** Of jobs that somebody holds. */
    tokens: (now: number) => tokens.all(now).map((row) => String(row['token'])),
    /** Ends the lease of a token at once. */
    expire: (token: string): void => void expire.run(token),
    /** Gives jobs with an expired lease back to the queue. */
    recover(now: number): void {
      if (stalled.get(now)) recover.run({ now });
    },
  };
}

/**
 * Progress is news, not a promise: a power cut may take the last of it, and the work that tells it does not stand still for
 * the disk several times a second. The next promise flushes it too.
 */
function withoutFlush<T>(db: DatabaseSync, write: () => T): T {
  db.exec('PRAGMA synchronous = NORMAL');
  try {
    return write();
  } finally {
    db.exec('PRAGMA synchronous = FULL');
  }
}

function ending(db: DatabaseSync) {
  const mine = `change = change + 1 WHERE id = :id AND token = :token AND status = 'active'`;
  const progress = db.prepare(`UPDATE job SET progress = :progress, ${mine}`);
  const end = db.prepare(`
    UPDATE job SET status = :status, progress = ifnull(:progress, progress), result = :result, error = :error,
      ended = :now, token = NULL, lease = NULL, ${mine}`);
  const again = db.prepare(`
    UPDATE job SET status = CASE WHEN cancel THEN 'cancelled' ELSE 'waiting' END, ended = CASE WHEN cancel THEN :now END,
      progress = ifnull(:progress, progress), error = ifnull(:error, error), due = :due, attempts = attempts - :uncounted, token = NULL, lease = NULL, ${mine}`);
  const cancelWaiting = db.prepare(`
    UPDATE job SET status = 'cancelled', cancel = 1, ended = :now, token = NULL, lease = NULL, change = change + 1
    WHERE id = :id AND (status = 'waiting' OR (status = 'active' AND lease < :now))`);
  const cancelActive = db.prepare(`UPDATE job SET cancel = 1 WHERE id = ? AND status = 'active'`);
  const forget = db.prepare('DELETE FROM job WHERE ended < ?');
  type Mine = { readonly id: string; readonly token: string; readonly progress: string | null };
  return {
    progress: (job: Mine) => withoutFlush(db, () => progress.run({ ...job }).changes === 1),
    end: (
      job: Mine & { status: 'completed' | 'failed' | 'cancelled'; result: string | null; error: string | null },
      now: number,
    ) => end.run({ ...job, now }).changes === 1,
    /** Puts a running job back, to be taken from `due` on; ends it when it was cancelled meanwhile. */
    again: (job: Mine & { error: string | null; due: number; uncounted: 0 | 1 }, now: number) =>
      again.run({ ...job, now }).changes === 1,
    cancel: (id: string, now: number) =>
      cancelWaiting.run({ id, now }).changes === 1 || cancelActive.run(id).changes === 1,
    forgetEndedBefore: (time: number) => Number(forget.run(time).changes),
  };
}
