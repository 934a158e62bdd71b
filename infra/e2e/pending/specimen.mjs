// A curator's day with single records and with many: each story by keyboard alone, in English and in French.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { jest } from '@jest/globals';
import { hasBrowser, openBrowser, openPage, signIn } from '../browser.mjs';
import { signedIn, startSeededServer } from '../seeded-server.mjs';

jest.setTimeout(180_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the stories of specimens do not run.');

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
const MANY = 205;

(hasBrowser ? describe : describe.skip)('A curator', () => {
  let house;
  let browser;
  let page;
  let odile;
  let count = 0;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
    odile = await signedIn(house.url, 'odile', house.password);
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

  const open = async (language, how = {}) => {
    page = await openPage(browser, { language, ...how });
    await signIn(page, house, house.curator);
  };
  const say = (language, key, params = {}) =>
    texts[language][key].replace(/\{\{(\w+)\}\}/g, (_, name) => params[name] ?? '');
  /** A sheet of its own, entered by somebody else. */
  const sheet = async (more = {}) => {
    const { id } = await house.jean('POST', '/specimens', {
      collectionId: house.collectionId,
      terms: {
        catalogNumber: `MT0005${String(++count).padStart(4, '0')}`,
        recordedBy: 'Marie-Victorin',
        recordNumber: '20111',
        eventDate: '1923-06-14',
        country: 'Canada',
        locality: 'Oka, bord du lac',
        ...more,
      },
      identification: {
        terms: { scientificName: 'Carex umbellata', family: 'Cyperaceae' },
        identifiedBy: ['L. Raymond'],
      },
    });
    return id;
  };
  const openRecord = async (id) => {
    await page.goto(`${house.url}/specimens/${id}`);
    await page.waitForSelector('app-history-timeline li');
  };
  const correctElsewhere = async (id, was, now) => {
    const { revision } = await house.jean('GET', `/specimens/${id}`);
    const changes = [{ term: 'locality', was, now }];
    const headers = { 'If-Match': `"${revision}"` };
    await house.jean('POST', `/specimens/${id}/corrections`, { changes, reason: 'typing-error' }, headers);
  };
  /** Opens the form of the locality by keyboard and writes what it should be. */
  const writeLocality = async (language, text) => {
    const name = say(language, 'correct.term', { term: await termName('locality', language) });
    await tabTo(page, `(active) => active.getAttribute('aria-label') === ${JSON.stringify(name)}`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] #correct-locality');
    await tabTo(page, `(active) => active.id === 'correct-locality'`);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
    await tabTo(page, `(active) => active.id === 'correct-reason'`);
    await page.keyboard.press('ArrowDown');
  };
  const termName = async (term, language) => texts[language][`term.${term}`] ?? 'Locality';
  const submit = async () => {
    await tabTo(page, `(active) => active.matches('dialog button[type=submit]')`);
    await page.keyboard.press('Enter');
  };

  describe.each(['en', 'fr'])('by keyboard alone (%s)', (language) => {
    it('sees why an identification changed and who did it', async () => {
      const id = await sheet();
      await odile('POST', `/specimens/${id}/identifications`, {
        terms: { scientificName: 'Carex rugosperma Mack.', family: 'Cyperaceae' },
        identifiedBy: ['A. A. Reznicek'],
        basedOn: 'perigynia under the lens',
        accept: true,
      });
      await open(language);
      await openRecord(id);
      const accepted = await page.locator('app-opinions li.accepted').innerText();
      for (const part of ['Carex rugosperma', 'Carex umbellata', 'perigynia under the lens', 'Odile Marchand'])
        expect(accepted).toContain(part);
      await tabTo(page, `(active) => active.matches('.kinds button')`);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.kinds button[aria-pressed=true]');
      const told = page.locator('app-history-timeline li');
      expect(await told.count()).toBe(3);
      expect(await told.first().innerText()).toContain('Odile Marchand');
      expect(await told.first().locator('del').innerText()).toBe('Carex umbellata');
      // As it was when Jean had entered it and nobody had looked again.
      await tabTo(page, `(active) => active.matches('app-history-timeline li:last-of-type .moments a')`);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: say(language, 'past.now') }).waitFor();
      await page.locator('h1', { hasText: 'Carex umbellata' }).waitFor();
      expect(new URL(page.url()).searchParams.get('revision')).toBe('1');
      await tabTo(
        page,
        `(active) => active.textContent.trim() === ${JSON.stringify(say(language, 'history.compare'))}`,
      );
      await page.keyboard.press('Enter');
      await page.locator('ins', { hasText: 'Carex rugosperma' }).first().waitFor();
      expect(await page.locator('del', { hasText: 'Carex umbellata' }).first().innerText()).toContain('L. Raymond');
    });

    it('corrects a locality with a reason', async () => {
      const id = await sheet();
      await open(language);
      await openRecord(id);
      await writeLocality(language, 'Oka, rive nord du lac');
      await tabTo(page, `(active) => active.id === 'correct-note'`);
      await page.keyboard.type('Lu à la loupe.');
      await submit();
      const entry = page.locator('app-history-timeline li').first();
      await entry.getByText('Lu à la loupe.').waitFor();
      expect(await entry.locator('del').innerText()).toBe('Oka, bord du lac');
      expect(await entry.locator('ins').innerText()).toBe('Oka, rive nord du lac');
      expect(await entry.innerText()).toContain(say(language, 'reason.typing-error'));
    });

    it('edits a term that somebody else edits at the same time, and loses nothing', async () => {
      const id = await sheet();
      await open(language);
      await openRecord(id);
      await writeLocality(language, 'Oka, calvaire');
      await correctElsewhere(id, 'Oka, bord du lac', 'Oka, lac des Deux-Montagnes');
      await submit();
      await page.getByText(say(language, 'stale.title')).first().waitFor();
      const panel = await page.locator('app-stale-panel').innerText();
      for (const part of ['Jean Dupont', 'Oka, bord du lac', 'Oka, lac des Deux-Montagnes', 'Oka, calvaire'])
        expect(panel).toContain(part);
      const mine = JSON.stringify(say(language, 'stale.applyMine'));
      await tabTo(page, `(active) => active.textContent.trim() === ${mine}`);
      await page.keyboard.press('Enter');
      await page.locator('app-fact-sheet').getByText('Oka, calvaire').waitFor();
      expect(await page.locator('app-unfinished-bar p').count()).toBe(0);
    });

    it('identifies 200 selected sheets at once and takes it back', async () => {
      const genus = language === 'en' ? 'Solidago' : 'Aster';
      const ids = await manySheets(genus);
      await open(language);
      const kept = JSON.stringify({ ids: ids.slice(0, 200) });
      const { account } = await odile('GET', '/session');
      await page.evaluate(
        ([name, selection]) => sessionStorage.setItem(name, selection),
        [`ledger.selection.${account.id}`, kept],
      );
      await page.goto(`${house.url}/specimens/bulk/identify`);
      await page.waitForSelector('#identify-name');
      await tabTo(page, `(active) => active.id === 'identify-name'`);
      await page.keyboard.type(`${genus} novus`);
      await press(language, 'bulk.look');
      await page.locator('.counts strong').first().waitFor();
      expect(await page.locator('.counts strong').allInnerTexts()).toEqual(['200', '0', '0']);
      await tabTo(page, `(active) => active.matches('app-bulk-run section .acts button')`);
      await page.keyboard.press('Enter');
      await page.waitForURL(/bulk\/acts\//);
      await press(language, 'bulk.undo');
      await press(language, 'bulk.undoSend');
      await page.getByText(say(language, 'bulk.undone.other', { n: '200' })).waitFor();
      const { position } = await odile('GET', '/ledger/head');
      const asked = `scientificName=${genus}%20novus&count=true&atLeast=${position}`;
      expect((await odile('GET', `/specimens?${asked}`)).total).toBe(0);
    });
  });

  it('loses nothing typed when the session ends, the network is cut, or the server is killed', async () => {
    const id = await sheet();
    await open('en');
    await openRecord(id);
    await page.getByRole('button', { name: 'Add identification' }).click();
    await page.fill('#identify-name', 'Carex tonsa');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Record identification' }).click();
    await page.getByText(say('en', 'draft.kept')).waitFor();
    await page.context().setOffline(false);
    const startAgain = await house.kill();
    await page.getByRole('button', { name: 'Record identification' }).click();
    await page.getByText(say('en', 'draft.kept')).waitFor();
    await startAgain();
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Record identification' }).click();
    await page.waitForSelector('#password');
    await page.fill('#name', house.curator);
    await page.fill('#password', house.password);
    await page.keyboard.press('Enter');
    await page.locator('app-unfinished-bar').getByRole('button', { name: 'Go on' }).click();
    expect(await page.inputValue('#identify-name')).toBe('Carex tonsa');
    await page.getByRole('button', { name: 'Record identification' }).click();
    await page.getByRole('heading', { level: 1, name: /Carex tonsa/ }).waitFor();
    expect(await page.locator('app-unfinished-bar p').count()).toBe(0);
    expect(await page.locator('app-opinions li').count()).toBe(2);
  });

  it('georeferences by a click, measures, releases, strikes through and reinstates', async () => {
    const id = await sheet({ decimalLatitude: '45.47', decimalLongitude: '-74.09' });
    await open('en');
    await openRecord(id);
    await page.getByRole('button', { name: 'Georeference', exact: true }).click();
    await page.locator('dialog app-locator-map svg[role=application]').click({ position: { x: 200, y: 150 } });
    expect(Number(await page.inputValue('#georeference-decimalLatitude'))).toBeGreaterThan(30);
    await page.fill('#georeference-coordinateUncertaintyInMeters', '1500');
    await page.getByRole('button', { name: 'Record georeference' }).click();
    await page.locator('figcaption', { hasText: '± 1,500 m' }).waitFor();
    await page.getByRole('button', { name: 'Add measurements' }).click();
    await page.fill('#measurementType-0', 'leaf length');
    await page.fill('#measurementValue-0', '42');
    await page.getByRole('button', { name: 'Record measurements' }).click();
    await page.getByRole('cell', { name: 'leaf length' }).waitFor();
    await page.getByRole('button', { name: 'Make public' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Make public' }).click();
    await page.locator('app-label-card').getByText('Public', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Strike the record through' }).click();
    await page.fill('#void-duplicate', 'MT00010001');
    await page.selectOption('#void-reason', 'duplicate-record');
    await page.locator('dialog').getByRole('button', { name: 'Strike through' }).click();
    await page.getByRole('link', { name: 'See the record it repeats' }).waitFor();
    await page.getByRole('button', { name: 'Reinstate the record' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Reinstate', exact: true }).click();
    await page.getByRole('button', { name: 'Strike the record through' }).waitFor();
  });

  it('enters sheet after sheet by keyboard, with what is kept of the last', async () => {
    await open('en');
    await page.goto(`${house.url}/specimens/new`);
    await page.waitForSelector('#new-catalogNumber');
    await page.focus('#new-catalogNumber');
    await page.keyboard.type('MT00090001');
    await tabTo(page, `(active) => active.id === 'new-recordedBy'`);
    await page.keyboard.type('Jacques Rousseau');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'MT00090001' }).waitFor();
    expect(await page.inputValue('#new-recordedBy')).toBe('Jacques Rousseau');
    expect(await page.inputValue('#new-catalogNumber')).toBe('');
    await page.keyboard.type('MT00090002');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'MT00090002' }).waitFor();
  });

  /** Sheets of a genus, of which a bulk act takes 200. */
  async function manySheets(genus) {
    const ids = [];
    for (let at = 0; at < MANY; at += 20)
      ids.push(
        ...(await Promise.all(
          Array.from({ length: Math.min(20, MANY - at) }, (_, index) =>
            house
              .jean('POST', '/specimens', {
                collectionId: house.collectionId,
                terms: { catalogNumber: `${genus}${at + index}`, country: 'Canada' },
                identification: { terms: { scientificName: `${genus} vetus`, genus } },
              })
              .then(({ id }) => id),
          ),
        )),
      );
    return ids;
  }

  async function press(language, key) {
    const wanted = JSON.stringify(say(language, key));
    await page.locator('button:enabled').getByText(say(language, key), { exact: true }).first().waitFor();
    await tabTo(page, `(active) => active.matches('button') && active.textContent.trim() === ${wanted}`);
    await page.keyboard.press('Enter');
  }
});

/** Presses Tab until the focus is on what fits; fails after a hundred and twenty steps. */
async function tabTo(page, fits) {
  for (let step = 0; step < 120; step++) {
    if (await page.evaluate(`(${fits})(document.activeElement)`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached what fits ${fits}`);
}
