import { stdin } from 'node:process';
import { text } from 'node:stream/consumers';
import { type CliContext, UsageError } from './command.js';

/** A password that the person types unseen, or that a program gives on standard input with `--password-stdin`. */
export async function askPassword(
  { options, terminal }: Pick<CliContext, 'options' | 'terminal'>,
  name: string,
): Promise<string> {
  if (options['password-stdin'] === true) return (await text(stdin)).replace(/\r?\n$/, '');
  if (!stdin.isTTY)
    throw new UsageError('There is nobody to ask for a password: give it on standard input with --password-stdin.');
  const first = await typedUnseen(() => terminal.say(`Password for ${name} (not shown):`));
  const second = await typedUnseen(() => terminal.say('Again:'));
  if (first !== second) throw new UsageError('The two are not the same; nothing was changed.');
  return first;
}

const ENTER = ['\r', '\n', '\u0004'];
const ERASE = ['\u007f', '\b'];
const INTERRUPT = '\u0003';

/** Reads one line key by key, since a line that the terminal edits is also shown. */
async function typedUnseen(ask: () => void): Promise<string> {
  ask();
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  let typed = '';
  try {
    for await (const keys of stdin.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      for (const key of keys) {
        if (ENTER.includes(key)) return typed;
        if (key === INTERRUPT) throw new UsageError('Cancelled; nothing was changed.');
        typed = ERASE.includes(key) ? typed.slice(0, -1) : typed + key;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
  }
}
