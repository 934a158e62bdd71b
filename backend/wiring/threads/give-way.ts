import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { platform } from 'node:process';

/** How many steps of `nice` a thread steps back; 19 is the last to have its turn. */
export const GIVES_WAY = 3;

/**
 * Lets other threads have their turn before the calling one: work that nobody waits for goes after answers to people, and after
 * the views, which would otherwise fall behind what it writes. Only Linux tells threads apart; elsewhere nothing happens.
 */
export function giveWay(): void {
  if (platform !== 'linux') return;
  try {
    const [thread] = /\d+$/.exec(readlinkSync('/proc/thread-self'))!;
    setPriority(Number(thread), Math.min(getPriority(Number(thread)) + GIVES_WAY, 19));
  } catch {
    // A system that hides its threads, or lets nobody change them, shares the processor as it likes.
  }
}
