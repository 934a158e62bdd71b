import { setTimeout as pause } from 'node:timers/promises';
import { JobStopped } from '../job-queue.js';
import { until, untilStopped, whenActive, whenEnded, type Members } from './harness.contract.js';

/** Jobs are cancelled, handed back and taken over. */
export function describeStopping(members: Members): void {
  describe('cancelling', () => {
    it('ends a waiting and a delayed job at once; they never run', async () => {
      const { queue } = members();
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
      const { queue, harness } = members();
      let reason: unknown;
      let begun = false;
      queue.handle('long', async (job, context) => {
        begun = true;
        await untilStopped(job, context).catch((why: unknown) => {
          reason = why;
          throw why;
        });
      });
      queue.start();
      const { id } = await queue.enqueue('long', {}, { attempts: 3 });
      await until(async () => begun, 'the handler');
      const other = await harness.connect();
      expect(await other.cancel(id)).toBe(true);
      expect(await whenEnded(other, id)).toMatchObject({ status: 'cancelled' });
      expect(reason).toBeInstanceOf(JobStopped);
      expect((reason as JobStopped).why).toBe('cancelled');
    });

    it('leaves a job completed whose handler finishes all the same', async () => {
      const { queue } = members();
      let begun = false;
      queue.handle('stubborn', async (_job, { signal }) => {
        begun = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return 'finished';
      });
      queue.start();
      const { id } = await queue.enqueue('stubborn', {});
      await until(async () => begun, 'the handler');
      await queue.cancel(id);
      expect(await whenEnded(queue, id)).toMatchObject({ status: 'completed', result: 'finished' });
    });

    it('says no of a job that has ended or that nobody knows', async () => {
      const { queue } = members();
      queue.handle('quick', async () => 1);
      queue.start();
      const { id } = await queue.enqueue('quick', {});
      await whenEnded(queue, id);
      expect(await queue.cancel(id)).toBe(false);
      expect(await queue.cancel('00000000-0000-4000-8000-000000000000')).toBe(false);
      expect(await queue.get('00000000-0000-4000-8000-000000000000')).toBeUndefined();
    });
  });

  describe('closing', () => {
    it('asks running jobs to stop and hands them back; it does not count as a try', async () => {
      const { queue, harness } = members();
      let why: unknown;
      let begun = false;
      queue.handle('import', async (job, context) => {
        begun = true;
        context.progress({ rows: 7 });
        await untilStopped(job, context).catch((reason: JobStopped) => {
          why = reason.why;
          throw reason;
        });
      });
      queue.start();
      const { id } = await queue.enqueue('import', {});
      await until(async () => begun, 'the handler');
      await queue.close();
      expect(why).toBe('closing');
      const other = await harness.connect();
      expect(await other.get(id)).toMatchObject({ status: 'waiting', attempts: 0, progress: { rows: 7 } });
      other.handle('import', async (_job, { attempt }) => attempt);
      other.start();
      expect(await whenEnded(other, id)).toMatchObject({ status: 'completed', result: 1, attempts: 1 });
    });

    it('does not wait longer than the grace for a handler that does not listen', async () => {
      const { queue, harness } = members();
      const held = Promise.withResolvers<void>();
      let begun = false;
      queue.handle('deaf', () => {
        begun = true;
        return held.promise;
      });
      queue.start();
      const { id } = await queue.enqueue('deaf', {});
      await until(async () => begun, 'the handler');
      await queue.close(50);
      const other = await harness.connect();
      expect((await other.get(id))?.status).toBe('waiting');
      held.resolve();
      await pause(20);
      expect((await other.get(id))?.status).toBe('waiting');
    });

    it('twice is the same as once', async () => {
      const { queue } = members();
      await queue.close();
      await expect(queue.close()).resolves.toBeUndefined();
    });
  });

  describe('a process that is killed', () => {
    it('leaves its job to another, and the try does not count', async () => {
      const { queue, harness } = members();
      const victim = await harness.spawnEndlessWorker();
      const { id } = await queue.enqueue('endless', {});
      await whenActive(queue, id);
      await victim.kill();
      queue.handle('endless', async (_job, { attempt }) => `try ${attempt}`);
      queue.start();
      expect(await whenEnded(queue, id)).toMatchObject({ status: 'completed', result: 'try 1', attempts: 1 });
    });

    it('leaves a job that was cancelled as cancelled', async () => {
      const { queue, harness } = members();
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
}
