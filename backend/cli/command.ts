import type { ParseArgsConfig } from 'node:util';
import type { House } from '#wiring/house.js';
import type { Settings } from '#wiring/settings.js';
import type { Terminal } from './terminal.js';

/** What the process that a command runs in has to offer. */
export interface CliProcess {
  /** A house that is open already, where many commands are run in one process; it is left open. */
  readonly house?: House;
  /** Lets others have their turn before this process, for work that nobody waits for; it stays so. Only for a process of its own. */
  readonly giveWay?: () => void;
}

/** What a command is run with. */
export interface CliContext extends CliProcess {
  /** Words after the command's name. */
  readonly words: readonly string[];
  /** Options by their long names. */
  readonly options: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly settings: Settings;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One command of the command line. */
export interface CliCommand {
  readonly name: string;
  /** What it takes, as the help shows it: `FILE [--preview]`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** More for its own help. */
  readonly details?: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** Does it. The answer is the JSON object of `--json`; commands that stream their answer return undefined. */
  run(context: CliContext): Promise<object | undefined>;
  /** The answer for people, in lines. */
  tell?(answer: never, context: CliContext): readonly string[];
  /** Whether this answer means that something is wrong (exit code 1). */
  isBad?(answer: never): boolean;
}

/** The command line was not understood; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked cannot be done, said in a sentence; exit code 1. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
}

/** The only word that a command takes, or a UsageError that says what is missing. */
export function onlyWord({ words }: Pick<CliContext, 'words'>, what: string): string {
  const [word, ...more] = words;
  if (word === undefined) throw new UsageError(`Say ${what}.`);
  if (more.length > 0) throw new UsageError(`"${more.join(' ')}" is more than was expected: say ${what} only.`);
  return word;
}

/** An option that is a text, when it was given. */
export function textOption({ options }: Pick<CliContext, 'options'>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** An option that is a whole number from `least` on. */
export function numberOption(context: Pick<CliContext, 'options'>, name: string, byDefault: number, least = 1): number {
  const text = textOption(context, name);
  if (text === undefined) return byDefault;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least)) throw new UsageError(`--${name} is ${text}; it may be a whole number from ${least}.`);
  return value;
}
