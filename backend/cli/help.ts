import type { CliCommand } from './command.js';

/** All commands in a list. */
export function helpOfAll(commands: readonly CliCommand[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'The command line of the collection ledger: npm run -s ledger -- COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'For every command: --data DIR (where the data is; default data), --json (one JSON object on standard output), --help.',
    'Exit codes: 0 done · 1 it went wrong, or something is wrong · 2 the command was not understood.',
    '',
  ].join('\n');
}

/** One command with its options. */
export function helpOf({ name, usage, summary, details }: CliCommand): string {
  return [`ledger ${name} ${usage}`.trimEnd(), '', summary, ...(details ? ['', details] : []), ''].join('\n');
}
