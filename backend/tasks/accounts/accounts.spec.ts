import { account } from '#domain/account/account.js';
import { Rejection } from '#domain/kernel/decider.js';
import { AccountsAtHand, GOOD_PASSWORD } from '../../../infra/testing/accounts.js';
import { permissionsOf } from './account-directory.js';
import { accountIdOf } from './account-id.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let house: AccountsAtHand;
beforeAll(async () => {
  house = await AccountsAtHand.open();
});
afterAll(() => house.close());

describe('An account', () => {
  it('has an id that follows from its name, whatever its case', () => {
    expect(accountIdOf(' Marie ')).toBe(accountIdOf('marie'));
    expect(accountIdOf('marie')).not.toBe(accountIdOf('maria'));
  });

  it('keeps nothing of its password in the ledger', async () => {
    const id = await house.register('keeper', GOOD_PASSWORD);
    const records = await house.ledger.readStream(`${account.category}-${id}`);
    expect(records).toHaveLength(1);
    expect(JSON.stringify(records)).not.toContain(GOOD_PASSWORD);
  });

  it('keeps its password when it is registered again', async () => {
    await house.register('twice', GOOD_PASSWORD);
    await house.register('twice', 'another one entirely');
    await expect(house.signedIn('twice')).resolves.toHaveLength(43);
  });

  it.each([
    ['too short', 'short', 'PASSWORD_TOO_SHORT'],
    ['of one letter', 'aaaaaaaaaaaa', 'PASSWORD_EASY_TO_GUESS'],
    ['like its name', 'weakling2026', 'PASSWORD_EASY_TO_GUESS'],
    ['longer than a page', 'abcdefghij'.repeat(101), 'PASSWORD_TOO_LONG'],
  ])('is not registered with a password %s', async (_what, password, code) => {
    const refused = house.register('weakling20', password);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toBeInstanceOf(Rejection);
    expect(await house.ledger.readStream(`account-${accountIdOf('weakling20')}`)).toEqual([]);
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
    const id = await house.register('marie', GOOD_PASSWORD);
    await house.grant(id, 'curator');
    const principal = await house.accounts.signIn.bySession(await house.signedIn('Marie'));
    expect(principal).toMatchObject({ accountId: id, name: 'marie', via: 'session' });
    expect(principal?.grants).toEqual([{ role: 'curator', collectionId: '*' }]);
  });

  it('is refused alike for a wrong password, an unknown name, a closed account and one without password', async () => {
    const closed = await house.register('closed', GOOD_PASSWORD);
    await house.register('program');
    await house.change(closed, { type: 'CloseAccount' });
    house.pass(SECOND);
    const attempts: [string, string][] = [
      ['marie', 'not her password'],
      ['nobody', GOOD_PASSWORD],
      ['closed', GOOD_PASSWORD],
      ['program', GOOD_PASSWORD],
    ];
    for (const [name, password] of attempts)
      expect(await house.accounts.signIn.signIn(name, password, '10.0.0.2')).toEqual({ outcome: 'refused' });
  });

  it('leaves lines in the security log, without passwords', async () => {
    const lines = await house.accounts.log.read({ limit: 200 });
    expect(lines.map(({ what }) => what)).toEqual(expect.arrayContaining(['signed-in', 'sign-in-failed']));
    expect(JSON.stringify(lines)).not.toContain(GOOD_PASSWORD);
    expect(lines.every(({ at }) => at <= house.time)).toBe(true);
  });

  it('slows down for a name after five failures, and lets it in again after the wait', async () => {
    await house.register('guessed', GOOD_PASSWORD);
    for (let attempt = 0; attempt < 5; attempt++)
      await house.accounts.signIn.signIn('guessed', `wrong guess ${attempt}`, `10.1.0.${attempt}`);
    const blocked = await house.accounts.signIn.signIn('guessed', GOOD_PASSWORD, '10.2.0.1');
    expect(blocked).toEqual({ outcome: 'throttled', waitMilliseconds: 1_000 });
    house.pass(SECOND);
    await expect(house.signedIn('guessed')).resolves.toBeDefined();
  });

  it('never keeps a name out for more than a minute', async () => {
    for (let attempt = 0; attempt < 40; attempt++) {
      await house.accounts.signIn.signIn('hunted', 'wrong guess', `10.3.0.${attempt}`);
      house.pass(MINUTE);
    }
    await house.accounts.signIn.signIn('hunted', 'wrong guess', '10.3.1.1');
    const blocked = await house.accounts.signIn.signIn('hunted', 'wrong guess', '10.3.1.2');
    expect(blocked).toEqual({ outcome: 'throttled', waitMilliseconds: MINUTE });
  });

  it('slows down for an address that tries many names', async () => {
    for (let attempt = 0; attempt < 20; attempt++)
      await house.accounts.signIn.signIn(`name-${attempt}`, 'wrong guess', '10.4.0.1');
    expect(await house.accounts.signIn.signIn('marie', GOOD_PASSWORD, '10.4.0.1')).toMatchObject({
      outcome: 'throttled',
    });
    await expect(house.signedIn('marie', '10.4.0.2')).resolves.toBeDefined();
  });

  it('lets no more attempts through when they come all at once', async () => {
    const attempts = Array.from({ length: 30 }, () => house.accounts.signIn.signIn('crowd', 'wrong guess', '10.5.0.1'));
    const outcomes = (await Promise.all(attempts)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(5);
  });
});
