// At the desk: an auditor's question, a file that comes in and goes out again, and the keys, each in both languages and by
// mouse and keyboard alone where it is work.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';
import { endSession, hasBrowser, openBrowser, openPage, openSignedIn, signIn } from './browser.mjs';
import { handOn, spaced, WAYS, wordsOf } from './hands.mjs';
import { caughtUp, startSeededServer } from './seeded-server.mjs';

jest.setTimeout(180_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the stories of the desk do not run.');

const root = resolve(import.meta.dirname, '../..');
const SEINET = [process.env.SHARED_DATA, join(root, '../shared/data'), join(root, '../../shared/data')]
  .filter(Boolean)
  .map((folder) => join(folder, 'archives/seinet-perityle-1894-dwca.zip'))
  .find((file) => existsSync(file));
if (!SEINET) console.warn('SKIPPED, for want of the shared data folder: importing SEINet’s Perityle in the browser.');
const RECORDS = 1_894;
const SMALL = ['catalogNumber,scientificName,country,substrate', 'S1,Carex aurea Nutt.,Canada,marl', ''].join('\n');

(hasBrowser ? describe : describe.skip)('At the desk', () => {
  let house;
  let browser;
  let page;
  /** When the corrections were made; the run may go on into the next month. */
  let corrected;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
    for (const at of [0, 1]) {
      const path = `/specimens/${house.specimens[at]}`;
      const { revision } = await house.jean('GET', path);
      const changes = [{ term: 'locality', was: 'Mont St-Hilaire, sud', now: 'Mont-Saint-Hilaire' }];
      const correction = { changes, reason: 'misread-label', note: 'Read again with a lens.' };
      await house.jean('POST', `${path}/corrections`, correction, { 'If-Match': `"${revision}"` });
    }
    corrected = new Date();
    await caughtUp(house.url);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });
  afterEach(async () => {
    const errors = page?.errors ?? [];
    await page?.context().close();
    page = undefined;
    expect(errors).toEqual([]);
  });
  const open = async (how = {}, name = house.curator) => {
    page = await openSignedIn(browser, house, name, how);
    return handOn(page, how.by);
  };
  const button = (name) => page.getByRole('button', { name, exact: true });
  /** Does what asks for a preview, and waits until the one that was asked for is there to be committed. */
  const previewed = async (act) => {
    const asked = page.waitForResponse((answer) => answer.url().endsWith('/imports/previews'));
    await act();
    await asked;
    await page.locator('.commit button:enabled').waitFor();
  };
  /** Chooses a file on the page for a new import, by the browser's own dialog. */
  const chooseFile = async (hand, file) => {
    await page.goto(`${house.url}/imports/new`);
    const chooser = page.waitForEvent('filechooser');
    await hand.open(page.locator('input[type=file]'));
    await (await chooser).setFiles(file);
  };
  const columnField = (words, column) => page.getByLabel(words.say('imports.termOf', { column }), { exact: true });

  describe.each(WAYS)('in $language by $by', (how) => {
    const words = wordsOf(how.language);
    const { say, count } = words;

    it('an auditor finds every correction made by one person in a month and exports it', async () => {
      const hand = await open(how, house.auditor);
      await page.clock.setFixedTime(corrected);
      await page.goto(`${house.url}/audit`);
      await page.waitForSelector('#audit-person option:nth-child(3)', { state: 'attached' });
      await hand.choose(page.locator('#audit-person'), 'Jean Dupont');
      await hand.choose(page.locator('#audit-type'), say('deed.SpecimenCorrected'));
      await hand.press(button(say('audit.thisMonth')));
      await page.getByRole('heading', { name: count('audit.found', 2), exact: true }).waitFor();
      const lines = await page.locator('app-audit-line').allInnerTexts();
      expect(lines).toHaveLength(2);
      for (const line of lines)
        for (const part of ['Jean Dupont', 'Mont St-Hilaire, sud', 'Mont-Saint-Hilaire', 'Read again with a lens.'])
          expect(line).toContain(part);
      const download = page.waitForEvent('download');
      await hand.press(page.getByRole('link', { name: say('audit.csv'), exact: true }));
      const text = readFileSync(await (await download).path(), 'utf8');
      const rows = text.trim().split('\r\n');
      expect(rows).toHaveLength(3);
      expect(rows.filter((row) => row.includes('Jean Dupont') && row.includes('SpecimenCorrected'))).toHaveLength(2);
      await hand.press(page.locator('app-audit-line a').first());
      await page.waitForURL(/\/specimens\/[0-9a-f-]+\?revision=\d+$/);
    });

    it('a column read as something else is kept when the session ends and the server is killed', async () => {
      page = await openPage(browser, how);
      await signIn(page, house, house.curator);
      const hand = handOn(page, how.by);
      const buffer = Buffer.from(SMALL);
      await previewed(() => chooseFile(hand, { name: 'small.csv', mimeType: 'text/csv', buffer }));
      await hand.write(columnField(words, 'substrate'), 'fieldNotes');
      const startAgain = await house.kill();
      try {
        await hand.press(button(say('imports.previewAgain')));
        await page.getByText(say('problem.UNREACHABLE')).waitFor();
      } finally {
        await startAgain();
      }
      await endSession(page, house);
      await hand.press(button(say('imports.previewAgain')));
      await page.getByText(say('signIn.ended')).waitFor();
      await hand.write(page.locator('#name'), house.curator);
      await hand.write(page.locator('#password'), house.password);
      await page.keyboard.press('Enter');
      await page.locator('.commit button:enabled').waitFor();
      expect(await columnField(words, 'substrate').inputValue()).toBe('fieldNotes');
      await hand.press(button(say('imports.otherFile')));
      await page.waitForSelector('app-file-drop');
    });

    (SEINET ? it : it.skip)(
      'SEINet’s Perityle is imported with a changed mapping, three problems looked at, committed and undone',
      async () => {
        const hand = await open(how);
        await previewed(() => chooseFile(hand, SEINET));
        await previewed(() => hand.choose(page.locator('#collection'), 'Herbier Marie-Victorin'));
        await hand.write(columnField(words, 'substrate'), 'fieldNotes');
        // By keyboard the way to the button would be long: Enter does what it does, and the next step is one Tab away.
        const isLong = how.by === 'keyboard';
        await previewed(() =>
          isLong ? page.keyboard.press('Enter') : hand.press(button(say('imports.previewAgain'))),
        );
        await page.waitForFunction(() => document.activeElement?.matches('.commit'));
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.matches('.commit button'))).toBe(true);
        expect(await columnField(words, 'substrate').inputValue()).toBe('fieldNotes');
        for (const [kind, told] of [
          ['imports.problem.repeated-catalogNumber', 'catalogNumber'],
          ['issue.IDENTIFIED_DATE_INVALID', 'Mar'],
          ['issue.TYPE_STATUS_INVALID', 'Preserved Specimen'],
        ]) {
          const problem = page.locator('app-problem-kind').filter({ hasText: say(kind) });
          await hand.press(problem.locator('summary'));
          await problem.locator('li').filter({ hasText: told }).first().waitFor();
        }
        await hand.press(page.getByRole('button', { name: spaced(count('imports.commit', RECORDS)) }));
        await page.getByRole('heading', { name: say('imports.report') }).waitFor({ timeout: 120_000 });
        const [importId] = /[0-9a-f-]{36}/.exec(page.url());
        const { mapping } = await house.jean('GET', `/imports/${importId}`);
        expect(mapping.find(({ column }) => column === 'substrate').term).toBe('fieldNotes');
        await hand.press(button(say('imports.undo')));
        await hand.write(page.locator('#undo-note'), 'A trial.');
        await hand.press(button(say('imports.undoSend')));
        await page.getByText(spaced(count('imports.undoneRecords', RECORDS))).waitFor({ timeout: 120_000 });
      },
    );
  });

  it('lists the keys on “?”, and keeps single keys quiet once they are switched off', async () => {
    await open({}, house.auditor);
    await page.goto(`${house.url}/specimens`);
    await page.waitForSelector('.total:not(:empty)');
    await page
      .locator('h1, main')
      .first()
      .click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await page.locator('dialog kbd').count()).toBeGreaterThan(5);
    await page.getByRole('dialog').getByRole('checkbox').uncheck();
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.keyboard.press('?');
    await page.waitForTimeout(200);
    expect(await page.locator('dialog').count()).toBe(0);
  });

  it('shows first steps until they are closed for good', async () => {
    await open({ tour: true });
    await page.goto(`${house.url}/specimens`);
    const card = page.getByRole('complementary', { name: 'First steps' });
    await card.waitFor();
    for (let step = 0; step < 3; step++) await card.getByRole('button', { name: 'Next' }).click();
    await card.getByText('Step 4 of 4').waitFor();
    await card.getByRole('button', { name: 'Close for good' }).click();
    await page.reload();
    await page.waitForSelector('.total:not(:empty)');
    await page.waitForTimeout(300);
    expect(await card.count()).toBe(0);
  });

  it('an administrator grants a role and takes it back; a token is shown once', async () => {
    await open({}, 'admin');
    await page.goto(`${house.url}/accounts`);
    await page.getByRole('button', { name: 'Grant a role to Vera Lind' }).click();
    await page.selectOption('#grant-role', 'data-entry');
    await page.getByRole('dialog').getByRole('button', { name: 'Grant a role' }).click();
    await page.getByText('Data entry · all collections', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Withdraw Data entry/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the role' }).click();
    await page.getByText('Data entry · all collections', { exact: true }).waitFor({ state: 'detached' });
    await page.goto(`${house.url}/account`);
    await page.fill('#token-label', 'Nightly export');
    await page.getByRole('button', { name: 'Make a token' }).click();
    expect((await page.locator('code.secret').innerText()).length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.goto(`${house.url}/security-log`);
    await page.getByText('Nightly export').waitFor();
  });
});
