import { hash, randomUUID } from 'node:crypto';
import type { CommandContext } from '#ledger/record.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { Principal } from '#tasks/accounts/principal.js';
import { invalid } from '../problems/problem.js';
import { headerOf, type ApiRequest } from './api-request.js';

const LONGEST_KEY = 200;

/** Who asks for what, stamped on the events of a command; the role is filled in once the state tells which grant it needs. */
export type Stamp = CommandContext & { actor: { role: string } };

/** The stamp of a change. With an Idempotency-Key, the same account's same key is the same command. */
export function stampOf(request: ApiRequest, principal: Principal, now: number): Stamp {
  const key = idempotencyKeyOf(request);
  const commandId = key === undefined ? randomUUID() : uuidV5(principal.accountId, key);
  return {
    commandId,
    correlationId: commandId,
    actor: { id: principal.accountId, role: '', via: principal.via },
    source: { kind: principal.via === 'session' ? 'ui' : 'api' },
    at: now,
  };
}

/** The key by which a change may be repeated; undefined when none was sent. */
export function idempotencyKeyOf(request: ApiRequest): string | undefined {
  const key = headerOf(request, 'idempotency-key');
  if (key === undefined) return undefined;
  if (key.trim() === '' || key.length > LONGEST_KEY)
    throw invalid({
      field: 'Idempotency-Key',
      message: `must have 1 to ${LONGEST_KEY} characters.`,
      code: 'INVALID_HEADER',
    });
  return key;
}

/** The revision that the person saw, from `If-Match: "<revision>"`. */
export function seenRevisionOf(request: ApiRequest): number | undefined {
  const header = headerOf(request, 'if-match');
  if (header === undefined) return undefined;
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim());
  if (!match)
    throw invalid({ field: 'If-Match', message: 'must be a revision in quotes, such as "3".', code: 'INVALID_HEADER' });
  return Number(match[1]);
}

/** By what a repeated request is known as the same one: method, path and body. */
export function fingerprintOf(request: ApiRequest): string {
  const asked = `${request.method} ${request.originalUrl}\n${JSON.stringify(request.body)}`;
  return hash('sha256', asked, 'base64url');
}
