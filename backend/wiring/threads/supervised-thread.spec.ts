import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../log.js';
import { SupervisedThread } from './supervised-thread.js';

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await pause(5);
};

describe('Supervised thread', () => {
  let folder: string;
  let said: string[];
  let heard: unknown[];
  let thread: SupervisedThread;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'threads-'));
    said = [];
    heard = [];
  });
  afterEach(async () => {
    await thread.stop(0);
    rmSync(folder, { recursive: true });
  });

  const log: Log = {
    info: (message) => void said.push(message),
    warn: (message) => void said.push(message),
    error: (message, error) => void said.push(`${message}: ${error instanceof Error ? error.message : String(error)}`),
  };
  const start = (code: string): void => {
    const file = join(folder, 'thread.mjs');
    writeFileSync(file, `import { parentPort, workerData } from 'node:worker_threads';\n${code}`);
    const onMessage = (message: unknown): void => void heard.push(message);
    thread = new SupervisedThread({ name: 'test', file, data: 7, limits: {}, log, onMessage, pauses: [1, 2] });
  };

  it('is given its data, tells, and stops when asked', async () => {
    start(`parentPort.postMessage(workerData); parentPort.once('message', (m) => { parentPort.postMessage(m); });`);
    await until(() => heard.length === 1);
    expect(thread.alive).toBe(true);
    await thread.stop(10_000);
    expect(heard).toEqual([7, 'stop']);
    expect(thread.alive).toBe(false);
    expect(said).toEqual([]);
  });

  it('is started again when it dies, and the log says why', async () => {
    start(`parentPort.postMessage('here'); setTimeout(() => { throw new Error('out of ink'); }, 1);`);
    await until(() => heard.length >= 3);
    expect(said[0]).toMatch(/^The test thread ended \(1\) and is started again in 0.001 s: .*out of ink$/);
  });

  it('is started again when it runs out of memory, without taking the process down', async () => {
    const file = join(folder, 'thread.mjs');
    writeFileSync(file, `const all = []; for (;;) all.push(new Array(1000).fill(all.length));`);
    thread = new SupervisedThread({
      name: 'greedy',
      file,
      data: 0,
      limits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
      log,
      pauses: [1, 100_000],
    });
    await until(() => said.length >= 2);
    expect(said[0]).toMatch(/greedy thread ended .*memory/);
  });

  it('that does not listen is ended by force', async () => {
    start(
      `parentPort.postMessage('here'); parentPort.on('message', () => undefined); setInterval(() => undefined, 1000);`,
    );
    await until(() => heard.length === 1);
    await thread.stop(20);
    expect(said).toEqual(['The test thread did not stop in time and is ended.']);
  });
});
