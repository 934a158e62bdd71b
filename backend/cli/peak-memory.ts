import { readFileSync } from 'node:fs';

/** Most memory that this process ever held, in megabytes (VmHWM of Linux; elsewhere what Node knows of it). */
export function peakMemoryMB(): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Math.round(Number(kilobytes) / 1024);
  } catch {
    // Not Linux.
  }
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
