import { hash, verify, type Algorithm } from '@node-rs/argon2';
import { Rejection } from '#domain/kernel/decider.js';

/** argon2id with OWASP's figures: 19 MiB, 2 passes, 1 lane; about 20 ms on a thread of its own. */
const ARGON2 = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const SHORTEST = 10;
/** argon2 hashes any length; this only keeps a request from costing more than it should. */
const LONGEST = 1_000;
/** How many hashes run at once: each holds 19 MiB, and the machine has other work. */
const AT_ONCE = 2;

/** Hashes and checks passwords away from the main thread, a few at a time. */
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** The text to keep for a password: argon2id in PHC form, its salt inside. */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normalized(password), ARGON2));
  }

  /** Whether the password belongs to the hash. Without a hash it takes as long, and is false: an unknown name costs the same. */
  async verify(kept: string | undefined, password: string): Promise<boolean> {
    if (password.length > LONGEST) return false;
    const against = kept ?? (await (this.decoy ??= hash('nobody has this password', ARGON2)));
    const right = await this.inTurn(() => verify(against, normalized(password)).catch(() => false));
    return right && kept !== undefined;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

/** Rejects a password that is too short, too long, or says little more than the account's name. */
export function assertGoodPassword(password: string, accountName: string): void {
  const length = [...password].length;
  if (length < SHORTEST)
    throw new Rejection(
      'PASSWORD_TOO_SHORT',
      `A password needs at least ${SHORTEST} characters, this one has ${length}.`,
      {
        least: SHORTEST,
        length,
      },
    );
  if (password.length > LONGEST)
    throw new Rejection('PASSWORD_TOO_LONG', `A password may have up to ${LONGEST} characters.`, { most: LONGEST });
  if (new Set(password).size < 4 || tellsTheName(password, accountName))
    throw new Rejection(
      'PASSWORD_EASY_TO_GUESS',
      'This password is easy to guess: take several words that do not belong together.',
    );
}

function tellsTheName(password: string, name: string): boolean {
  const rest = password.toLowerCase().replaceAll(name.toLowerCase(), '');
  return rest.length < 4;
}

/** The same password typed on two keyboards gives the same bytes (RFC 8265 asks for NFC). */
function normalized(password: string): string {
  return password.normalize('NFC');
}
