import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { hasBrowser, openBrowser, openSignedIn } from './browser.mjs';
import { bringFlora } from './flora.mjs';
import { handOn, WAYS, wordsOf } from './hands.mjs';
import { startSeededServer } from './seeded-server.mjs';

jest.setTimeout(180_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the stories of the search do not run.');
(hasBrowser ? describe : describe.skip)('The search page', () => {
  let house;
  let browser;
  let page;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
    await bringFlora(house);
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
  };
  const total = (text) =>
    page
      .locator('.total')
      .filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) })
      .waitFor();
  const goTo = async (address, text) => {
    await page.goto(house.url + address);
    await total(text);
  };

  it.each(WAYS)('finds a type specimen from a vague memory in four acts (in $language by $by)', async (how) => {
    const { say, count, term } = wordsOf(how.language);
    await open(how);
    const hand = handOn(page, how.by);
    await page.goto(`${house.url}/specimens`);
    // Of Marie-Victorin, an Arnica: words.
    await hand.write(page.locator('#q'), 'victorin arn');
    await total(count('search.total', 28));
    // A type: a tick.
    await hand.press(
      page.locator('aside').getByRole('checkbox', { name: new RegExp(`^${say('typeStatus.holotype')}`) }),
    );
    await total(count('search.total', 1));
    // From the serpentine: a question.
    await hand.press(page.getByRole('button', { name: say('query.open') }));
    const dialog = page.locator('dialog[open]');
    await hand.choose(dialog.getByLabel(say('query.column'), { exact: true }), term('locality'));
    await hand.write(dialog.getByLabel(say('query.value'), { exact: true }), 'serpentin');
    await hand.press(dialog.getByRole('button', { name: say('query.search'), exact: true }));
    await dialog.waitFor({ state: 'detached' });
    await total(count('search.total', 1));
    expect(new URL(page.url()).searchParams.get('where')).toBe('{"and":[{"locality.contains":"serpentin"}]}');
    // There it is.
    await hand.press(page.getByRole('link', { name: /Arnica griscomii/ }));
    await page.getByRole('heading', { level: 1, name: /Arnica griscomii/ }).waitFor();
    await page.getByText('Mont Albert, sur les serpentines').first().waitFor();
  });

  it('never loses its place: far down the list, into a specimen, and back', async () => {
    await open();
    await goTo('/specimens?family=Salicaceae&sort=catalogNumber', '280 specimens');
    const far = page.getByText('QFA000377', { exact: true });
    for (let tries = 0; tries < 60 && !(await far.isVisible()); tries++) {
      await page.mouse.move(800, 500);
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(60);
    }
    await far.scrollIntoViewIfNeeded();
    const top = await page.evaluate(() => scrollY);
    expect(top).toBeGreaterThan(5_000);
    expect(await page.locator('app-result-row').count()).toBeLessThan(80);
    await page.getByRole('listitem').filter({ hasText: 'QFA000377' }).getByRole('link').click();
    await page.waitForSelector('app-history-timeline li');
    await page.goBack();
    await far.waitFor();
    await page.waitForFunction((was) => Math.abs(scrollY - was) < 3, top);
    await page.getByRole('listitem').filter({ hasText: 'QFA000377' }).getByRole('link').click();
    await page.waitForSelector('app-history-timeline li');
    await page.getByRole('link', { name: /Back to/ }).click();
    await far.waitFor();
    await page.waitForFunction((was) => Math.abs(scrollY - was) < 3, top);
  });

  it('shows a table whose columns are chosen, ordered, widened, kept in place and sorted, and remembers it', async () => {
    await open();
    await goTo('/specimens?view=table&family=Asteraceae', '141 specimens');
    await page.getByRole('columnheader', { name: 'Catalogue number' }).getByRole('button').click();
    await page.getByText('QFA000000', { exact: true }).waitFor();
    await page.getByRole('columnheader', { name: 'Catalogue number' }).getByRole('button').click();
    await page.getByText('QFA000417', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-catalogNumber');
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByRole('checkbox', { name: 'Family' }).check();
    await dialog.getByRole('button', { name: 'Keep Family in place' }).click();
    await dialog.getByRole('button', { name: 'Move Family to the left' }).click();
    await dialog.getByRole('button', { name: 'Hide Country' }).click();
    await page.keyboard.press('Escape');
    const edge = page.getByRole('separator', { name: 'Width of Family' });
    await edge.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=separator][aria-valuenow="176"]').waitFor();
    await page.reload();
    await page.getByText('QFA000417', { exact: true }).waitFor();
    const headers = await page.getByRole('columnheader').allInnerTexts();
    expect(headers.slice(1, 3).map((text) => text.trim().split('\n')[0])).toEqual(['Family', 'Catalogue number']);
    expect(headers.join()).not.toContain('Country');
    expect(await page.getByRole('separator', { name: 'Width of Family' }).getAttribute('aria-valuenow')).toBe('176');
  });

  it('selects some rows, then all that match, and hands them on', async () => {
    await open();
    await goTo('/specimens?family=Salicaceae&sort=catalogNumber', '280 specimens');
    await page.getByRole('checkbox', { name: 'Select QFA000001' }).check();
    await page.getByRole('checkbox', { name: 'Select QFA000002' }).check();
    const bar = page.getByRole('region', { name: 'Selected specimens' });
    await bar.getByText('2 specimens selected').waitFor();
    await page.keyboard.press('s');
    expect(await bar.evaluate((one) => one === document.activeElement)).toBe(true);
    await bar.getByRole('button', { name: 'Select all 280 matching' }).click();
    await bar.getByText('All 280 matching specimens selected').waitFor();
    const address = await bar.getByRole('link', { name: 'Identify…' }).getAttribute('href');
    expect(address).toBe('/specimens/bulk/identify?family=Salicaceae');
    await page.reload();
    await bar.getByText('All 280 matching specimens selected').waitFor();
    await bar.getByRole('button', { name: 'Clear selection' }).click();
    await bar.waitFor({ state: 'detached' });
  });

  it('searches in a box and in an area drawn on the map, and opens a lone specimen from it', async () => {
    await open();
    await goTo('/specimens?view=map&family=Asteraceae', '141 specimens');
    await page.locator('.cluster').first().waitFor();
    await page.getByText('141 specimens with coordinates in this view').waitFor();
    await atRest(page.locator('.cluster'));
    await page.getByRole('button', { name: 'Draw a box' }).click();
    const frame = await page.locator('.frame').boundingBox();
    const at = (x, y) => [frame.x + frame.width * x, frame.y + frame.height * y];
    await page.mouse.move(...at(0.01, 0.02));
    await page.mouse.down();
    await page.mouse.move(...at(0.66, 0.98), { steps: 6 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Remove filter In the box on the map' }).waitFor();
    await page.waitForFunction(() => !document.querySelector('.total').textContent.includes('141'));
    const boxed = Number((await page.locator('.total').innerText()).split(' ')[0]);
    expect(boxed).toBeGreaterThan(0);
    expect(boxed).toBeLessThan(141);
    await page.getByRole('button', { name: 'Everywhere again' }).click();
    await total('141 specimens');
    await page.getByRole('button', { name: 'Draw an area' }).click();
    for (const corner of [at(0.02, 0.3), at(0.9, 0.3), at(0.5, 0.95)]) await page.mouse.click(...corner);
    await page.getByRole('button', { name: 'Finish the area' }).click();
    await page.getByRole('button', { name: 'Remove filter In the area on the map' }).waitFor();
    await page.goto(`${house.url}/specimens?view=map&typeStatus=holotype`);
    await page.getByRole('button', { name: /^1 specimen near/ }).click();
    await page.getByRole('heading', { level: 1, name: /Arnica griscomii/ }).waitFor();
  });

  it('exports what was found as a table and as an archive, with progress and a download', async () => {
    await open();
    await goTo('/specimens?family=Salicaceae&sort=catalogNumber', '280 specimens');
    await page.getByRole('button', { name: 'Export…' }).click();
    const dialog = page.locator('dialog[open]');
    const taken = async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('link', { name: /^Download/ }).click(),
      ]);
      return readFileSync(await download.path());
    };
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByText('280 specimens. The export is noted').waitFor();
    const lines = (await taken()).toString().trim().split('\n');
    expect(lines).toHaveLength(281);
    expect(lines[0].split(',').slice(0, 2)).toEqual(['catalogNumber', 'scientificName']);
    expect(lines[1].split(',')[0]).toBe('QFA000001');
    await dialog.getByRole('radio', { name: /Darwin Core Archive/ }).check();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await dialog.getByRole('link', { name: /zip/ }).waitFor();
    expect((await taken()).subarray(0, 2).toString()).toBe('PK');
  });

  it('keeps a search under a name, and shares it with others', async () => {
    await open();
    await goTo('/specimens?family=Salicaceae&sort=catalogNumber', '280 specimens');
    await page.getByRole('button', { name: 'Saved searches' }).click();
    await page.fill('#saved-name', 'Willows');
    await page.getByRole('checkbox', { name: 'Everybody who may search sees it' }).check();
    await page.getByRole('button', { name: 'Save this search' }).click();
    await page.locator('dialog li').getByText('shared').waitFor();
    await page.context().close();
    await open({ language: 'fr' }, house.viewer);
    await page.goto(`${house.url}/specimens`);
    await page.getByRole('button', { name: 'Recherches enregistrées' }).click();
    await page.getByText('Odile Marchand').waitFor();
    await page.getByRole('button', { name: 'Willows' }).click();
    await total('280 spécimens');
    expect(new URL(page.url()).searchParams.get('sort')).toBe('catalogNumber');
  });
});

/** Waits until what moves by itself stands still: the map comes nearer by steps until all that was found is in it. */
async function atRest(locator) {
  const places = () => locator.evaluateAll((all) => all.map((one) => one.getAttribute('style')).join());
  for (let before; ;) {
    const now = await places();
    if (now === before) return;
    before = now;
    await locator.page().waitForTimeout(700);
  }
}
