import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { account } from '#domain/account/account.js';
import { GrantRole, RegisterAccount } from '#domain/account/commands.js';
import { Rejection } from '#domain/kernel/decider.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import { decode } from '#ledger/decode.js';
import type { EventStore } from '#ledger/event-store.js';
import { randomSalts } from '#ledger/salts.js';
import { randomId } from '#ledger/uuid.js';
import { accountRegister } from '#projections/account-register/projection.js';
import type { Account } from '#projections/account-register/view.js';
import { openSqliteVault } from '#vault/adapters/sqlite/sqlite-vault.js';
import type { Vault } from '#vault/vault.js';
import { AccountAdministration } from './account-administration.js';
import { permissionsOf } from './account-directory.js';
import { accountIdOf } from './account-id.js';
import { accountServices, type AccountServices } from './account-services.js';
import { makeFirstAdministrator, operatorContext } from './first-administrator.js';

const PASSWORD = 'sphagnum under a birch';
let time = Date.UTC(2026, 0, 1);
const now = (): number => time;
const pass = (milliseconds: number): void => void (time += milliseconds);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let folder: string;
let ledger: EventStore;
let vault: Vault;
let accounts: AccountServices;
let administration: AccountAdministration;

/** The register as its own fold makes it, straight from the ledger. */
async function fromLedger(id: string): Promise<{ document: Account } | undefined> {
  const events = (await ledger.readStream(`account-${id}`)).map((record) => decode(record));
  const document = events.reduce<Account | undefined>(
    (before, event) => accountRegister.evolve(before, event, id) ?? undefined,
    undefined,
  );
  return document && { document };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  ledger = await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' });
  vault = await openSqliteVault({ file: join(folder, 'vault.db'), now });
  accounts = accountServices(vault, { get: fromLedger }, now);
  administration = new AccountAdministration({ store: ledger, salts: randomSalts() }, accounts);
});

afterAll(async () => {
  await ledger.close();
  await vault.close();
  rmSync(folder, { recursive: true });
});

async function register(name: string, password?: string): Promise<string> {
  const command = parseCommand(RegisterAccount, { name, displayName: name });
  return (await administration.register(command, password, operatorContext(randomId(), now()))).id;
}

async function grant(id: string, role: string, collectionId = '*'): Promise<void> {
  const command = parseCommand(GrantRole, { role, collectionId });
  await administration.change(id, command, operatorContext(randomId(), now()));
}

async function signedIn(name: string, address = '10.0.0.1'): Promise<string> {
  const result = await accounts.signIn.signIn(name, PASSWORD, address);
  if (result.outcome !== 'signed-in') throw new Error(`${name} should be let in, but was ${result.outcome}.`);
  return result.secret;
}

describe('An account', () => {
  it('has an id that follows from its name, whatever its case', () => {
    expect(accountIdOf(' Marie ')).toBe(accountIdOf('marie'));
    expect(accountIdOf('marie')).not.toBe(accountIdOf('maria'));
  });

  it('keeps nothing of its password in the ledger', async () => {
    const id = await register('keeper', PASSWORD);
    const records = await ledger.readStream(`${account.category}-${id}`);
    expect(records).toHaveLength(1);
    expect(JSON.stringify(records)).not.toContain(PASSWORD);
  });

  it('keeps its password when it is registered again', async () => {
    await register('twice', PASSWORD);
    await register('twice', 'another one entirely');
    await expect(signedIn('twice')).resolves.toHaveLength(43);
  });

  it.each([
    ['too short', 'short', 'PASSWORD_TOO_SHORT'],
    ['of one letter', 'aaaaaaaaaaaa', 'PASSWORD_EASY_TO_GUESS'],
    ['like its name', 'weakling2026', 'PASSWORD_EASY_TO_GUESS'],
    ['longer than a page', 'abcdefghij'.repeat(101), 'PASSWORD_TOO_LONG'],
  ])('is not registered with a password %s', async (_what, password, code) => {
    const refused = register('weakling20', password);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toBeInstanceOf(Rejection);
    expect(await ledger.readStream(`account-${accountIdOf('weakling20')}`)).toEqual([]);
  });

  it('permits what its roles permit, collection by collection', () => {
    const permissions = permissionsOf([
      { role: 'viewer', collectionId: 'a' },
      { role: 'data-entry', collectionId: 'a' },
      { role: 'auditor', collectionId: '*' },
    ]);
    expect(permissions['a']).toContain('specimen.accession');
    expect(permissions['a']).not.toContain('audit.read');
    expect(permissions['*']).toContain('audit.read');
  });
});

