import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { grantFor, type Permission } from '#domain/terms/permissions.js';
import {
  handle,
  PreconditionRequired,
  StaleRevision,
  type CommandLedger,
  type HandleOptions,
  type Receipt,
} from '#ledger/handle.js';
import type { CommandContext } from '#ledger/record.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { Principal } from '#tasks/accounts/principal.js';
import type { House } from '#wiring/house.js';
import { Problem } from '../problems/problem.js';
import { ACCOUNTS, HOUSE } from '../tokens.js';
import { principalOf, type ApiRequest } from './api-request.js';
import { fingerprintOf, idempotencyKeyOf, seenRevisionOf, stampOf, type Stamp } from './stamp.js';

const DAY = 86_400_000;

/** Carries a command out: takes what `handle` takes after the aggregate, and gives what it gives. */
export type CarryOut<State, C extends Command> = (
  ledger: CommandLedger,
  id: string,
  command: C,
  context: CommandContext,
  options: HandleOptions<State>,
) => Promise<Receipt>;

/** A change as a controller asks for it. */
export interface Act<State, C extends Command, F extends Fact> {
  readonly aggregate: Aggregate<State, C, F>;
  /** The thing; absent: a new one, whose id follows from the command's. */
  readonly id?: string;
  /** Reads the command from the body; ids of new parts come from `newId`. */
  command(newId: (name: string) => string): C;
  /** How it is done when it takes more than the aggregate itself; else by `handle`. */
  readonly carryOut?: CarryOut<State, C>;
  /** What it takes, and in which collection (undefined: in any). Throws NOT_FOUND for a thing that is not there. */
  needs(state: State, command: C, principal: Principal): { permission: Permission; collectionId?: string };
}

/** Carries out changes: stamps who and when, checks permission against the state, sees to repetition, replies. */
@Injectable()
export class Acts {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  /** Carries out the change and answers its receipt; the ETag is the stream's revision after it. */
  async perform<State, C extends Command, F extends Fact>(
    request: ApiRequest,
    response: Response,
    act: Act<State, C, F>,
  ): Promise<Receipt> {
    const { stamp, principal } = await this.begin(request);
    const command = act.command((name) => uuidV5(stamp.commandId, name));
    const id = act.id ?? uuidV5(stamp.commandId, act.aggregate.category);
    const authorize = (state: State) => authorized(stamp, principal, act.needs(state, command, principal));
    const ifMatch = seenRevisionOf(request);
    const options = { authorize, ...(ifMatch !== undefined && { ifMatch }) };
    const { carryOut = handleWith(act.aggregate) } = act;
    return this.reply(response, () => carryOut(this.house.commandLedger, id, command, stamp, options));
  }

  /** Begins a change that a service carries out: who asks, the stamp, the repetition check. */
  async begin(request: ApiRequest): Promise<{ stamp: Stamp; principal: Principal }> {
    const principal = principalOf(request);
    const stamp = stampOf(request, principal, this.house.now());
    if (idempotencyKeyOf(request) !== undefined) await this.assertSameRequest(request, stamp.commandId);
    return { stamp, principal };
  }

  /** Runs a change and answers its receipt. */
  async reply(response: Response, change: () => Promise<Receipt>): Promise<Receipt> {
    const receipt = await change().catch(async (error: unknown) => {
      if (error instanceof StaleRevision) throw await this.stale(error);
      if (error instanceof PreconditionRequired) throw new Problem('REVISION_REQUIRED', error.message);
      throw error;
    });
    response.setHeader('ETag', `"${receipt.revision}"`);
    return receipt;
  }

  /** Best effort for a day: what makes a repetition harmless is the command's id, this only catches a key used twice by mistake. */
  private async assertSameRequest(request: ApiRequest, commandId: string): Promise<void> {
    const fingerprint = fingerprintOf(request);
    const kept = await this.house.vault.get<string>('idempotency', commandId);
    if (kept === undefined) {
      const expiresAt = this.house.now() + DAY;
      return this.house.vault.put('idempotency', commandId, fingerprint, { expiresAt, lazy: true });
    }
    if (kept.value !== fingerprint)
      throw new Problem('KEY_USED_FOR_ANOTHER', 'This Idempotency-Key was used for another request; take a new key.');
  }

  private async stale({ currentRevision, seenRevision, since }: StaleRevision): Promise<Problem> {
    const changedBy = await Promise.all(since.slice(-50).map((event) => this.changeLine(event)));
    const last = changedBy.at(-1);
    const detail = last
      ? `It was changed since revision ${seenRevision}, last by ${last.actorName}: look at it again.`
      : `It is at revision ${currentRevision}, and has not come to ${seenRevision} yet: look at it again.`;
    return new Problem('STALE_REVISION', detail, { details: { currentRevision, changedBy } });
  }

  private async changeLine({ revision, type, at, actor, reason, data }: LedgerEvent) {
    const changes: unknown = (data as { changes?: unknown }).changes;
    return {
      revision,
      type,
      at,
      actorId: actor.id,
      actorName: await this.accounts.directory.displayName(actor.id),
      ...(reason !== undefined && { reason }),
      ...(changes !== undefined && { changes }),
    };
  }
}

function handleWith<State, C extends Command, F extends Fact>(aggregate: Aggregate<State, C, F>): CarryOut<State, C> {
  return (ledger, id, command, context, options) => handle(ledger, aggregate, id, command, context, options);
}

/** Stamps the role by which it is permitted; refuses when none of the roles permits it. */
export function authorized(
  stamp: Stamp,
  principal: Principal,
  { permission, collectionId }: { permission: Permission; collectionId?: string },
): void {
  stamp.actor.role = grantOf(principal, permission, collectionId).role;
}

/** The grant that permits it; fails with NOT_PERMITTED. */
export function grantOf(principal: Principal, permission: Permission, collectionId?: string) {
  const grant = grantFor(principal.grants, permission, collectionId);
  if (grant) return grant;
  const where = collectionId === undefined || collectionId === '*' ? '' : ' in this collection';
  throw new Problem('NOT_PERMITTED', `${principal.displayName} has no role that permits ${permission}${where}.`, {
    details: { permission, ...(collectionId !== undefined && { collectionId }) },
  });
}
