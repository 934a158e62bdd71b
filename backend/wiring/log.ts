import { LOG_LEVELS, type LogLevel } from './settings.js';

/** Where the process says what it does. One line a message; `error` adds what went wrong. */
export interface Log {
  info(message: string): void;
  warn(message: string, error?: unknown): void;
  error(message: string, error?: unknown): void;
}

/** A log of lines `time LEVEL message`, from a level on; by default to standard error, which leaves standard output to answers. */
export function lineLog(
  level: LogLevel,
  now: () => number,
  write: (line: string) => void = (line) => void process.stderr.write(line),
): Log {
  const say = (at: Exclude<LogLevel, 'silent'>, message: string, error?: unknown): void => {
    if (LOG_LEVELS.indexOf(at) < LOG_LEVELS.indexOf(level)) return;
    const why = error === undefined ? '' : `: ${described(error)}`;
    write(`${new Date(now()).toISOString()} ${at.toUpperCase()} ${message}${why}\n`);
  };
  return {
    info: (message) => say('info', message),
    warn: (message, error) => say('warn', message, error),
    error: (message, error) => say('error', message, error),
  };
}

/** What went wrong, on one line; with the places in our code for those who must mend it. */
function described(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' | ');
}
