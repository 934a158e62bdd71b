import { setTimeout as pause } from 'node:timers/promises';
import type { Policy, Request } from '#domain/policies/policy.js';
import { POLICIES } from '#domain/policies/registry.js';
import { AGGREGATES, aggregateOf } from '#domain/registry.js';
import { decode, upcastsOf } from '#ledger/decode.js';
import type { EventStore } from '#ledger/event-store.js';
import { Feed } from '#ledger/follow.js';
import { handle } from '#ledger/handle.js';
import { idOfKey } from '#ledger/keyed-id.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { SaltSource } from '#ledger/salts.js';
import { uuidV5 } from '#ledger/uuid.js';
import { LeaseLost, type View, type ViewStore } from '#projections/kernel/view-store.js';
import { POLICY_ID } from './accounts/operator.js';

/** What the runner of policies is given. */
export interface PolicyTools {
  readonly ledger: EventStore;
  readonly views: ViewStore;
  readonly salts: SaltSource;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onError: (what: string, error: unknown) => void;
  /** Ends the run. */
  readonly signal: AbortSignal;
}

/** Who acts when a policy acts: the house itself. */
export const POLICY_ACTOR = { id: POLICY_ID, role: 'policy', via: 'policy' } as const;

/** Less than the ten seconds in which another goes on, so that there is time left to find it free. */
const LEASE_MILLISECONDS = 7_500;
const PAUSE_AFTER_TROUBLE = 1_000;
// A view without documents: only its checkpoint and its lease are of use.
const NO_DOCUMENTS = { columns: [], indexes: [], row: () => ({}) };
const TYPES = [...new Set(POLICIES.flatMap(({ types }) => types))];
const UPCASTS = upcastsOf(AGGREGATES);
/** Nobody waits for a policy within a page: while much is written it looks ten times a second. */
const REST = { perWork: 4, leastMilliseconds: 100, mostMilliseconds: 400 } as const;

/**
 * Follows the ledger and asks for what policies say, until aborted; one process at a time. A policy's command has the
 * id UUIDv5(event's id, policy's name), so that running again from anywhere, even the beginning, repeats nothing.
 */
export async function runPolicies(tools: PolicyTools): Promise<void> {
  const owner = tools.newId();
  while (!tools.signal.aborted) {
    try {
      const view = await tools.views.open('policies', 1, NO_DOCUMENTS);
      if (await tools.views.lease(view.name, view.version, owner, LEASE_MILLISECONDS))
        await whileHeld(tools, view, owner);
      else await wait(PAUSE_AFTER_TROUBLE, tools.signal);
    } catch (error) {
      if (tools.signal.aborted) return;
      if (!(error instanceof LeaseLost)) tools.onError('Policies', error);
      await wait(PAUSE_AFTER_TROUBLE, tools.signal);
    }
  }
}

async function whileHeld(tools: PolicyTools, view: View, owner: string): Promise<void> {
  const held = new AbortController();
  const give = (): void => held.abort();
  tools.signal.addEventListener('abort', give);
  // It may have been aborted while the view was opened.
  if (tools.signal.aborted) give();
  const renewal = setInterval(() => {
    tools.views.lease(view.name, view.version, owner, LEASE_MILLISECONDS).then((taken) => taken || give(), give);
  }, LEASE_MILLISECONDS / 3);
  try {
    await followPolicies(tools, view, held.signal, true);
  } finally {
    clearInterval(renewal);
    tools.signal.removeEventListener('abort', give);
    await tools.views.release(view.name, view.version, owner);
  }
}

/** Runs policies on everything up to the present end of the ledger and returns: for tests and the command line. */
export async function catchUpPolicies(tools: Omit<PolicyTools, 'signal' | 'onError'>): Promise<void> {
  const owner = tools.newId();
  const view = await tools.views.open('policies', 1, NO_DOCUMENTS);
  while (!(await tools.views.lease(view.name, view.version, owner, LEASE_MILLISECONDS))) await pause(100);
  const never = new AbortController().signal;
  await followPolicies(tools, view, never, false).finally(() => tools.views.release(view.name, view.version, owner));
}

type Followed = Pick<PolicyTools, 'ledger' | 'salts' | 'now'>;

async function followPolicies(tools: Followed, view: View, signal: AbortSignal, live: boolean): Promise<void> {
  const { storeId } = tools.ledger;
  const found = await view.checkpoint();
  const after = found?.storeId === storeId ? found.position : undefined;
  const feed = new Feed(tools.ledger, { upcasts: UPCASTS, types: TYPES, rest: REST });
  for await (const batch of feed.follow({ types: TYPES, signal, live, ...(after !== undefined && { after }) })) {
    for (const event of batch.events) await applyPolicies(tools, event);
    if (batch.events.length > 0 || batch.caughtUp)
      await view.commit([], { storeId, position: batch.position, parked: {} });
  }
}

async function applyPolicies(tools: Followed, event: LedgerEvent): Promise<void> {
  for (const policy of POLICIES) {
    if (!policy.types.includes(event.type) || !policy.concerns(event)) continue;
    const history = await tools.ledger.readStream(event.stream);
    const requests = policy.requests(
      event,
      history.map((record) => decode(record, UPCASTS)),
    );
    for (const [ordinal, request] of requests.entries()) await ask(tools, policy, event, request, ordinal);
  }
}

async function ask(
  tools: Followed,
  policy: Policy,
  event: LedgerEvent,
  request: Request,
  ordinal: number,
): Promise<void> {
  const aggregate = aggregateOf(request.category);
  if (!aggregate)
    throw new Error(`The policy ${policy.name} asks something of "${request.category}", which does not exist.`);
  const id = 'id' in request.subject ? request.subject.id : idOfKey(request.subject.key);
  await handle({ store: tools.ledger, salts: tools.salts }, aggregate, id, request.command, {
    commandId: uuidV5(event.id, ordinal === 0 ? policy.name : `${policy.name} ${ordinal}`),
    correlationId: event.correlationId,
    causationId: event.id,
    actor: POLICY_ACTOR,
    source: { kind: 'policy', ref: policy.name },
    at: tools.now(),
  });
}

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined);
}
