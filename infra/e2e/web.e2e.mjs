import { jest } from '@jest/globals';
import { barriers, hasBrowser, openBrowser, openPage, signIn } from './browser.mjs';
import { startSeededServer } from './seeded-server.mjs';

jest.setTimeout(120_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the browser tests do not run.');

const CSV = [
  'catalogNumber,scientificName,family,recordedBy,eventDate,country,locality,typeStatus',
  'MT00020001,Trillium grandiflorum (Michx.) Salisb.,Melanthiaceae,Jacques Rousseau,1931-05-20,Canada,Oka,NA',
  'MT00020002,Trillium erectum L.,Melanthiaceae,Jacques Rousseau,1931-05,Canada,Oka,NA',
  'MT00020003,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932,Canada,Rigaud,holotype',
  'MT00020003,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932,Canada,Rigaud,holotype',
].join('\n');

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

  it('finds specimens by words and narrows them by what they share; the address and Back keep it all', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('marie-victorin car');
    await page.getByText('2 specimens').waitFor();
    await page.getByRole('checkbox', { name: /Cyperaceae/ }).waitFor();
    await page.fill('#q', '');
    await page.getByText('5 specimens').waitFor();
    await page.getByRole('checkbox', { name: /Norway/ }).check();
    await page.getByText('1 specimen', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('country')).toBe('Norway');
    await page.getByRole('link', { name: /Sphagnum fuscum/ }).click();
    await page.getByRole('heading', { level: 1, name: /Sphagnum fuscum/ }).waitFor();
    await page.goBack();
    await page.getByText('1 specimen', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove filter Norway' }).click();
    await page.getByText('5 specimens').waitFor();
  });

  it('takes an identification that is accepted at once, and keeps the earlier opinion', async () => {
    await open();
    await openSpecimen(1);
    await page.getByRole('button', { name: 'Add identification' }).click();
    await page.fill('#identify-name', 'Carex rugosperma Mack.');
    await page.fill('#identify-people', 'Odile Marchand');
    await page.keyboard.press('Enter');
    await page.fill('#identify-date', '2026-11');
    await page.getByRole('button', { name: 'Record identification' }).click();
    await page.getByRole('heading', { level: 1, name: /Carex rugosperma/ }).waitFor();
    await page.getByText('Identified as Carex rugosperma Mack.').waitFor();
    expect(await page.locator('app-opinions li.accepted').innerText()).toContain('det. Odile Marchand, November 2026');
    const earlier = page.locator('app-opinions li.standing');
    expect(await earlier.innerText()).toContain('Carex umbellata');
    await earlier.getByRole('button', { name: /^Accept/ }).click();
    await page.getByRole('heading', { level: 1, name: /Carex umbellata/ }).waitFor();
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
    await page.getByRole('button', { name: 'Correct Locality' }).click();
    await page.fill('#correct-locality', 'Mont-Saint-Hilaire, versant sud');
    await page.selectOption('#correct-reason', 'misread-label');
    await page.fill('#correct-note', 'Read again with a lens.');
    await page.getByRole('button', { name: 'Record correction' }).click();
    const entry = page.locator('app-history-timeline li').first();
    await entry.getByText('Read again with a lens.').waitFor();
    expect(await entry.locator('del').innerText()).toBe('Mont St-Hilaire, sud');
    expect(await entry.locator('ins').innerText()).toBe('Mont-Saint-Hilaire, versant sud');
    expect(await entry.innerText()).toContain('Label misread');
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
    await page.goto(`${house.url}/imports/new`);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'rousseau.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
    await page.getByText('What it would do').waitFor();
    expect(await page.locator('app-counts-table .new dd').innerText()).toBe('3');
    expect(await page.locator('app-counts-table .duplicate dd').innerText()).toBe('1');
    expect(await page.getByRole('checkbox', { name: /NA/ }).count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Import 3 records' }).click();
    await page.getByText('What it did').waitFor();
    expect(await page.locator('app-counts-table .new dd').innerText()).toBe('3');
    await page.getByRole('link', { name: 'Show its specimens' }).click();
    await page.getByText('3 specimens').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await page.fill('#undo-note', 'The wrong list.');
    await page.getByRole('button', { name: 'Undo the import' }).click();
    await page.getByText('3 records taken back or set back').waitFor();
    await page.goto(`${house.url}/imports`);
    await page.getByText('Taken back').waitFor();
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

  it.each([
    { language: 'en', dark: false, width: 1400 },
    { language: 'fr', dark: true, width: 1400 },
    { language: 'fr', dark: false, width: 390 },
    { language: 'en', dark: true, width: 390 },
  ])('has no barriers on any page ($language, dark: $dark, $width px)', async (how) => {
    page = await openPage(browser, how);
    await page.goto(`${house.url}/sign-in`);
    await page.waitForSelector('#name');
    const found = await barriers(page);
    await signIn(page, house, house.curator);
    await page.waitForSelector('app-result-row');
    found.push(...(await barriers(page)));
    await openSpecimen(0);
    found.push(...(await barriers(page)));
    await page.locator('app-opinions + *, .section-head button').first().click();
    await page.waitForSelector('dialog[open] app-identify-form');
    found.push(...(await barriers(page)));
    for (const [address, ready] of [
      ['/imports', 'table, .empty'],
      ['/imports/new', 'app-file-drop'],
      ['/collections', 'app-collection-card .total'],
      ['/account', '#current'],
    ]) {
      await page.goto(house.url + address);
      await page.waitForSelector(ready);
      found.push(...(await barriers(page)));
    }
    expect(found).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
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
