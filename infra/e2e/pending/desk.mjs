import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';
import { hasBrowser, openBrowser, openPage, signIn, tabTo } from '../browser.mjs';
import { startSeededServer } from '../seeded-server.mjs';

jest.setTimeout(180_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the stories of the desk do not run.');

const root = resolve(import.meta.dirname, '../..');
const SEINET = [process.env.SHARED_DATA, join(root, '../shared/data'), join(root, '../../../shared/data')]
  .filter(Boolean)
  .map((folder) => join(folder, 'archives/seinet-perityle-1894-dwca.zip'))
  .find((file) => existsSync(file));
if (!SEINET) console.warn('SKIPPED, for want of the shared data folder: importing SEINet’s Perityle in the browser.');

const SAID = {
  en: {
    correction: 'Correction',
    month: 'This month',
    found: '2 lines',
    csv: 'Export as CSV',
    again: 'Preview again',
    commit: /^Import [\d,]+ records$/,
    did: 'What it did',
    undo: 'Undo this import',
    undone: /[\d,]+ records taken back or set back/,
  },
  fr: {
    correction: 'Correction de fiche',
    month: 'Ce mois-ci',
    found: '2 lignes',
    csv: 'Exporter en CSV',
    again: 'Prévisualiser de nouveau',
    commit: /^Importer [\d\s]+ fiches$/,
    did: 'Ce qu’il a fait',
    undo: 'Annuler cet import',
    undone: /[\d\s]+ fiches retirées ou rétablies/,
  },
};
const LANGUAGES = Object.keys(SAID);

(hasBrowser ? describe : describe.skip)('At the desk', () => {
  let house;
  let browser;
  let page;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
    for (const at of [0, 1]) {
      const path = `/specimens/${house.specimens[at]}`;
      const { revision } = await house.jean('GET', path);
      const changes = [{ term: 'locality', was: 'Mont St-Hilaire, sud', now: 'Mont-Saint-Hilaire' }];
      const correction = { changes, reason: 'misread-label', note: 'Read again with a lens.' };
      await house.jean('POST', `${path}/corrections`, correction, { 'If-Match': `"${revision}"` });
    }
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
  const press = async (fits, steps) => {
    await tabTo(page, fits, steps);
    await page.keyboard.press('Enter');
  };
  const named = (text) => `(active) => active.textContent.trim() === ${JSON.stringify(text)}`;
  const withId = (id) => `(active) => active.id === ${JSON.stringify(id)}`;

  it.each(LANGUAGES)(
    'an auditor finds every correction made by one person in a month and exports it, by keyboard alone (%s)',
    async (language) => {
      const said = SAID[language];
      page = await openPage(browser, { language });
      await signIn(page, house, house.auditor);
      await page.goto(`${house.url}/audit`);
      await page.waitForSelector('#audit-person option:nth-child(3)', { state: 'attached' });
      await tabTo(page, withId('audit-person'));
      await page.keyboard.type('Jean Dupont');
      await tabTo(page, withId('audit-type'));
      await page.keyboard.type(said.correction);
      await press(named(said.month));
      await page.getByRole('heading', { name: said.found, exact: true }).waitFor();
      const lines = await page.locator('app-audit-line').allInnerTexts();
      for (const line of lines)
        for (const part of ['Jean Dupont', 'Mont St-Hilaire, sud', 'Mont-Saint-Hilaire', 'Read again with a lens.'])
          expect(line).toContain(part);
      const download = page.waitForEvent('download');
      await press(named(said.csv));
      const rows = readFileSync(await (await download).path(), 'utf8')
        .trim()
        .split('\r\n');
      expect(rows).toHaveLength(3);
      expect(rows.filter((row) => row.includes('Jean Dupont') && row.includes('SpecimenCorrected'))).toHaveLength(2);
      await press(`(active) => active.matches('app-audit-line a')`);
      await page.waitForURL(/\/specimens\/[0-9a-f-]+\?revision=\d+$/);
    },
  );

  (SEINET ? it : it.skip).each(LANGUAGES)(
    'SEINet’s Perityle is imported with a changed mapping, three problems looked at, committed and undone, by keyboard alone (%s)',
    async (language) => {
      const said = SAID[language];
      page = await openPage(browser, { language });
      await signIn(page, house, house.curator);
      await page.goto(`${house.url}/imports/new`);
      await page.waitForSelector('app-file-drop');
      const chooser = page.waitForEvent('filechooser');
      await tabTo(page, `(active) => active.type === 'file'`);
      await page.keyboard.press('Space');
      await (await chooser).setFiles(SEINET);
      await page.waitForSelector('app-counts-table');
      await tabTo(page, `(active) => /substrate/.test(active.getAttribute('aria-label') ?? '')`, 400);
      await page.keyboard.press('Control+A');
      await page.keyboard.type('fieldNotes');
      await press(named(said.again), 800);
      await page.getByRole('button', { name: said.commit }).waitFor();
      const field = page.locator('input[aria-label*=substrate]');
      expect(await field.inputValue()).toBe('fieldNotes');
      const looked = await page.locator('app-problem-kind').count();
      for (let at = 0; at < looked; at++)
        await press(`(active) => active.matches('summary') && !active.parentElement.open`, 400);
      const problems = await page.locator('app-problem-kind li').allInnerTexts();
      expect(problems.length).toBeGreaterThanOrEqual(3);
      expect(problems.every((text) => text.trim().length > 10)).toBe(true);
      await press(`(active) => ${said.commit}.test(active.textContent.trim())`, 800);
      await page.getByRole('heading', { name: said.did }).waitFor({ timeout: 120_000 });
      await press(named(said.undo), 200);
      await tabTo(page, withId('undo-note'));
      await page.keyboard.type('A trial.');
      await press(`(active) => active.matches('dialog button[type=submit]')`);
      await page.getByText(said.undone).waitFor({ timeout: 120_000 });
    },
  );

  it('lists the keys on “?”, and keeps single keys quiet once they are switched off', async () => {
    page = await openPage(browser);
    await signIn(page, house, house.auditor);
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
    page = await openPage(browser, { tour: true });
    await signIn(page, house, house.curator);
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
    page = await openPage(browser);
    await signIn(page, house, 'admin');
    await page.goto(`${house.url}/accounts`);
    await page.getByRole('button', { name: 'Grant a role to Vera Lind' }).click();
    await page.selectOption('#grant-role', 'data-entry');
    await page.getByRole('dialog').getByRole('button', { name: 'Grant a role' }).click();
    await page.getByText('Data entry · all collections').waitFor();
    await page.getByRole('button', { name: /Withdraw Data entry/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the role' }).click();
    await page.getByText('Data entry · all collections').waitFor({ state: 'detached' });
    await page.goto(`${house.url}/account`);
    await page.fill('#token-label', 'Nightly export');
    await page.getByRole('button', { name: 'Make a token' }).click();
    expect((await page.locator('code.secret').innerText()).length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.goto(`${house.url}/security-log`);
    await page.getByText('Nightly export').waitFor();
  });
});
