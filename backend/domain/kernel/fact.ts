import type { Fact } from './decider.js';
import type { ReasonCode } from '../terms/reason-code.js';

/** A fact with absent members left out, as the ledger wants it. */
export function fact<F extends Fact>(type: F['type'], data: F['data'], reason?: ReasonCode): F {
  const result = { type, data: present(data) };
  return (reason === undefined ? result : { ...result, reason }) as unknown as F;
}

/** A plain copy without undefined members. */
export function present<T extends object>(value: T): T {
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) if (member !== undefined) result[key] = member;
  return result as T;
}

/** Whether two values of plain data say the same; absent and undefined are alike, order of members does not matter. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [membersOf(a), membersOf(b)];
  return left.size === right.size && [...left].every(([key, member]) => sameData(member, right.get(key)));
}

function membersOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).filter(([, member]) => member !== undefined));
}
