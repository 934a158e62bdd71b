import { randomId } from '#ledger/uuid.js';
import { AccountsAtHand, GOOD_PASSWORD } from '../../../infra/testing/accounts.js';
import { accountIdOf } from './account-id.js';
import { makeFirstAdministrator } from './first-administrator.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

let house: AccountsAtHand;
beforeAll(async () => {
  house = await AccountsAtHand.open();
  await house.register('marie', GOOD_PASSWORD);
});
afterAll(() => house.close());

describe('A session', () => {
  it('ends when it is signed out, at once', async () => {
    const secret = await house.signedIn('marie');
    const principal = await house.accounts.signIn.bySession(secret);
    await house.accounts.sessions.end(principal?.sessionId ?? '');
    expect(await house.accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('ends with all others of the account, but for the one that stays', async () => {
    const [one, two] = [await house.signedIn('marie'), await house.signedIn('marie')];
    const staying = await house.accounts.signIn.bySession(one);
    expect(staying).toBeDefined();
    await house.accounts.sessions.endAll(accountIdOf('marie'), staying?.sessionId);
    expect(await house.accounts.signIn.bySession(one)).toBeDefined();
    expect(await house.accounts.signIn.bySession(two)).toBeUndefined();
  });

  it('that another process signed out ends here within a second', async () => {
    const secret = await house.signedIn('marie');
    const elsewhere = house.anotherProcess();
    await house.accounts.signIn.bySession(secret);
    await elsewhere.sessions.endAll(accountIdOf('marie'));
    house.pass(SECOND);
    expect(await house.accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('loses a withdrawn role within a second', async () => {
    const id = await house.register('demoted', GOOD_PASSWORD);
    await house.grant(id, 'curator');
    const secret = await house.signedIn('demoted');
    const withdrawal = { type: 'WithdrawRole', role: 'curator', collectionId: '*' } as const;
    await house.change(id, withdrawal);
    house.pass(SECOND);
    expect((await house.accounts.signIn.bySession(secret))?.grants).toEqual([]);
  });

  it('ends when its account is closed', async () => {
    const id = await house.register('leaving', GOOD_PASSWORD);
    const secret = await house.signedIn('leaving');
    await house.change(id, { type: 'CloseAccount' });
    expect(await house.accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('lasts while it is used, and ends after twelve hours without', async () => {
    const secret = await house.signedIn('marie');
    for (let hours = 0; hours < 24; hours += 8) {
      expect(await house.accounts.signIn.bySession(secret)).toBeDefined();
      house.pass(8 * HOUR);
    }
    expect(await house.accounts.signIn.bySession(secret)).toBeDefined();
    house.pass(12 * HOUR);
    expect(await house.accounts.signIn.bySession(secret)).toBeUndefined();
  });

  it('ends after thirty days of use', async () => {
    const secret = await house.signedIn('marie');
    for (let hours = 0; hours < 719; hours += 8) {
      expect(await house.accounts.signIn.bySession(secret)).toBeDefined();
      house.pass(8 * HOUR);
    }
    expect(await house.accounts.signIn.bySession(secret)).toBeUndefined();
  });
});

describe('A token', () => {
  it('signs a program in as its account, until it is revoked', async () => {
    const id = await house.register('harvester');
    const { secret, tokenId } = await house.accounts.tokens.make(id, randomId(), 'Nightly harvest');
    expect(await house.accounts.signIn.byToken(secret)).toMatchObject({
      accountId: id,
      via: 'token',
      sessionId: tokenId,
    });
    expect(await house.accounts.tokens.revoke(accountIdOf('marie'), tokenId)).toBe(false);
    expect(await house.accounts.tokens.revoke(id, tokenId)).toBe(true);
    expect(await house.accounts.signIn.byToken(secret)).toBeUndefined();
  });

  it('is kept as a hash only', async () => {
    const id = await house.register('careful');
    const { secret } = await house.accounts.tokens.make(id, randomId(), 'Label printer');
    const kept = await house.vault.ofOwner('tokens', id);
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(await house.accounts.tokens.list(id)).toEqual([expect.objectContaining({ label: 'Label printer' })]);
  });

  it('ends on its day', async () => {
    const id = await house.register('short-lived');
    const { secret } = await house.accounts.tokens.make(id, randomId(), 'Course', 1);
    expect(await house.accounts.signIn.byToken(secret)).toBeDefined();
    house.pass(24 * HOUR);
    expect(await house.accounts.signIn.byToken(secret)).toBeUndefined();
    expect(await house.accounts.tokens.list(id)).toEqual([]);
  });
});

describe('The first administrator', () => {
  it('may manage accounts everywhere, and is made once', async () => {
    const settings = { name: 'admin', password: GOOD_PASSWORD };
    await makeFirstAdministrator(house.administration, settings, house.now());
    await makeFirstAdministrator(house.administration, { ...settings, password: 'some other password' }, house.now());
    const principal = await house.accounts.signIn.bySession(await house.signedIn('admin'));
    expect(principal?.grants).toEqual([{ role: 'administrator', collectionId: '*' }]);
    expect(await house.ledger.readStream(`account-${accountIdOf('admin')}`)).toHaveLength(2);
  });

  it('is not made with a password that is easy to guess', async () => {
    const easy = makeFirstAdministrator(house.administration, { name: 'root', password: 'root' }, house.now());
    await expect(easy).rejects.toThrow('at least 10 characters');
  });
});