describe('Signing in', () => {
  it('opens a session that says who it is, by which roles', async () => {
    const id = await register('marie', PASSWORD);
    await grant(id, 'curator');
    const principal = await accounts.signIn.bySession(await signedIn('Marie'));
    expect(principal).toMatchObject({ accountId: id, name: 'marie', via: 'session' });
    expect(principal?.grants).toEqual([{ role: 'curator', collectionId: '*' }]);
  });

  it('is refused alike for a wrong password, an unknown name, a closed account and one without password', async () => {
    const closed = await register('closed', PASSWORD);
    await register('program');
    await administration.change(closed, { type: 'CloseAccount' }, operatorContext(randomId(), now()));
    pass(SECOND);
    const attempts: [string, string][] = [
      ['marie', 'not her password'],
      ['nobody', PASSWORD],
      ['closed', PASSWORD],
      ['program', PASSWORD],
    ];
    for (const [name, password] of attempts)
      expect(await accounts.signIn.signIn(name, password, '10.0.0.2')).toEqual({ outcome: 'refused' });
  });

  it('leaves lines in the security log, without passwords', async () => {
    const lines = await accounts.log.read({ limit: 200 });
    expect(lines.map(({ what }) => what)).toEqual(expect.arrayContaining(['signed-in', 'sign-in-failed']));
    expect(JSON.stringify(lines)).not.toContain(PASSWORD);
    expect(lines.every(({ at }) => at <= time)).toBe(true);
  });

  it('slows down for a name after five failures, and lets it in again after the wait', async () => {
    await register('guessed', PASSWORD);
    for (let attempt = 0; attempt < 5; attempt++)
      await accounts.signIn.signIn('guessed', `wrong guess ${attempt}`, `10.1.0.${attempt}`);
    const blocked = await accounts.signIn.signIn('guessed', PASSWORD, '10.2.0.1');
    expect(blocked).toEqual({ outcome: 'throttled', waitMilliseconds: 1_000 });
    pass(SECOND);
    await expect(signedIn('guessed')).resolves.toBeDefined();
  });

  it('never keeps a name out for more than a minute', async () => {
    for (let attempt = 0; attempt < 40; attempt++) {
      await accounts.signIn.signIn('hunted', 'wrong guess', `10.3.0.${attempt}`);
      pass(MINUTE);
    }
    await accounts.signIn.signIn('hunted', 'wrong guess', '10.3.1.1');
    const blocked = await accounts.signIn.signIn('hunted', 'wrong guess', '10.3.1.2');
    expect(blocked).toEqual({ outcome: 'throttled', waitMilliseconds: MINUTE });
  });

  it('slows down for an address that tries many names', async () => {
    for (let attempt = 0; attempt < 20; attempt++)
      await accounts.signIn.signIn(`name-${attempt}`, 'wrong guess', '10.4.0.1');
    expect(await accounts.signIn.signIn('marie', PASSWORD, '10.4.0.1')).toMatchObject({ outcome: 'throttled' });
    await expect(signedIn('marie', '10.4.0.2')).resolves.toBeDefined();
  });

  it('lets no more attempts through when they come all at once', async () => {
    const attempts = Array.from({ length: 30 }, () => accounts.signIn.signIn('crowd', 'wrong guess', '10.5.0.1'));
    const outcomes = (await Promise.all(attempts)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(5);
  });
});

describe('A session', () => {
  it('ends when it is signed out, at once', async () => {
    const secret = await signedIn('marie');
    const principal = await accounts.signIn.bySession(secret);
    await accounts.sessions.end(principal?.sessionId ?? '');
    expect(await accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('ends with all others of the account, but for the one that stays', async () => {
    const [one, two] = [await signedIn('marie'), await signedIn('marie')];
    const staying = await accounts.signIn.bySession(one);
    expect(staying).toBeDefined();
    await accounts.sessions.endAll(accountIdOf('marie'), staying?.sessionId);
    expect(await accounts.signIn.bySession(one)).toBeDefined();
    expect(await accounts.signIn.bySession(two)).toBeUndefined();
  });

  it('that another process signed out ends here within a second', async () => {
    const secret = await signedIn('marie');
    const elsewhere = accountServices(vault, { get: fromLedger }, now);
    await accounts.signIn.bySession(secret);
    await elsewhere.sessions.endAll(accountIdOf('marie'));
    pass(SECOND);
    expect(await accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('loses a withdrawn role within a second', async () => {
    const id = await register('demoted', PASSWORD);
    await grant(id, 'curator');
    const secret = await signedIn('demoted');
    const withdrawal = { type: 'WithdrawRole', role: 'curator', collectionId: '*' } as const;
    await administration.change(id, withdrawal, operatorContext(randomId(), now()));
    pass(SECOND);
    expect((await accounts.signIn.bySession(secret))?.grants).toEqual([]);
  });

  it('ends when its account is closed', async () => {
    const id = await register('leaving', PASSWORD);
    const secret = await signedIn('leaving');
    await administration.change(id, { type: 'CloseAccount' }, operatorContext(randomId(), now()));
    expect(await accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('lasts while it is used, and ends after twelve hours without', async () => {
    const secret = await signedIn('marie');
    for (let hours = 0; hours < 24; hours += 8) {
      expect(await accounts.signIn.bySession(secret)).toBeDefined();
      pass(8 * HOUR);
    }
    expect(await accounts.signIn.bySession(secret)).toBeDefined();
    pass(12 * HOUR);
    expect(await accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('ends after thirty days of use', async () => {
    const secret = await signedIn('marie');
    for (let hours = 0; hours < 719; hours += 8) {
      expect(await accounts.signIn.bySession(secret)).toBeDefined();
      pass(8 * HOUR);
    }
    expect(await accounts.signIn.bySession(secret)).toBeUndefined();
  });
});

describe('A token', () => {
  it('signs a program in as its account, until it is revoked', async () => {
    const id = await register('harvester');
    const { secret, tokenId } = await accounts.tokens.make(id, randomId(), 'Nightly harvest');
    expect(await accounts.signIn.byToken(secret)).toMatchObject({ accountId: id, via: 'token', sessionId: tokenId });
    expect(await accounts.tokens.revoke(accountIdOf('marie'), tokenId)).toBe(false);
    expect(await accounts.tokens.revoke(id, tokenId)).toBe(true);
    expect(await accounts.signIn.byToken(secret)).toBeUndefined();
  });

  it('is kept as a hash only', async () => {
    const id = await register('careful');
    const { secret } = await accounts.tokens.make(id, randomId(), 'Label printer');
    const kept = await vault.ofOwner('tokens', id);
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(await accounts.tokens.list(id)).toEqual([expect.objectContaining({ label: 'Label printer' })]);
  });

  it('ends on its day', async () => {
    const id = await register('short-lived');
    const { secret } = await accounts.tokens.make(id, randomId(), 'Course', 1);
    expect(await accounts.signIn.byToken(secret)).toBeDefined();
    pass(24 * HOUR);
    expect(await accounts.signIn.byToken(secret)).toBeUndefined();
    expect(await accounts.tokens.list(id)).toEqual([]);
  });
});

describe('The first administrator', () => {
  it('may manage accounts everywhere, and is made once', async () => {
    const settings = { name: 'admin', password: PASSWORD };
    await makeFirstAdministrator(administration, settings, now());
    await makeFirstAdministrator(administration, { ...settings, password: 'some other password' }, now());
    const principal = await accounts.signIn.bySession(await signedIn('admin'));
    expect(principal?.grants).toEqual([{ role: 'administrator', collectionId: '*' }]);
    expect(await ledger.readStream(`account-${accountIdOf('admin')}`)).toHaveLength(2);
  });

  it('is not made with a password that is easy to guess', async () => {
    const easy = makeFirstAdministrator(administration, { name: 'root', password: 'root' }, now());
    await expect(easy).rejects.toThrow('at least 10 characters');
  });
});
