import { verifyLedger, type Verification } from '#ledger/verify.js';
import type { CliCommand } from '../command.js';
import { withLedger } from '../with-ledger.js';

/** `ledger verify`: hashes every record anew. */
export const verifyCommand: CliCommand = {
  name: 'verify',
  usage: '',
  summary: 'Checks that every record of the ledger is as it was written (exit code 1 when one is not).',
  details:
    'It cannot see that the newest events of a thing, or whole things, are gone: keep the answer, and compare "leaves"\n' +
    'and "events" with those of a copy or an earlier check.',
  run: ({ settings, terminal, signal }) =>
    withLedger(settings, (ledger) =>
      verifyLedger(ledger, { signal, progress: (events) => terminal.progress('Checked', events) }),
    ),
  tell: toldVerification,
  isBad: ({ ok }: Verification) => !ok,
};

/** The outcome of a check, in lines. */
export function toldVerification({ ok, events, streams, leaves, firstBad }: Verification): readonly string[] {
  if (ok) return [`All ${events} events of ${streams} things are as they were written.`, `leaves ${leaves}`];
  const { stream, revision, position, why } = firstBad!;
  return [
    `Something is wrong with event ${revision} of ${stream} (position ${position}): ${why}.`,
    `The ${events} events before it are as they were written. Compare with a backup before anything else is done.`,
  ];
}
