import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const candidates = [process.env['SHARED_DATA'], join(root, '../shared/data'), join(root, '../../shared/data')];

/** Folder with real archives and test vectors to run against, when this machine has it; see the contributing guide. */
export const sharedData: string | undefined = candidates.find((path) => path !== undefined && existsSync(path));

/** `describe` when the real data is there; otherwise a skipped block that says so aloud. */
export function describeWithSharedData(title: string, body: (root: string) => void): void {
  if (sharedData) return describe(title, () => body(sharedData));
  console.warn(`Skipped, for want of the shared data folder: ${title}`);
  describe.skip(title, () => {
    it('needs the shared data folder', () => undefined);
  });
}
