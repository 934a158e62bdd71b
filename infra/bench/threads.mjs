/** CPU of threads as Linux counts it (proc(5): utime and stime, in hundredths of a second). */
import { readFileSync, readdirSync } from 'node:fs';

/** CPU seconds of every thread of a process, by its number: `{name, seconds}`. */
export function threadsOf(process = 'self') {
  const found = new Map();
  for (const thread of readdirSync(`/proc/${process}/task`)) {
    const text = readFileSync(`/proc/${process}/task/${thread}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    found.set(thread, { name, seconds: (Number(fields[11]) + Number(fields[12])) / 100 });
  }
  return found;
}

/** Prints what each thread has spent since `before` for each of `count` pieces of work, leaving out what is below 50 ms. */
export function printSpent(before, after, count, noun) {
  for (const [thread, { name, seconds }] of after) {
    const spent = seconds - (before.get(thread)?.seconds ?? 0);
    if (spent >= 0.05) console.log(`  ${name.padEnd(14)} ${Math.round((spent / count) * 1e6)} µs of CPU per ${noun}`);
  }
}
