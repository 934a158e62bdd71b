// Every page and dialog in a made-up language: the French texts in brackets. What is not in brackets must come from the
// ledger, or be a name; anything else would be English in the French app.
import { jest } from '@jest/globals';
import { hasBrowser, openBrowser, openPage, signIn } from './browser.mjs';
import { CSV, roomsOf, walkThrough } from './rooms.mjs';
import { KEEPER, KEEPER_NAME, prepareScene } from './scene.mjs';
import { startSeededServer } from './seeded-server.mjs';
import { madeUp, TEXTS } from './texts.mjs';

jest.setTimeout(600_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so no page is read in a made-up language.');

/** The other language by its own name, names of formats and units, and what keys are called on every keyboard. */
const NAMES = 'english en utc utf csv json km tab esc'.split(' ');
/** Where the API says something in its own words or codes, which a page must not repeat as they are. */
const CODES =
  /^(status|state|type|code|kind|what|category|reason|issue|issues|role|via|phase|outcome|title|detail|message|sentence|errors|permissions|typeStatus|format|action|event|view)$/;
/** Whatever stands below these was written by somebody. */
const DATA = /^(terms|values|changes|samples|suggestion|collectionSuggestion)$/;

const wordsOf = (text) => text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];

/** The words of an answer that are data: its values, but those of codes, and the names that data have for themselves. */
function dataIn(answer, told, isData = false) {
  if (typeof answer === 'string') wordsOf(answer).forEach((word) => told.add(word));
  if (answer === null || typeof answer !== 'object') return;
  for (const [name, value] of Object.entries(answer)) {
    if (!isData && !Array.isArray(answer) && CODES.test(name)) continue;
    dataIn(value, told, isData || DATA.test(name));
  }
}

/** What can be read on the page or is told of it. A title may be the identifier of a term of Darwin Core. */
function readable(terms) {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest('script, style, [lang]:not(html), kbd, .initials')) found.push(node.textContent);
  for (const one of document.querySelectorAll('[title]')) if (!terms.includes(one.title)) found.push(one.title);
  for (const name of ['aria-label', 'placeholder', 'alt', 'aria-description', 'aria-valuetext', 'label'])
    for (const one of document.querySelectorAll(`[${name}]`)) found.push(one.getAttribute(name));
  return [document.title, ...found];
}

(hasBrowser ? describe : describe.skip)('In a made-up language', () => {
  let house;
  let browser;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  it('no page and no dialog says anything of its own', async () => {
    const rooms = roomsOf(house, await prepareScene(house));
    const page = await openPage(browser, { language: 'fr' });
    await page.route('**/i18n/**/*.json', async (route) => {
      const texts = Object.entries(await (await route.fetch()).json());
      await route.fulfill({ json: Object.fromEntries(texts.map(([key, text]) => [key, madeUp(text)])) });
    });
    const terms = Object.keys(TEXTS.fr).flatMap((key) => /^term\.(.+)/.exec(key)?.[1] ?? []);
    // The file that is imported, with the code that is proposed where it names no institution; what is typed; who looks.
    const told = new Set([...NAMES, ...wordsOf(KEEPER_NAME), ...wordsOf(CSV), 'unknown', 'ter']);
    for (let month = 0; month < 12; month++)
      for (const length of ['long', 'short'])
        wordsOf(new Intl.DateTimeFormat('fr', { month: length }).format(new Date(2026, month))).forEach((word) => told.add(word)); // prettier-ignore
    page.on('response', async (answer) => {
      const isData = answer.url().includes('/api/v1/') && answer.ok() && /json/.test(answer.headers()['content-type'] ?? ''); // prettier-ignore
      if (isData) dataIn(await answer.json().catch(() => undefined), told);
    });
    const plain = [];
    const look = async (name) => {
      await page.waitForTimeout(120);
      for (const text of new Set(await page.evaluate(readable, terms))) {
        const unknown = wordsOf(text.replace(/⟦[^⟧]*⟧/g, ' ')).filter((word) => !told.has(word));
        if (unknown.length > 0) plain.push(`${name}: “${text.trim().slice(0, 80)}”: ${unknown.join(', ')}`);
      }
    };
    for (const room of rooms.filter(({ isOutside }) => isOutside)) await walkThrough(page, house, room, look);
    await signIn(page, house, KEEPER);
    for (const room of rooms.filter(({ isOutside }) => !isOutside)) await walkThrough(page, house, room, look);
    expect(plain).toEqual([]);
    expect(page.errors).toEqual([]);
  });
});
