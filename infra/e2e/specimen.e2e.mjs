// A curator's day with single records and with many: each story in English and in French, by mouse and by keyboard alone.
import { jest } from '@jest/globals';
import { endSession, hasBrowser, openBrowser, openPage, openSignedIn, signIn } from './browser.mjs';
import { bringSheets } from './flora.mjs';
import { handOn, holds, WAYS, wordsOf } from './hands.mjs';
import { signedIn, startSeededServer } from './seeded-server.mjs';

jest.setTimeout(180_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the stories of specimens do not run.');

const MANY = 205;
/** Asters, all but five of Canada. */
const asters = () =>
  [
    'catalogNumber,scientificName,family,recordedBy,eventDate,country',
    ...Array.from(
      { length: MANY },
      (_, at) => `ASTER${100 + at},Aster vetus L.,Asteraceae,Ernest Rouleau,1932-08,${at < 5 ? 'France' : 'Canada'}`,
    ),
  ].join('\n');

(hasBrowser ? describe : describe.skip)('A curator', () => {
  let house;
  let browser;
  let page;
  let odile;
  let count = 0;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
    odile = await signedIn(house.url, 'odile', house.password);
    await bringSheets(house, 'asters.csv', asters());
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

  const open = async (how = {}) => {
    page = await openSignedIn(browser, house, house.curator, how);
    return handOn(page, how.by);
  };
  /** A sheet of its own, entered by somebody else. */
  const sheet = async (more = {}) => {
    const { id, position } = await house.jean('POST', '/specimens', {
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
    await house.jean('GET', `/specimens/${id}?atLeast=${position}`);
    return id;
  };
  const openRecord = async (id) => {
    await page.goto(`${house.url}/specimens/${id}`);
    await page.waitForSelector('app-history-timeline li');
  };
  const button = (name, within = page) => within.getByRole('button', { name, exact: true });
  const dialog = () => page.locator('dialog[open]');
  const total = (words, n) =>
    page.locator('.total').getByText(words.count('search.total', n), { exact: true }).waitFor();
  const newest = () => page.locator('app-history-timeline li').first();
  const unfinished = () => page.locator('app-unfinished-bar p');
  const correctElsewhere = async (id, was, now) => {
    const { revision } = await house.jean('GET', `/specimens/${id}`);
    const changes = [{ term: 'locality', was, now }];
    const headers = { 'If-Match': `"${revision}"` };
    await house.jean('POST', `/specimens/${id}/corrections`, { changes, reason: 'typing-error' }, headers);
  };
  /** Opens the form of the locality and writes what it should be, with the reason. */
  const writeLocality = async (hand, words, text, note) => {
    await hand.press(button(words.say('correct.term', { term: words.term('locality') })));
    await hand.write(page.locator('#correct-locality'), text);
    await hand.choose(page.locator('#correct-reason'), words.say('reason.typing-error'));
    if (note) await hand.write(page.locator('#correct-note'), note);
  };

  describe.each(WAYS)('in $language by $by', (how) => {
    const words = wordsOf(how.language);
    const { say } = words;

    it('sees why an identification changed and who did it', async () => {
      const id = await sheet();
      const { position } = await odile('POST', `/specimens/${id}/identifications`, {
        terms: { scientificName: 'Carex rugosperma Mack.', family: 'Cyperaceae' },
        identifiedBy: ['A. A. Reznicek'],
        basedOn: 'perigynia under the lens',
        accept: true,
      });
      for (const path of [`/specimens/${id}`, `/specimens/${id}/history`])
        await odile('GET', `${path}?atLeast=${position}`);
      const hand = await open(how);
      await openRecord(id);
      const accepted = await page.locator('app-opinions li.accepted').innerText();
      for (const part of ['Carex rugosperma', 'Carex umbellata', 'perigynia under the lens', 'Odile Marchand'])
        expect(accepted).toContain(part);
      await hand.press(page.locator('.kinds').getByRole('button', { name: say('history.kind.identification') }));
      await page.waitForSelector('.kinds button[aria-pressed=true]');
      expect(await page.locator('app-history-timeline li').count()).toBe(3);
      expect(await newest().innerText()).toContain('Odile Marchand');
      expect(await newest().locator('del').innerText()).toBe('Carex umbellata');
      // As it was when Jean had entered it and nobody had looked again.
      await hand.press(page.locator('app-history-timeline li').last().locator('.moments a').first());
      await page.getByRole('link', { name: say('past.now') }).waitFor();
      await page.locator('h1', { hasText: 'Carex umbellata' }).waitFor();
      expect(new URL(page.url()).searchParams.get('revision')).toBe('1');
      await hand.press(page.locator('.past').getByRole('link', { name: say('history.compare') }));
      await page.waitForURL(/\/compare\?/);
      await page.locator('ins', { hasText: 'Carex rugosperma' }).first().waitFor();
      expect(await page.locator('del', { hasText: 'Carex umbellata' }).first().innerText()).toContain('L. Raymond');
    });

    it('corrects a locality with a reason', async () => {
      const id = await sheet();
      const hand = await open(how);
      await openRecord(id);
      await writeLocality(hand, words, 'Oka, rive nord du lac', 'Lu à la loupe.');
      await hand.press(button(say('correct.send'), dialog()));
      await newest().getByText('Lu à la loupe.').waitFor();
      expect(await newest().locator('del').innerText()).toBe('Oka, bord du lac');
      expect(await newest().locator('ins').innerText()).toBe('Oka, rive nord du lac');
      expect(await newest().innerText()).toContain(say('reason.typing-error'));
    });

    it('edits a term that somebody else edits at the same time, and loses nothing', async () => {
      const id = await sheet();
      const hand = await open(how);
      await openRecord(id);
      await writeLocality(hand, words, 'Oka, calvaire', 'Vu sur place.');
      await correctElsewhere(id, 'Oka, bord du lac', 'Oka, lac des Deux-Montagnes');
      await hand.press(button(say('correct.send'), dialog()));
      await page.getByText(say('stale.title')).first().waitFor();
      const panel = await page.locator('app-stale-panel').innerText();
      for (const part of ['Jean Dupont', 'Oka, bord du lac', 'Oka, lac des Deux-Montagnes', 'Oka, calvaire'])
        expect(panel).toContain(part);
      await hand.press(button(say('stale.applyMine')));
      await page.locator('app-fact-sheet').getByText('Oka, calvaire').waitFor();
      await newest().getByText('Vu sur place.').waitFor();
      expect(await unfinished().count()).toBe(0);
    });

    it('identifies 200 selected sheets at once and takes it back', async () => {
      const hand = await open(how);
      await page.goto(`${house.url}/specimens?q=aster+vetus`);
      await total(words, MANY);
      await hand.press(page.locator('aside').getByRole('checkbox', { name: /^Canada/ }));
      await total(words, 200);
      await hand.press(page.locator('app-result-row input').first());
      await hand.press(button(words.count('selection.all', 200)));
      await hand.press(page.getByRole('link', { name: say('selection.identify') }));
      await page.getByText(words.count('bulk.found', 200)).waitFor();
      await hand.write(page.locator('#identify-name'), 'Aster novi-belgii L.');
      await hand.press(button(say('bulk.look')));
      await page.locator('.counts strong').first().waitFor();
      expect(await page.locator('.counts strong').allInnerTexts()).toEqual(['200', '0', '0']);
      await hand.press(button(words.count('bulk.send', 200)));
      await page.waitForURL(/bulk\/acts\//);
      await hand.press(button(say('bulk.undo')));
      await hand.press(button(say('bulk.undoSend')));
      await page.getByText(words.count('bulk.undone', 200)).waitFor();
      const { position } = await odile('GET', '/ledger/head');
      const asked = `scientificName=${encodeURIComponent('Aster novi-belgii L.')}&count=true&atLeast=${position}`;
      expect((await odile('GET', `/specimens?${asked}`)).total).toBe(0);
    });

    it('loses nothing typed when the network is cut, the server killed and the session ended', async () => {
      const id = await sheet();
      page = await openPage(browser, how);
      await signIn(page, house, house.curator);
      const hand = handOn(page, how.by);
      const send = () => hand.press(button(say('identify.send'), dialog()));
      await openRecord(id);
      await hand.press(button(say('identify.open')));
      await hand.write(page.locator('#identify-name'), 'Carex tonsa');
      await page.context().setOffline(true);
      await page.getByText(say('shell.offline')).waitFor();
      await send();
      await page.getByText(say('problem.UNREACHABLE')).waitFor();
      await page.getByText(say('draft.kept')).waitFor();
      await page.context().setOffline(false);
      await page.getByText(say('shell.offline')).waitFor({ state: 'detached' });
      const startAgain = await house.kill();
      try {
        await send();
        await page.getByText(say('problem.UNREACHABLE')).waitFor();
        await page.getByText(say('draft.kept')).waitFor();
      } finally {
        await startAgain();
      }
      await endSession(page, house);
      await send();
      await page.waitForSelector('#password');
      await page.getByText(say('signIn.ended')).waitFor();
      await hand.write(page.locator('#name'), house.curator);
      await hand.write(page.locator('#password'), house.password);
      await page.keyboard.press('Enter');
      await hand.press(button(say('draft.goOn'), unfinished()));
      await holds(page, '#identify-name', 'Carex tonsa');
      await send();
      await page.getByRole('heading', { level: 1, name: /Carex tonsa/ }).waitFor();
      expect(await unfinished().count()).toBe(0);
      expect(await page.locator('app-opinions li').count()).toBe(2);
    });
  });

  /** Forms that take a while to fill in: how each is begun, sent, found again, and what shows that it is in the ledger. */
  const FORMS = {
    'a new specimen': {
      begin: async () => {
        await page.goto(`${house.url}/specimens/new`);
        await page.fill('#new-catalogNumber', 'MT00080001');
        await page.fill('#new-locality', 'Oka, calvaire');
      },
      field: '#new-locality',
      kept: 'Oka, calvaire',
      send: () => button('Enter the specimen').click(),
      recorded: () => page.getByRole('link', { name: 'MT00080001' }).waitFor(),
    },
    'a place clicked on the map': {
      begin: async () => {
        await openRecord(await sheet());
        await button('Georeference').click();
        await page.locator('dialog app-locator-map svg[role=application]').click({ position: { x: 200, y: 150 } });
        await page.fill('#georeference-georeferenceRemarks', 'By the old map');
      },
      field: '#georeference-georeferenceRemarks',
      kept: 'By the old map',
      send: () => button('Record georeference').click(),
      goOn: () => button('Go on', unfinished()).click(),
      recorded: () => newest().getByText('By the old map').waitFor({ state: 'attached' }),
    },
    'one determination for many': {
      begin: async () => {
        await select('aster vetus');
        await page.getByRole('link', { name: 'Identify…' }).click();
        await page.fill('#identify-name', 'Aster cordifolius L.');
      },
      field: '#identify-name',
      kept: 'Aster cordifolius L.',
      send: () => button('Show what would change').click(),
      recorded: () => carriedOut(),
    },
    'one correction for many': {
      begin: async () => {
        await select('aster vetus');
        await page.getByRole('link', { name: 'Correct…' }).click();
        await page.selectOption('#bulk-term', 'country');
        await page.selectOption('#bulk-where', 'any');
        await page.fill('#bulk-now', 'Acadie');
        await page.selectOption('#bulk-reason', 'typing-error');
      },
      field: '#bulk-now',
      kept: 'Acadie',
      send: () => button('Show what would change').click(),
      recorded: () => carriedOut(),
    },
  };
  /** Selects the first two that are found. */
  const select = async (words) => {
    await page.goto(`${house.url}/specimens?q=${encodeURIComponent(words)}`);
    for (const at of [0, 1]) await page.locator('app-result-row input').nth(at).check();
  };
  const carriedOut = async () => {
    await button('Change 2 specimens').click();
    await page.waitForURL(/bulk\/acts\//);
  };

  it.each(Object.keys(FORMS))(
    'keeps what is typed in the form for %s, whatever happens to network, server and session',
    async (name) => {
      const { begin, field, kept, send, goOn, recorded } = FORMS[name];
      page = await openPage(browser);
      await signIn(page, house, house.curator);
      await begin();
      const isKept = async () => {
        await page.getByText('The server does not answer').waitFor();
        await page.getByText('What you typed is kept in this browser').waitFor();
        await holds(page, field, kept);
      };
      await page.context().setOffline(true);
      await send();
      await isKept();
      await page.context().setOffline(false);
      const startAgain = await house.kill();
      try {
        await send();
        await isKept();
      } finally {
        await startAgain();
      }
      await endSession(page, house);
      await send();
      await page.getByText('Your session has ended').waitFor();
      await page.fill('#name', house.curator);
      await page.fill('#password', house.password);
      await page.keyboard.press('Enter');
      await goOn?.();
      await page.waitForSelector(field);
      await holds(page, field, kept);
      await send();
      await recorded();
    },
  );

  it('georeferences by a click, measures, releases, strikes through and reinstates', async () => {
    const id = await sheet({ decimalLatitude: '45.47', decimalLongitude: '-74.09' });
    await open();
    await openRecord(id);
    await page.getByRole('button', { name: 'Georeference', exact: true }).click();
    await page.locator('dialog app-locator-map svg[role=application]').click({ position: { x: 200, y: 150 } });
    // What a click sets is drawn a moment later.
    await page.waitForFunction(() => Number(document.querySelector('#georeference-decimalLatitude').value) > 30);
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
    const { write } = await open({ by: 'keyboard' });
    await page.goto(`${house.url}/specimens/new`);
    await write(page.locator('#new-catalogNumber'), 'MT00090001');
    await write(page.locator('#new-recordedBy'), 'Jacques Rousseau');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'MT00090001' }).waitFor();
    await holds(page, '#new-recordedBy', 'Jacques Rousseau');
    await holds(page, '#new-catalogNumber', '');
    await page.keyboard.type('MT00090002');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('link', { name: 'MT00090002' }).waitFor();
  });
});
