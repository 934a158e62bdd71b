import { JobStopped } from '#jobs/job-queue.js';
import { giveWay } from '#wiring/threads/give-way.js';
import { runCommand } from './run-command.js';

const stop = new AbortController();
process.on('SIGINT', () => {
  // Twice in a row: the person means it.
  if (stop.signal.aborted) process.exit(130);
  stop.abort(new JobStopped('cancelled'));
});
// A reader that has seen enough (head, less) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const streams = { out: process.stdout, err: process.stderr };
process.exitCode = await runCommand(process.argv.slice(2), streams, stop.signal, { giveWay });
