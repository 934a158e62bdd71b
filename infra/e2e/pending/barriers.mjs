// What stands in anybody's way: axe on every page and form, what is cut off at 320 px, and text that is in no language.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { jest } from '@jest/globals';
import { barriers, hasBrowser, openBrowser, openPage, signIn } from '../browser.mjs';
import { bringFlora } from '../flora.mjs';
import { startSeededServer } from '../seeded-server.mjs';

jest.setTimeout(180_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so nothing looks for barriers.');

const texts = Object.fromEntries(
  ['en', 'fr'].map((language) => [
    language,
    Object.assign(
      {},
      ...['', 'specimens/'].map((section) =>
        JSON.parse(
          readFileSync(
            resolve(import.meta.dirname, `../../../frontend/public/i18n/${section}${language}.json`),
            'utf8',
          ),
        ),
      ),
    ),
  ]),
);

(hasBrowser ? describe : describe.skip)('Nothing stands in the way', () => {
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
  const say = (language, key) => texts[language][key];

  const PAGES = [
    ['/specimens', 'app-result-row'],
    ['/imports', 'table, .empty'],
    ['/imports/new', 'app-file-drop'],
    ['/collections', 'app-collection-card .total'],
    ['/audit', 'app-audit-line'],
    ['/audit/corrections', '.lines[aria-busy=false]'],
    ['/audit/own-work', '.lines[aria-busy=false]'],
    ['/audit/activity', 'tbody tr'],
    ['/accounts', 'tbody tr'],
    ['/security-log', 'tbody tr'],
    ['/account', '#token-label'],
    ['/nowhere', 'h1'],
  ];
  const walk = async (look, addresses) => {
    for (const [address, ready] of addresses) {
      await page.goto(house.url + address);
      await page.waitForSelector(ready);
      await look(address);
    }
  };
  const asAdmin = () => [...PAGES, [`/specimens/${house.specimens[0]}`, 'app-history-timeline li']];

  it.each([
    { language: 'en', width: 1400 },
    { language: 'fr', width: 390 },
  ])('has no barriers by day and by night on any page ($language, $width px)', async (how) => {
    page = await openPage(browser, how);
    await signIn(page, house, 'admin');
    const found = [];
    await walk(async (address) => {
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const barrier of await barriers(page)) found.push(`${address} ${colorScheme}: ${barrier}`);
      }
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push(`${address}: wide`);
    }, asAdmin());
    await page.goto(`${house.url}/accounts`);
    for (const open of ['button.plain-button[aria-label]', '.page-head button']) {
      await page.locator(open).first().click();
      await page.waitForSelector('dialog[open]');
      found.push(...(await barriers(page)));
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
    }
    expect(found).toEqual([]);
  });

  it('cuts nothing off at 320 CSS pixels, which is 200 % zoom on a small screen', async () => {
    page = await openPage(browser, { width: 320, height: 640, language: 'fr' });
    await signIn(page, house, 'admin');
    const cut = [];
    await walk(async (address) => {
      const wide = await page.evaluate(() => {
        const scrolls = (element) =>
          element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
        return [...document.querySelectorAll('body *')]
          .filter(
            (one) =>
              one.getBoundingClientRect().right > innerWidth + 1 &&
              !scrolls(one.parentElement === document.body ? null : one.parentElement),
          )
          .slice(0, 3)
          .map((one) => `${one.tagName} ${one.className}`);
      });
      const whole = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
      if (!whole) cut.push(`${address}: ${wide.join(', ')}`);
    }, asAdmin());
    expect(cut).toEqual([]);
  });

  it('says nothing that is not in the texts: every page in a made-up language', async () => {
    page = await openPage(browser);
    await page.route('**/i18n/**/*.json', async (route) => {
      const answer = await route.fetch();
      const texts = Object.entries(await answer.json());
      // Text between the brackets was translated; what is filled in comes from the ledger.
      const made = texts.map(([key, text]) => [key, `⟦${text.replace(/\{\{\w+\}\}/g, '⟧$&⟦')}⟧`]);
      await route.fulfill({ json: Object.fromEntries(made) });
    });
    const told = new Set('utc csv json en fr tab esc'.split(' '));
    const learn = (text) =>
      text
        .toLowerCase()
        .match(/\p{L}{2,}/gu)
        ?.forEach((word) => told.add(word));
    page.on('response', async (answer) => {
      if (/\/api\/v1\//.test(answer.url()) && !answer.url().includes('/events'))
        learn(await answer.text().catch(() => ''));
    });
    for (let month = 0; month < 12; month++)
      learn(new Intl.DateTimeFormat('en', { month: 'long', weekday: 'long' }).format(new Date(2026, month, month + 1)) + ' ' + new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(new Date(2026, month, 1))); // prettier-ignore
    learn('AM PM Français English Sept');
    await page.goto(`${house.url}/sign-in`);
    await page.waitForSelector('#name');
    const plain = [];
    const look = async (address) => {
      await page.waitForTimeout(150);
      const texts = await page.evaluate(() => {
        const found = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode())
          if (!node.parentElement.closest('script, style, datalist, code')) found.push(node.textContent);
        for (const one of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
          for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(one.getAttribute(name) ?? '');
        return found;
      });
      for (const text of texts) {
        const words = text.replace(/⟦[^⟧]*⟧/g, ' ').toLowerCase().match(/\p{L}{2,}/gu) ?? []; // prettier-ignore
        const unknown = words.filter((word) => !told.has(word));
        if (unknown.length > 0) plain.push(`${address}: ${text.trim().slice(0, 80)}`);
      }
    };
    await look('/sign-in');
    await page.fill('#name', 'admin');
    await page.fill('#password', house.password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.total:not(:empty)');
    await walk(look, asAdmin());
    expect(plain).toEqual([]);
  });

  it.each([
    { language: 'en', dark: false, width: 1400 },
    { language: 'fr', dark: true, width: 390 },
  ])('meets no barrier on the pages and forms of specimens ($language, dark: $dark, $width px)', async (how) => {
    page = await openPage(browser, how);
    await signIn(page, house, house.curator);
    const { id } = await house.jean('POST', '/specimens', {
      collectionId: house.collectionId,
      terms: {
        catalogNumber: `MT0005${how.width}`,
        country: 'Acadie',
        decimalLatitude: '45.47',
        decimalLongitude: '-74.09',
      },
      identification: {
        terms: { scientificName: 'Carex umbellata', family: 'Cyperaceae' },
        identifiedBy: ['L. Raymond'],
      },
    });
    await page.goto(`${house.url}/specimens/${id}`);
    await page.waitForSelector('app-history-timeline li');
    const found = await barriers(page);
    for (const key of ['do.georeference', 'do.media', 'do.measure', 'do.void']) {
      await page.getByRole('button', { name: say(how.language, key), exact: true }).click();
      await page.waitForSelector('dialog[open] form');
      found.push(...(await barriers(page)));
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
    }
    for (const [address, ready] of [
      [`/specimens/${id}?revision=0`, '.past'],
      [`/specimens/${id}/compare`, 'table'],
      ['/specimens/new', '#new-catalogNumber'],
      ['/specimens/bulk/identify', '#identify-name'],
      ['/specimens/bulk/correct', '#bulk-term'],
    ]) {
      await page.goto(house.url + address);
      await page.waitForSelector(ready);
      found.push(...(await barriers(page)));
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > how.width) found.push(`${address} is ${width} px wide`);
    }
    expect(found).toEqual([]);
  });

  it.each([
    { language: 'en', dark: false, width: 1400 },
    { language: 'fr', dark: true, width: 390 },
  ])('has no barriers in any view or dialog ($language, dark: $dark, $width px)', async (how) => {
    page = await openPage(browser, how);
    await signIn(page, house, house.curator);
    const found = [];
    for (const [view, ready] of [
      ['list', 'app-result-row'],
      ['table', 'app-result-table .row'],
      ['cards', 'app-result-card'],
      ['map', '.cluster'],
    ]) {
      await page.goto(`${house.url}/specimens?view=${view}&family=Asteraceae`);
      await page.waitForSelector(ready);
      found.push(...(await barriers(page)));
      expect([view, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)]).toEqual([
        view,
        true,
      ]);
    }
    await page.goto(`${house.url}/specimens?view=table&where={"or":[{"family":"Salicaceae"},{"year.from":"1930"}]}`);
    await page.waitForSelector('app-result-table .row');
    await page.locator('app-result-table .row input').first().check();
    const buttons = page.locator('.head > .plain-button');
    for (let at = 0; at < (await buttons.count()); at++) {
      await buttons.nth(at).click();
      await page.waitForSelector('dialog[open]');
      found.push(...(await barriers(page)));
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog', { state: 'detached' });
    }
    expect(found).toEqual([]);
  });
});
