import type { Command } from '#domain/kernel/decider.js';
import { parseCommand } from '#domain/kernel/parse-command.js';

/** A validated body that is no command of the domain: same rules, same errors. */
export function parseBody<Body extends object>(bodyClass: new () => Body, body: unknown): Body {
  return parseCommand(bodyClass as unknown as new () => Command, body) as unknown as Body;
}
