import type { Aggregate, Command } from '#domain/kernel/decider.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import type { DemoAccount } from './institution.js';

/** Something that somebody of the demonstration museum asks for. */
export interface DemoAct {
  readonly aggregate: Aggregate;
  readonly id: string;
  readonly command: Command;
  readonly by: DemoAccount;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Tells acts on the same thing apart: the command's id is made from it. */
  readonly name: string;
}

/** Acts on one thing, in the order they are told; each is checked like a request from outside. */
export class Story {
  readonly acts: DemoAct[] = [];

  constructor(
    private readonly aggregate: Aggregate,
    private readonly id: string,
  ) {}

  tell<C extends Command>(by: DemoAccount, at: number, commandClass: new () => C, said: object): void {
    const command = parseCommand(commandClass, said);
    const name = `${this.acts.length} ${command.type}`;
    this.acts.push({ aggregate: this.aggregate, id: this.id, command, by, at, name });
  }
}
