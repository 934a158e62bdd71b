import { jest } from '@jest/globals';
import { hasBrowser, openBrowser, openPage, signIn } from './browser.mjs';
import { startSeededServer } from './seeded-server.mjs';
import { correct, findAndNarrow, identify, importAndTakeBack } from './stories.mjs';

jest.setTimeout(120_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the browser tests do not run.');

(hasBrowser ? describe : describe.skip)('The web app', () => {
  let house;
  let browser;
  let page;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });
  const open = async (name = house.curator, how = {}) => {
    page = await openPage(browser, how);
    await signIn(page, house, name);
    return page;
  };
  const openSpecimen = async (at) => {
    await page.goto(`${house.url}/specimens/${house.specimens[at]}`);
    await page.waitForSelector('app-history-timeline li');
  };
  afterEach(async () => {
    const errors = page?.errors ?? [];
    await page?.context().close();
    page = undefined;
    expect(errors).toEqual([]);
  });

  it('asks who you are, and brings you back to where you wanted to go', async () => {
    page = await openPage(browser);
    await page.goto(`${house.url}/specimens?q=solidago`);
    await page.waitForSelector('#name');
    await page.fill('#name', house.curator);
    await page.fill('#password', 'not the password');
    await page.keyboard.press('Enter');
    await page.getByText('Name and password do not belong together').waitFor();
    await page.fill('#password', house.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('app-result-row');
    expect(new URL(page.url()).search).toBe('?q=solidago');
    expect(await page.locator('app-result-row').count()).toBe(1);
  });

  it('shows nothing of one account to the next in the same window', async () => {
    await open();
    await page.evaluate(() => (globalThis.isOfTheOneBefore = true));
    await page.locator('app-top-bar .account').click();
    await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
    await page.waitForSelector('#name');
    await page.fill('#name', house.viewer);
    await page.fill('#password', house.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('app-result-row');
    expect(await page.evaluate(() => 'isOfTheOneBefore' in globalThis)).toBe(false);
    expect(await page.getByRole('link', { name: 'New specimen' }).count()).toBe(0);
  });

  it('finds specimens by words and narrows them by what they share; the address and Back keep it all', async () => {
    await open();
    await findAndNarrow(page);
  });

  it('asks for what a page needs before its own code has come, and for nothing twice', async () => {
    await open();
    const pages = [
      '/specimens?q=marie&family=Cyperaceae&sort=eventDate&view=table',
      `/specimens/${house.specimens[0]}`,
    ];
    for (const [at, ready] of ['app-facet-panel .count', 'app-history-timeline li'].entries()) {
      await page.goto(house.url + pages[at]);
      await page.waitForSelector(ready);
      await page.waitForLoadState('networkidle');
      const asked = await page.evaluate(() => {
        const entries = performance
          .getEntriesByType('resource')
          .map(({ name, initiatorType }) => [name, initiatorType]);
        return entries.filter(([name]) => /\/(api|i18n)\//.test(name));
      });
      const addresses = asked.map(([name]) => name);
      expect(addresses).toEqual([...new Set(addresses)]);
      const early = asked.filter(([, how]) => how === 'link').map(([name]) => new URL(name).pathname);
      expect(early).toEqual(expect.arrayContaining(['/i18n/en.json', '/api/v1/session']));
      expect(early.filter((path) => path.startsWith('/api/v1/specimens'))).toHaveLength(2);
    }
  });

  it('draws a first page without its answers when they take long, and fills it when they come', async () => {
    await open();
    const held = [];
    await page.route('**/api/v1/specimens?**', (route) => void held.push(route));
    await page.goto(`${house.url}/specimens`);
    await page.locator('.results .skeleton').first().waitFor();
    expect(await page.locator('app-result-row').count()).toBe(0);
    for (const route of held) await route.continue();
    await page.locator('app-result-row').first().waitFor();
  });

  it('takes an identification that is accepted at once, and keeps the earlier opinion', async () => {
    await open();
    await openSpecimen(1);
    await identify(page);
  });

  it('withdraws an opinion with a reason; it stays readable, struck through', async () => {
    await open();
    await openSpecimen(2);
    await page.getByRole('button', { name: 'Withdraw Solidago canadensis L.' }).click();
    await page.selectOption('#withdraw-reason', 'misread-label');
    await page.fill('#withdraw-note', 'The label says S. gigantea.');
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await page.locator('app-opinions li.withdrawn').getByText('The label says S. gigantea.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Unidentified' }).waitFor();
  });

  it('corrects a value with a reason, and the history says what it was before', async () => {
    await open();
    await openSpecimen(0);
    await correct(page);
  });

  it('shows theirs beside mine when somebody was quicker, and records mine on top in one click', async () => {
    await open();
    await openSpecimen(3);
    await page.getByRole('button', { name: 'Correct Locality' }).click();
    await page.fill('#correct-locality', 'Tromsøya, north of the airfield');
    await page.selectOption('#correct-reason', 'new-evidence');
    const path = `/specimens/${house.specimens[3]}`;
    const { revision } = await house.jean('GET', path);
    const changes = [{ term: 'locality', was: 'Tromsøya', now: 'Tromsø' }];
    await house.jean(
      'POST',
      `${path}/corrections`,
      { changes, reason: 'typing-error' },
      { 'If-Match': `"${revision}"` },
    );
    await page.getByRole('button', { name: 'Record correction' }).click();
    await page.getByText('Somebody was quicker').waitFor();
    const told = await page.locator('app-correct-form').innerText();
    for (const part of ['Jean Dupont', 'Tromsøya', 'Tromsø', 'Tromsøya, north of the airfield'])
      expect(told).toContain(part);
    await page.getByRole('button', { name: 'Record mine on top' }).click();
    await page.locator('app-fact-sheet').getByText('Tromsøya, north of the airfield').waitFor();
  });

  it('offers a viewer no acts, and says why', async () => {
    await open(house.viewer);
    await openSpecimen(0);
    expect(await page.getByRole('button', { name: 'Add identification' }).isDisabled()).toBe(true);
    expect(await page.getByText('Your roles in this collection allow reading only.').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: /^Correct/ }).count()).toBe(0);
  });

  it('previews a file, imports it with progress and a report, and takes it back', async () => {
    await open();
    await importAndTakeBack(page, house);
  });

  it('offers the specimens of an import when its end has been told, not before', async () => {
    await open();
    const held = [];
    await page.route('**/api/v1/jobs/*/events', (route) => void held.push(route));
    await page.goto(`${house.url}/imports/new`);
    const buffer = Buffer.from('catalogNumber,scientificName\nMT00090001,Caltha palustris L.');
    await page.locator('input[type=file]').setInputFiles({ name: 'one.csv', mimeType: 'text/csv', buffer });
    while (held.length === 0) await page.waitForTimeout(20);
    await held.shift().continue();
    // The first report that the page reads is of an import that has ended.
    await page.route(/\/api\/v1\/imports\/[\da-f-]{36}$/, async (route) => {
      for (;;) {
        const response = await route.fetch();
        if (response.ok() && (await response.json()).state === 'completed') return route.fulfill({ response });
        await new Promise((done) => setTimeout(done, 50));
      }
    });
    await page.getByRole('button', { name: 'Import 1 record' }).click();
    await page.getByText('What it did').waitFor();
    while (held.length === 0) await page.waitForTimeout(20);
    expect(await page.getByRole('link', { name: 'Show its specimens' }).count()).toBe(0);
    await held.shift().continue();
    await page.getByRole('link', { name: 'Show its specimens' }).click();
    await page.getByText('1 specimen', { exact: true }).waitFor();
  });

  it('refuses what is no archive with a sentence', async () => {
    await open();
    await page.goto(`${house.url}/imports/new`);
    const buffer = Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]);
    await page.locator('input[type=file]').setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer });
    await page.getByText('This file cannot be imported').waitFor();
  });

  it('speaks French when asked, and again at the next visit', async () => {
    await open();
    await page.getByRole('button', { name: /Français/ }).click();
    await page.getByRole('link', { name: 'Spécimens' }).waitFor();
    await page.getByText('Nom scientifique').first().waitFor({ state: 'attached' });
    await page.reload();
    await page.getByRole('link', { name: 'Spécimens' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  });

  it('says in French what went wrong; the server’s own sentence is there for those who unfold it', async () => {
    await open(house.curator, { language: 'fr' });
    await page.goto(`${house.url}/specimens/00000000-0000-4000-8000-000000000000`);
    const note = page.locator('app-problem-note');
    await note.getByText('Cette fiche n’existe pas, ou ne vous est pas ouverte').waitFor();
    const sentence = note.getByText('There is no such specimen');
    expect(await sentence.isVisible()).toBe(false);
    await note.getByText('Ce que dit le serveur').click();
    await sentence.waitFor();
  });

  it('can be used by keyboard alone: find, open, identify', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('glaziou');
    await page.getByText('1 specimen', { exact: true }).waitFor();
    await tabTo(page, (active) => active.matches('app-result-row a'));
    await page.keyboard.press('Enter');
    await page.waitForSelector('app-history-timeline li');
    await tabTo(page, (active) => active.textContent.includes('Add identification'));
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await tabTo(page, (active) => active.id === 'identify-name');
    await page.keyboard.type('Mimosa pudica L.');
    await tabTo(page, (active) => active.matches('dialog button[type=submit]'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Mimosa pudica/ }).waitFor();
    await page.getByRole('button', { name: 'Correct Country' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Correct Country');
  });
});

/** Presses Tab until the focus is on what fits; fails after sixty steps. */
async function tabTo(page, fits) {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`(${fits})(document.activeElement)`)) return;
  }
  throw new Error(`Tab never reached what fits ${fits}`);
}
