import type { CommandContext } from '#ledger/record.js';

/** Who acts when nobody is signed in: the person at the machine, by command line or settings. A fixed id, no account. */
export const OPERATOR_ID = '00000000-0000-5000-8000-000000000001';

/** Who acts when a policy acts: the house itself. A fixed id, no account. */
export const POLICY_ID = '00000000-0000-5000-8000-00000000000a';

/** What people call those who act without an account. */
export const NAMES_WITHOUT_ACCOUNT: ReadonlyMap<string, string> = new Map([
  [OPERATOR_ID, 'Operator'],
  [POLICY_ID, 'Rules of the ledger'],
]);

/** What the operator does is stamped like this. `commandId` makes repeating it harmless. */
export function operatorContext(commandId: string, at: number): CommandContext {
  return {
    commandId,
    correlationId: commandId,
    actor: { id: OPERATOR_ID, role: 'administrator', via: 'cli' },
    source: { kind: 'cli' },
    at,
  };
}
