import { readFileSync, readlinkSync } from 'node:fs';

/** Names processes of this machine so that another one can tell whether they still run. */
export interface Processes {
  /** The name of this process, without spaces. */
  readonly self: string;
  /** Whether the process of that name is known to have ended; false where nobody here can know: it may be on another machine. */
  hasEnded(this: void, process: string): boolean;
}

const NAME = /^([\da-f-]{36}):(\d+):(\d+):(\d+)$/;

/**
 * The processes that this one sees in `/proc`, named by the boot of the machine, the namespace of process numbers (that of
 * a container), the number and the time of the start. Undefined where there is no `/proc`: leases then simply run out.
 */
export function processesOf(proc = '/proc'): Processes | undefined {
  try {
    const boot = readFileSync(`${proc}/sys/kernel/random/boot_id`, 'utf8').trim();
    const space = /\d+/.exec(readlinkSync(`${proc}/self/ns/pid`))![0];
    const own = standing(proc, 'self')!;
    return {
      self: [boot, space, process.pid, own.started].join(':'),
      hasEnded(name) {
        const [, itsBoot, itsSpace, pid, started] = NAME.exec(name) ?? [];
        if (itsBoot !== boot || itsSpace !== space) return false;
        const now = standing(proc, pid!);
        return now === undefined || now.started !== started || now.ended;
      },
    };
  } catch {
    return undefined;
  }
}

/** Undefined when there is no such process. */
function standing(proc: string, pid: string): { started: string; ended: boolean } | undefined {
  let line: string;
  try {
    line = readFileSync(`${proc}/${pid}/stat`, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw error;
  }
  // The name of the program stands in brackets and may itself hold spaces and brackets (proc_pid_stat(5)).
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  // Z and X: it has ended, and nobody has asked yet how.
  return { started: fields[19]!, ended: /^[ZX]/.test(fields[0]!) };
}
