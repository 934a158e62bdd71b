import { parseArgs, type ParseArgsConfig } from 'node:util';
import { BadSettings } from '#wiring/setting-values.js';
import { readSettings, type Settings } from '#wiring/settings.js';
import { type CliCommand, type CliContext, type CliProcess, UsageError } from './command.js';
import { COMMANDS } from './commands.js';
import { helpOf, helpOfAll } from './help.js';
import { type Streams, Terminal } from './terminal.js';

const GLOBAL: NonNullable<ParseArgsConfig['options']> = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

/** Exit codes: 0 done; 1 it went wrong or something is wrong; 2 the command line was not understood. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs one command line. Everything said goes to the streams; `signal` is Ctrl-C; `within` is what the process it runs in
 * has to offer.
 */
export async function runCommand(
  argv: readonly string[],
  streams: Streams,
  signal: AbortSignal,
  within: CliProcess = {},
): Promise<ExitCode> {
  const terminal = new Terminal(streams, () => performance.now());
  try {
    const [name, ...rest] = argv;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      await terminal.answer(helpOfAll(COMMANDS));
      return name === undefined ? 2 : 0;
    }
    const command = COMMANDS.find((one) => one.name === name);
    if (!command) throw new UsageError(`There is no command "${name}". See --help.`);
    return await runOne(command, rest, { terminal, signal, ...within });
  } catch (error) {
    terminal.endProgress();
    terminal.say(sentenceOf(error));
    return error instanceof UsageError || error instanceof BadSettings ? 2 : 1;
  }
}

async function runOne(
  command: CliCommand,
  argv: readonly string[],
  given: Pick<CliContext, 'terminal' | 'signal' | keyof CliProcess>,
): Promise<ExitCode> {
  const { terminal } = given;
  const { values, positionals } = parsed(command, argv);
  if (values['help'] === true) {
    await terminal.answer(helpOf(command));
    return 0;
  }
  const settings = given.house?.settings ?? settingsOf(values['data'] as string | undefined);
  const context: CliContext = { ...given, words: positionals, options: values, settings };
  const answer = await command.run(context);
  terminal.endProgress();
  if (answer === undefined) return 0;
  const lines = command.tell?.(answer as never, context) ?? [JSON.stringify(answer, undefined, 2)];
  await terminal.answer(
    values['json'] === true ? `${JSON.stringify(answer)}\n` : lines.map((line) => `${line}\n`).join(''),
  );
  return command.isBad?.(answer as never) === true ? 1 : 0;
}

function parsed(command: CliCommand, argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: { ...GLOBAL, ...command.options }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} See "${command.name} --help".`);
  }
}

function settingsOf(data: string | undefined): Settings {
  // What the command line does is told by the command, not by the log.
  const quiet = process.env['LOG_LEVEL'] === undefined ? { LOG_LEVEL: 'error' } : {};
  return readSettings({ ...quiet, ...(data === undefined ? {} : { DATA: data }) });
}

/** Errors that have a name of ours are sentences; others come with the place where they happened. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const ours = error.name !== 'Error' || error.stack === undefined;
  const unexpected = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'].includes(error.name);
  return ours && !unexpected ? error.message : unexpected ? (error.stack ?? error.message) : error.message;
}
