import { JobStopped, type Job, type JobContext } from '#jobs/job-queue.js';
import { LedgerUnavailable } from '#ledger/event-store.js';
import { ViewsUnavailable } from '#projections/kernel/view-store.js';
import { patient } from './patience.js';

describe('Long work', () => {
  const job: Job = { id: 'a', name: 'import-commit', data: {}, status: 'active', attempts: 1, createdAt: 0 };
  const context = (signal = new AbortController().signal): JobContext => ({
    signal,
    progress: () => undefined,
    attempt: 1,
  });

  it('is begun again until the store is back that was away', async () => {
    const failures = [new ViewsUnavailable('away'), new LedgerUnavailable('away')];
    const handler = patient(async () => {
      const failure = failures.shift();
      if (failure) throw failure;
      return 'done';
    }, 1);
    expect(await handler(job, context())).toBe('done');
    expect(failures).toEqual([]);
  });

  it('fails at once with what no waiting can mend', async () => {
    let tries = 0;
    const handler = patient(() => {
      tries++;
      return Promise.reject(new Error('This is no table.'));
    }, 1);
    await expect(handler(job, context())).rejects.toThrow('This is no table.');
    expect(tries).toBe(1);
  });

  it('stops waiting for a store when it is asked to stop', async () => {
    const stop = new AbortController();
    const handler = patient(() => {
      setImmediate(() => stop.abort(new JobStopped('closing')));
      return Promise.reject(new LedgerUnavailable('away'));
    }, 60_000);
    await expect(handler(job, context(stop.signal))).rejects.toMatchObject({ name: 'JobStopped', why: 'closing' });
  });
});
