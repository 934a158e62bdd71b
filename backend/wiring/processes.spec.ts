import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { processesOf } from './processes.js';

const hasProc = processesOf() !== undefined;
if (!hasProc) console.warn('Skipped, for want of /proc: telling whether a process has ended.');

(hasProc ? describe : describe.skip)('The processes of this machine', () => {
  const { self, hasEnded } = processesOf() ?? { self: '', hasEnded: () => false };
  const [boot, space, pid, started] = self.split(':');

  it('know of themselves that they run', () => {
    expect(pid).toBe(String(process.pid));
    expect(hasEnded(self)).toBe(false);
  });

  it('know of another one that it runs, and that it has ended', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
    await once(other, 'spawn');
    const stat = readFileSync(`/proc/${other.pid}/stat`, 'latin1');
    const name = [boot, space, other.pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]].join(':');
    expect(hasEnded(name)).toBe(false);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(hasEnded(name)).toBe(true);
  });

  it('take one with the same number, started at another time, for another', () => {
    expect(hasEnded([boot, space, pid, Number(started) - 1].join(':'))).toBe(true);
  });

  it.each([
    ['another machine, or before its last start', [randomUUID(), space, 999_999_999, 1].join(':')],
    ['another container', [boot, 1, 999_999_999, 1].join(':')],
    ['a program that named itself otherwise', randomUUID()],
  ])('know nothing of %s', (_, name) => {
    expect(hasEnded(name)).toBe(false);
  });

  it('cannot be known where there is no /proc', () => {
    expect(processesOf('/nowhere')).toBeUndefined();
  });
});
