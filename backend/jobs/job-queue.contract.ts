import { setTimeout as pause } from 'node:timers/promises';
import { naughtyStrings } from '../../infra/testing/naughty-strings.js';
import { JobStopped, UnrecoverableJobError, type Job, type JobContext, type JobQueue } from './job-queue.js';

/** An empty queue store of the adapter under test. Leases are short, so that the dead are noticed within a second or two. */
export interface JobQueueHarness {
  /** One more member on the same store, as another process would be; the harness closes it at the end. */
  connect(): Promise<JobQueue>;
  /** Starts a process that handles jobs named `endless` and never ends them; `kill` is kill -9. */
  spawnEndlessWorker(): Promise<{ kill(): Promise<void> }>;
  dispose(): Promise<void>;
}

const ENDED = new Set(['completed', 'failed', 'cancelled']);

/** Waits for a condition; how long it may take is no promise of the port, so the limit is generous. */
async function until<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited too long for: ${what}`);
    await pause(10);
  }
}

const whenEnded = (queue: JobQueue, id: string): Promise<Job> =>
  until(async () => {
    const job = await queue.get(id);
    return job && ENDED.has(job.status) && job;
  }, `the end of job ${id}`);

const whenActive = (queue: JobQueue, id: string): Promise<boolean> =>
  until(async () => (await queue.get(id))?.status === 'active', `the start of job ${id}`);

/** A handler that works until it is told to stop, then stops as the port asks: by throwing the reason. */
const untilStopped = (_: Job, { signal }: JobContext): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as JobStopped));
  });

/** The promises of {@link JobQueue}, asked of an adapter. */
export function describeJobQueueContract(adapter: string, open: () => Promise<JobQueueHarness>): void {
  describe(`job queue on ${adapter}`, () => {
    let harness: JobQueueHarness;
    let queue: JobQueue;
    beforeEach(async () => {
      harness = await open();
      queue = await harness.connect();
    });
    afterEach(() => harness.dispose());

    describe('work', () => {
      it('is done once, and its result is kept', async () => {
        const seen: unknown[] = [];
        queue.handle('count', async (job: Job<{ upTo: number }>) => {
          seen.push(job.data);
          return { counted: job.data.upTo };
        });
        queue.start();
        const added = await queue.enqueue('count', { upTo: 3 });
        expect(added).toMatchObject({ name: 'count', data: { upTo: 3 }, attempts: 0 });
        expect(await whenEnded(queue, added.id)).toMatchObject({
          status: 'completed',
          attempts: 1,
          result: { counted: 3 },
        });
        expect(seen).toEqual([{ upTo: 3 }]);
      });

      it('that was added before anybody could do it waits', async () => {
        const { id } = await queue.enqueue('later', {});
        queue.start();
        const worker = await harness.connect();
        worker.handle('something else', async () => 'no');
        worker.start();
        expect((await queue.get(id))?.status).toBe('waiting');
        worker.handle('later', async () => 'yes');
        expect((await whenEnded(queue, id)).result).toBe('yes');
      });

      it('carries any text through data, progress and result unchanged', async () => {
        queue.handle('echo', async (job, { progress }) => {
          progress(job.data);
          return job.data;
        });
        queue.start();
        const { id } = await queue.enqueue('echo', naughtyStrings);
        const job = await whenEnded(queue, id);
        expect(job.data).toEqual(naughtyStrings);
        expect(job.progress).toEqual(naughtyStrings);
        expect(job.result).toEqual(naughtyStrings);
      });

      it('is listed newest first, by name and by status', async () => {
        queue.handle('quick', async () => 1);
        queue.start();
        const first = await queue.enqueue('quick', 1);
        await whenEnded(queue, first.id);
        const second = await queue.enqueue('slow', 2);
        const third = await queue.enqueue('slow', 3, { delayMilliseconds: 60_000 });
        const ids = async (filter?: Parameters<JobQueue['list']>[0]) => (await queue.list(filter)).map((job) => job.id);
        expect(await ids({ name: 'slow' })).toEqual([third.id, second.id]);
        expect(await ids({ name: 'slow', limit: 1 })).toEqual([third.id]);
        expect(await ids({ status: 'delayed' })).toEqual([third.id]);
        expect(await ids({ status: 'waiting' })).toEqual([second.id]);
        expect(await ids({ status: 'completed' })).toEqual([first.id]);
      });

      it('has one handler per name', () => {
        queue.handle('one', async () => 1);
        expect(() => queue.handle('one', async () => 2)).toThrow('"one"');
      });

      it('of one name runs side by side as often as its handler allows', async () => {
        let now = 0;
        let most = 0;
        const handler = async (): Promise<void> => {
          most = Math.max(most, ++now);
          await pause(20);
          now -= 1;
        };
        queue.handle('pair', handler, 2);
        queue.start();
        const jobs = await Promise.all(Array.from({ length: 8 }, (_, index) => queue.enqueue('pair', index)));
        for (const job of jobs) await whenEnded(queue, job.id);
        expect(most).toBe(2);
      });

      it('is shared between members, each job done by one of them', async () => {
        const done: number[] = [];
        const members = [queue, await harness.connect(), await harness.connect()];
        for (const member of members) {
          member.handle(
            'share',
            async (job: Job<number>) => {
              await pause(2);
              done.push(job.data);
            },
            3,
          );
          member.start();
        }
        const jobs = await Promise.all(Array.from({ length: 40 }, (_, index) => queue.enqueue('share', index)));
        for (const job of jobs) await whenEnded(queue, job.id);
        expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
      });

      it('does not begin before its delay is over', async () => {
        queue.handle('delayed', async () => 'done');
        queue.start();
        const { id, createdAt } = await queue.enqueue('delayed', {}, { delayMilliseconds: 300 });
        expect((await queue.get(id))?.status).toBe('delayed');
        const job = await whenEnded(queue, id);
        expect((job.startedAt ?? 0) - createdAt).toBeGreaterThanOrEqual(300);
      });
    });

    describe('a failure', () => {
      it('is tried again, each time after twice as long, and told in words at last', async () => {
        const begun: number[] = [];
        const attempts: number[] = [];
        queue.handle('fail', async (_job, { attempt }) => {
          begun.push(Date.now());
          attempts.push(attempt);
          throw new Error(`The disk is full (try ${attempt}).`);
        });
        queue.start();
        const { id } = await queue.enqueue('fail', {}, { attempts: 3, backoffMilliseconds: 100 });
        const job = await whenEnded(queue, id);
        expect(job).toMatchObject({ status: 'failed', attempts: 3, error: 'The disk is full (try 3).' });
        expect(attempts).toEqual([1, 2, 3]);
        const [first = 0, second = 0, third = 0] = begun;
        expect(second - first).toBeGreaterThanOrEqual(99);
        expect(third - second).toBeGreaterThanOrEqual(199);
      });

      it('that is over at the next try leaves a completed job', async () => {
        queue.handle('flaky', async (_job, { attempt }) => {
          if (attempt === 1) throw new Error('not yet');
          return attempt;
        });
        queue.start();
        const { id } = await queue.enqueue('flaky', {}, { attempts: 2, backoffMilliseconds: 10 });
        const job = await whenEnded(queue, id);
        expect(job).toMatchObject({ status: 'completed', result: 2 });
        expect(job.error).toBeUndefined();
      });

      it('that no retry can mend ends the job at once', async () => {
        queue.handle('broken', async () => {
          throw new UnrecoverableJobError('This is no archive.');
        });
        queue.start();
        const { id } = await queue.enqueue('broken', {}, { attempts: 5 });
        expect(await whenEnded(queue, id)).toMatchObject({
          status: 'failed',
          attempts: 1,
          error: 'This is no archive.',
        });
      });
    });

    describe('a dedupe key', () => {
      it('answers with the job that waits or runs, and makes room when it has ended', async () => {
        const options = { dedupeKey: 'import of HYM' };
        const first = await queue.enqueue('import', 1, options);
        expect((await queue.enqueue('import', 2, options)).id).toBe(first.id);
        let finish = (): void => undefined;
        queue.handle('import', () => new Promise<void>((resolve) => (finish = resolve)));
        queue.start();
        await whenActive(queue, first.id);
        expect(await queue.enqueue('import', 3, options)).toMatchObject({ id: first.id, data: 1 });
        finish();
        await whenEnded(queue, first.id);
        expect((await queue.enqueue('import', 4, options)).id).not.toBe(first.id);
      });

      it('lets one of many through that come at once', async () => {
        const members = [queue, await harness.connect(), await harness.connect()];
        const jobs = await Promise.all(
          Array.from({ length: 30 }, (_, index) =>
            members[index % 3]!.enqueue('once', index, { dedupeKey: 'the same' }),
          ),
        );
        expect(new Set(jobs.map((job) => job.id)).size).toBe(1);
        expect(await queue.list({ name: 'once' })).toHaveLength(1);
      });
    });

    describe('cancelling', () => {
      it('ends a waiting and a delayed job at once; they never run', async () => {
        const waiting = await queue.enqueue('x', 1);
        const delayed = await queue.enqueue('x', 2, { delayMilliseconds: 50 });
        expect(await queue.cancel(waiting.id)).toBe(true);
        expect(await queue.cancel(delayed.id)).toBe(true);
        expect(await queue.get(waiting.id)).toMatchObject({ status: 'cancelled', attempts: 0 });
        const ran: unknown[] = [];
        queue.handle('x', async (job) => void ran.push(job.data));
        queue.start();
        const next = await queue.enqueue('x', 3, { delayMilliseconds: 200 });
        await whenEnded(queue, next.id);
        expect(ran).toEqual([3]);
      });

      it('asks a running job to stop, from another process too', async () => {
        let reason: unknown;
        queue.handle('long', async (job, context) => {
          await untilStopped(job, context).catch((why: unknown) => {
            reason = why;
            throw why;
          });
        });
        queue.start();
        const { id } = await queue.enqueue('long', {}, { attempts: 3 });
        await whenActive(queue, id);
        const other = await harness.connect();
        expect(await other.cancel(id)).toBe(true);
        expect(await whenEnded(other, id)).toMatchObject({ status: 'cancelled' });
        expect(reason).toBeInstanceOf(JobStopped);
        expect((reason as JobStopped).why).toBe('cancelled');
      });

      it('leaves a job completed whose handler finishes all the same', async () => {
        queue.handle('stubborn', async (_job, { signal }) => {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return 'finished';
        });
        queue.start();
        const { id } = await queue.enqueue('stubborn', {});
        await whenActive(queue, id);
        await queue.cancel(id);
        expect(await whenEnded(queue, id)).toMatchObject({ status: 'completed', result: 'finished' });
      });

      it('says no of a job that has ended or that nobody knows', async () => {
        queue.handle('quick', async () => 1);
        queue.start();
        const { id } = await queue.enqueue('quick', {});
        await whenEnded(queue, id);
        expect(await queue.cancel(id)).toBe(false);
        expect(await queue.cancel('00000000-0000-4000-8000-000000000000')).toBe(false);
        expect(await queue.get('00000000-0000-4000-8000-000000000000')).toBeUndefined();
      });
    });

    describe('watching', () => {
      it('tells what happens, the last progress included, and ends with the job', async () => {
        queue.handle('steps', async (_job, { progress }) => {
          for (let step = 1; step <= 500; step++) progress({ step });
          await pause(300);
          for (let step = 501; step <= 1000; step++) progress({ step });
          return 'all';
        });
        const watcher = await harness.connect();
        const { id } = await queue.enqueue('steps', {});
        const seen: Job[] = [];
        const watched = (async () => {
          for await (const job of watcher.watch(id, new AbortController().signal)) seen.push(job);
        })();
        queue.start();
        await watched;
        expect(seen[0]?.id).toBe(id);
        expect(seen.at(-1)).toMatchObject({ status: 'completed', result: 'all', progress: { step: 1000 } });
        expect(seen.some((job) => job.status === 'active' && job.progress !== undefined)).toBe(true);
        const steps = seen.map((job) => (job.progress as { step: number } | undefined)?.step ?? 0);
        expect(steps).toEqual([...steps].sort((a, b) => a - b));
        // Throttled: a thousand values do not become a thousand messages.
        expect(seen.length).toBeLessThan(50);
      });

      it('ends when the watcher leaves, and at once for a job that nobody knows', async () => {
        const { id } = await queue.enqueue('never', {});
        const leaving = new AbortController();
        const seen: Job[] = [];
        for await (const job of queue.watch(id, leaving.signal)) {
          seen.push(job);
          setTimeout(() => leaving.abort(), 20);
        }
        expect(seen).toHaveLength(1);
        for await (const job of queue.watch('00000000-0000-4000-8000-000000000000', leaving.signal)) seen.push(job);
        expect(seen).toHaveLength(1);
      });
    });

    describe('closing', () => {
      it('asks running jobs to stop and hands them back; it does not count as a try', async () => {
        let why: unknown;
        queue.handle('import', async (job, context) => {
          context.progress({ rows: 7 });
          await untilStopped(job, context).catch((reason: JobStopped) => {
            why = reason.why;
            throw reason;
          });
        });
        queue.start();
        const { id } = await queue.enqueue('import', {});
        await whenActive(queue, id);
        await queue.close();
        expect(why).toBe('closing');
        const other = await harness.connect();
        expect(await other.get(id)).toMatchObject({ status: 'waiting', attempts: 0, progress: { rows: 7 } });
        other.handle('import', async (_job, { attempt }) => attempt);
        other.start();
        expect(await whenEnded(other, id)).toMatchObject({ status: 'completed', result: 1, attempts: 1 });
      });

      it('does not wait longer than the grace for a handler that does not listen', async () => {
        let finish = (): void => undefined;
        queue.handle('deaf', () => new Promise<void>((resolve) => (finish = resolve)));
        queue.start();
        const { id } = await queue.enqueue('deaf', {});
        await whenActive(queue, id);
        await queue.close(50);
        const other = await harness.connect();
        expect((await other.get(id))?.status).toBe('waiting');
        finish();
        await pause(20);
        expect((await other.get(id))?.status).toBe('waiting');
      });

      it('twice is the same as once', async () => {
        await queue.close();
        await expect(queue.close()).resolves.toBeUndefined();
      });
    });

    describe('a process that is killed', () => {
      it('leaves its job to another, and the try does not count', async () => {
        const victim = await harness.spawnEndlessWorker();
        const { id } = await queue.enqueue('endless', {});
        await whenActive(queue, id);
        await victim.kill();
        queue.handle('endless', async (_job, { attempt }) => `try ${attempt}`);
        queue.start();
        expect(await whenEnded(queue, id)).toMatchObject({ status: 'completed', result: 'try 1', attempts: 1 });
      });

      it('leaves a job that was cancelled as cancelled', async () => {
        const victim = await harness.spawnEndlessWorker();
        const { id } = await queue.enqueue('endless', {});
        await whenActive(queue, id);
        await queue.cancel(id);
        await victim.kill();
        let ran = false;
        queue.handle('endless', async () => void (ran = true));
        queue.start();
        expect((await whenEnded(queue, id)).status).toBe('cancelled');
        expect(ran).toBe(false);
      });
    });

    describe('a schedule', () => {
      it('repeats until it is taken away', async () => {
        let runs = 0;
        queue.handle('remind', async () => void (runs += 1));
        queue.start();
        await queue.schedule('reminders', 'remind', {}, { milliseconds: 20 });
        await until(async () => runs >= 3, 'three runs');
        await queue.unschedule('reminders');
        await until(async () => (await queue.list({ name: 'remind' })).every((job) => ENDED.has(job.status)), 'rest');
        const after = runs;
        await pause(300);
        expect(runs).toBe(after);
      });

      it('is replaced by scheduling its key again', async () => {
        const seen: unknown[] = [];
        queue.handle('note', async (job) => void seen.push(job.data));
        await queue.schedule('daily', 'note', 'old', { milliseconds: 20 });
        await queue.schedule('daily', 'note', 'new', { milliseconds: 20 });
        queue.start();
        await until(async () => seen.length >= 2, 'two runs');
        expect(new Set(seen)).toEqual(new Set(['new']));
      });

      it('runs once per time however many members there are', async () => {
        const other = await harness.connect();
        await queue.schedule('often', 'tick', {}, { cron: '* * * * * *' });
        queue.start();
        other.start();
        await pause(2500);
        await queue.unschedule('often');
        expect((await queue.list({ name: 'tick' })).length).toBeLessThanOrEqual(3);
        expect((await queue.list({ name: 'tick' })).length).toBeGreaterThanOrEqual(1);
      });

      it('that nobody can read is refused in words', async () => {
        await expect(queue.schedule('k', 'n', {}, { cron: 'every now and then' })).rejects.toThrow(
          '"every now and then"',
        );
        await expect(queue.schedule('k', 'n', {}, { milliseconds: 0 })).rejects.toThrow('every 0 milliseconds');
      });
    });
  });
}
