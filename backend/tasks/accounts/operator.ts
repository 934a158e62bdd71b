import type { CommandContext } from '#ledger/record.js';

/** Who acts when nobody is signed in: the person at the machine, by command line or settings. A fixed id, no account. */
export const OPERATOR_ID = '00000000-0000-5000-8000-000000000001';

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
