import { fork } from 'node:child_process';
import { once } from 'node:events';
import { compiled } from './compiled.js';

/** A process that has taken a job whose handler never ends, for specs that kill it. */
export interface EndlessWorker {
  /** Kills it without warning; nothing when it is gone already. */
  kill(): Promise<void>;
}

/**
 * Starts a process that opens a job queue and handles the jobs named `endless`, and waits until it does. `file`: the
 * adapter's source; `open`: the function in it that opens the queue; `settings`: told as they are, beside clock and ids.
 */
export async function spawnEndlessWorker(file: string, open: string, settings: object): Promise<EndlessWorker> {
  const script = `
    import { randomUUID } from 'node:crypto';
    import { ${open} } from '${compiled(file)}';
    const queue = await ${open}({ ...${JSON.stringify(settings)}, now: Date.now, newId: randomUUID, pollMilliseconds: 20 });
    queue.handle('endless', () => new Promise(() => undefined));
    queue.start();
    process.send('ready');`;
  const child = fork('-', {
    execArgv: ['--input-type=module', '-e', script],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return {
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
