import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { naughtyStrings } from '../../../infra/testing/naughty-strings.js';
import { UnrecoverableJobError, type Job, type JobQueue } from '../job-queue.js';
import { until, whenEnded, type Members } from './harness.contract.js';

/** Jobs are done once, tried again after a failure, and not added twice. */
export function describeWork(members: Members): void {
  describe('work', () => {
    it('is done once, and its result is kept', async () => {
      const { queue } = members();
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
      const { queue, harness } = members();
      const { id } = await queue.enqueue('later', {});
      queue.start();
      const worker = await harness.connect();
      worker.handle('something else', async () => 'no');
      worker.start();
      expect((await queue.get(id))?.status).toBe('waiting');
      worker.handle('later', async () => 'yes');
      expect((await whenEnded(queue, id)).result).toBe('yes');
    });

    it('under an id that was chosen for it is found by it, and not added again, not even after it ended', async () => {
      const { queue } = members();
      const id = randomUUID();
      const added = await queue.enqueue('chosen', 1, { id });
      expect(added.id).toBe(id);
      expect(await queue.enqueue('chosen', 2, { id })).toMatchObject({ id, data: 1, status: 'waiting' });
      let runs = 0;
      queue.handle('chosen', async () => ++runs);
      queue.start();
      await whenEnded(queue, id);
      expect(await queue.enqueue('chosen', 3, { id })).toMatchObject({ id, data: 1, status: 'completed', result: 1 });
      await whenEnded(queue, (await queue.enqueue('chosen', 4)).id);
      expect(runs).toBe(2);
    });

    it('carries any text through data, progress and result unchanged', async () => {
      const { queue } = members();
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
      const { queue } = members();
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
      const { queue } = members();
      queue.handle('one', async () => 1);
      expect(() => queue.handle('one', async () => 2)).toThrow('"one"');
    });

    it('of one name runs side by side as often as its handler allows', async () => {
      const { queue } = members();
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

    it('is spread over members, each job done by one of them, and never by two at a time', async () => {
      const { queue, harness } = members();
      const team = [queue, await harness.connect(), await harness.connect()];
      const shares = team.map(() => 0);
      const runs = new Map<number, number>();
      const twice: number[] = [];
      team.forEach((member, who) => {
        const handler = async ({ data }: Job<number>): Promise<void> => {
          if (runs.has(data)) twice.push(data);
          runs.set(data, who);
          shares[who]!++;
          // Long enough that nobody does them all while the others are on their way.
          await pause(30);
        };
        member.handle('share', handler, 2);
        member.start();
      });
      const jobs = await Promise.all(Array.from({ length: 40 }, (_, index) => queue.enqueue('share', index)));
      for (const job of jobs)
        expect(await whenEnded(queue, job.id)).toMatchObject({ status: 'completed', attempts: 1 });
      expect(twice).toEqual([]);
      expect([...runs.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
      expect(Math.min(...shares)).toBeGreaterThan(0);
    });

    it('does not begin before its delay is over', async () => {
      const { queue } = members();
      queue.handle('delayed', async () => 'done');
      queue.start();
      const { id, createdAt } = await queue.enqueue('delayed', {}, { delayMilliseconds: 2_000 });
      expect((await queue.get(id))?.status).toBe('delayed');
      const job = await whenEnded(queue, id);
      expect((job.startedAt ?? 0) - createdAt).toBeGreaterThanOrEqual(2_000);
    });
  });

  describe('a failure', () => {
    it('is tried again, each time after twice as long, and told in words at last', async () => {
      const { queue } = members();
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
      const { queue } = members();
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
      const { queue } = members();
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
      const { queue } = members();
      const options = { dedupeKey: 'import of HYM' };
      const first = await queue.enqueue('import', 1, options);
      expect((await queue.enqueue('import', 2, options)).id).toBe(first.id);
      const held = Promise.withResolvers<void>();
      let begun = false;
      queue.handle('import', () => {
        begun = true;
        return held.promise;
      });
      queue.start();
      await until(async () => begun, 'the handler');
      expect(await queue.enqueue('import', 3, options)).toMatchObject({ id: first.id, data: 1 });
      held.resolve();
      await whenEnded(queue, first.id);
      expect((await queue.enqueue('import', 4, options)).id).not.toBe(first.id);
    });

    it('lets one of many through that come at once', async () => {
      const { queue, harness } = members();
      const team = [queue, await harness.connect(), await harness.connect()];
      const jobs = await Promise.all(
        Array.from({ length: 30 }, (_, index) => team[index % 3]!.enqueue('once', index, { dedupeKey: 'the same' })),
      );
      expect(new Set(jobs.map((job) => job.id)).size).toBe(1);
      expect(await queue.list({ name: 'once' })).toHaveLength(1);
    });
  });
}
