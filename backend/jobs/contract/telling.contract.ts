import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../job-queue.js';
import { ENDED, until, type Members } from './harness.contract.js';

/** Jobs are watched, and repeat by a schedule. */
export function describeTelling(members: Members): void {
  describe('watching', () => {
    it('tells what happens, the last progress included, and ends with the job', async () => {
      const { queue, harness } = members();
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
      const { queue } = members();
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

  describe('a schedule', () => {
    it('repeats until it is taken away', async () => {
      const { queue } = members();
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
      const { queue } = members();
      const seen: unknown[] = [];
      queue.handle('note', async (job) => void seen.push(job.data));
      await queue.schedule('daily', 'note', 'old', { milliseconds: 20 });
      await queue.schedule('daily', 'note', 'new', { milliseconds: 20 });
      queue.start();
      await until(async () => seen.length >= 2, 'two runs');
      expect(new Set(seen)).toEqual(new Set(['new']));
    });

    it('runs once per time however many members there are', async () => {
      const { queue, harness } = members();
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
      const { queue } = members();
      await expect(queue.schedule('k', 'n', {}, { cron: 'every now and then' })).rejects.toThrow(
        '"every now and then"',
      );
      await expect(queue.schedule('k', 'n', {}, { milliseconds: 0 })).rejects.toThrow('every 0 milliseconds');
    });
  });
}
