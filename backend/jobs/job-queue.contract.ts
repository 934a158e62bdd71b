import type { JobQueue } from './job-queue.js';
import type { JobQueueHarness } from './contract/harness.contract.js';
import { describeStopping } from './contract/stopping.contract.js';
import { describeTelling } from './contract/telling.contract.js';
import { describeWork } from './contract/work.contract.js';

/** The promises of {@link JobQueue}, asked of an adapter; `open` gives an empty store. */
export function describeJobQueueContract(adapter: string, open: () => Promise<JobQueueHarness>): void {
  describe(`job queue on ${adapter}`, () => {
    let harness: JobQueueHarness;
    let queue: JobQueue;
    beforeEach(async () => {
      harness = await open();
      queue = await harness.connect();
    });
    afterEach(() => harness.dispose());

    const members = () => ({ queue, harness });
    describeWork(members);
    describeStopping(members);
    describeTelling(members);
  });
}
