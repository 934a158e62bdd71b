// Every page of the app and every dialog on it, for whatever walks through all of them. Opened by what buttons say in any
// language, so that a walk may switch the language while a dialog is open.
import { correctElsewhere } from './scene.mjs';
import { buttonSaying } from './texts.mjs';

/** The file that is previewed. */
export const CSV = [
  'catalogNumber,scientificName,family,recordedBy,eventDate,country,locality,decimalLatitude,substrate',
  'MT00080001,Trillium grandiflorum (Michx.) Salisb.,Melanthiaceae,Jacques Rousseau,1931-05-20,Canada,Oka,145.2,humus',
  'MT00080002,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932-02-31,Acadie,Rigaud,45.5,humus',
  'MT00080002,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932-02-31,Acadie,Rigaud,45.5,humus',
].join('\n');

/** Opens what a button leads to. */
const by = (key) => async (page) => buttonSaying(page, key).click();
const at = (selector) => async (page) => page.locator(selector).first().click();

const SEARCH_DIALOGS = {
  'advanced query': by('query.open'),
  'saved searches': by('saved.open'),
  export: by('export.open'),
  'keyboard shortcuts': async (page) => {
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('?');
  },
  filters: async (page) => {
    await page.setViewportSize({ width: 390, height: 900 });
    await page.locator('.open-filters').click();
  },
};
const RECORD_DIALOGS = {
  identify: by('identify.open'),
  correct: by('correct.term'),
  withdraw: by('opinion.withdrawName'),
  'nomenclatural update': by('opinion.renameName'),
  verify: by('opinion.verifyName'),
  georeference: by('do.georeference'),
  'attach media': by('do.media'),
  measure: by('do.measure'),
  release: by('do.release'),
  void: by('do.void'),
  'as on the label': by('issues.confirmIssue'),
  'detach media': by('do.detach.name'),
  'media viewer': by('viewer.open'),
};

/**
 * The pages for a scene: each with its name, address, what shows that it is ready, what is done on it before it is looked
 * at (`begin`), and how its dialogs are opened. `isOutside`: nobody is signed in there.
 */
export function roomsOf(house, scene) {
  const select = (page) =>
    page.evaluate(
      async (ids) => {
        const { account } = await fetch('/api/v1/session').then((answer) => answer.json());
        sessionStorage.setItem(`ledger.selection.${account.id}`, JSON.stringify({ ids }));
      },
      scene.many.slice(0, 20),
    );
  return [
    { name: 'sign in', address: '/sign-in', ready: '#name', isOutside: true },
    { name: 'search', address: '/specimens', ready: 'app-result-row', dialogs: SEARCH_DIALOGS },
    {
      name: 'account menu',
      address: '/account',
      ready: '#token-label',
      begin: async (page) => {
        await page.locator('app-top-bar .account').click();
        await page.waitForSelector('[role=menu]');
      },
    },
    {
      name: 'first steps',
      address: '/account',
      ready: '#token-days',
      begin: async (page) => {
        await page.locator('app-top-bar .account').click();
        await page.getByRole('menuitem').nth(4).click();
        await page.waitForSelector('app-tour aside');
      },
    },
    {
      name: 'table',
      address: '/specimens?view=table&where={"or":[{"family":"Salicaceae"},{"year.from":"1930"}]}',
      ready: 'app-result-table .row',
      begin: async (page) => page.locator('app-result-table .row input').first().check(),
      dialogs: {
        columns: by('table.columns'),
        'export of the selected': async (page) => page.locator('app-selection-bar .acts button').first().click(),
      },
    },
    { name: 'cards', address: '/specimens?view=cards', ready: 'app-result-card' },
    { name: 'map', address: '/specimens?view=map', ready: '.cluster' },
    { name: 'nothing found', address: '/specimens?q=nowhere+to+be+found', ready: '.empty' },
    ...recordRooms(house, scene),
    { name: 'new specimen', address: '/specimens/new', ready: '#new-catalogNumber', begin: at('app-determination-fields summary') }, // prettier-ignore
    {
      name: 'identify many',
      address: '/specimens/bulk/identify',
      ready: '#identify-name',
      before: select,
      begin: async (page) => {
        await page.fill('#identify-name', 'Salix glauca L.');
        await buttonSaying(page, 'bulk.look').click();
        await page.waitForSelector('#preview-title');
      },
    },
    { name: 'correct many', address: '/specimens/bulk/correct', ready: '#bulk-term', before: select },
    { name: 'an act on many', address: `/specimens/bulk/acts/${scene.bulkId}`, ready: '.card button' },
    ...deskRooms(scene),
  ];
}

function recordRooms(house, { rich, voided, released, disputed }) {
  const ready = 'app-history-timeline li';
  return [
    { name: 'specimen', address: `/specimens/${rich}`, ready, dialogs: RECORD_DIALOGS },
    { name: 'voided specimen', address: `/specimens/${voided}`, ready, dialogs: { reinstate: by('do.reinstate') } },
    { name: 'released specimen', address: `/specimens/${released}`, ready, dialogs: { withhold: by('do.withhold') } },
    {
      name: 'disputed specimen',
      address: `/specimens/${disputed}`,
      ready,
      dialogs: {
        'somebody was quicker': async (page) => {
          await page
            .getByRole('button', { name: /localit/i })
            .first()
            .click();
          const field = page.locator('dialog[open] #correct-locality');
          await field.fill(`${await field.inputValue()} ter`);
          await page.locator('dialog[open] #correct-reason').selectOption('misread-label');
          await correctElsewhere(house, disputed);
          await page.locator('dialog[open] button[type=submit]').click();
          await page.waitForSelector('app-stale-panel');
        },
      },
    },
    { name: 'something unfinished', address: `/specimens/${disputed}`, ready: 'app-unfinished-bar p' },
    { name: 'specimen as it was', address: `/specimens/${rich}?revision=1`, ready: '.past' },
    { name: 'two moments compared', address: `/specimens/${rich}/compare?from=1&to=4`, ready: 'td' },
    { name: 'no such specimen', address: `/specimens/${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`, ready: 'app-problem-note' }, // prettier-ignore
  ];
}

function deskRooms({ importId }) {
  const lines = '.lines[aria-busy=false]';
  return [
    { name: 'imports', address: '/imports', ready: 'td' },
    { name: 'new import', address: '/imports/new', ready: 'app-file-drop' },
    {
      name: 'preview of an import',
      address: '/imports/new',
      ready: 'app-file-drop',
      begin: async (page) => {
        const file = { name: 'rousseau.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
        await page.locator('input[type=file]').setInputFiles(file);
        await page.waitForSelector('app-counts-table');
        for (const kind of await page.locator('app-problem-kind summary').all()) await kind.click();
      },
    },
    { name: 'import', address: `/imports/${importId}`, ready: 'app-counts-table', dialogs: { undo: by('imports.undo') } }, // prettier-ignore
    {
      name: 'collections',
      address: '/collections',
      ready: 'app-collection-card .total',
      begin: async (page) => {
        for (const table of await page.locator('app-collection-card summary').all()) await table.click();
      },
    },
    { name: 'audit', address: '/audit', ready: 'app-audit-line' },
    { name: 'corrections', address: '/audit/corrections', ready: lines },
    { name: 'own work', address: '/audit/own-work', ready: lines },
    { name: 'activity', address: '/audit/activity', ready: 'tbody tr' },
    {
      name: 'accounts',
      address: '/accounts',
      ready: 'tbody tr',
      dialogs: {
        register: by('accounts.register'),
        'grant a role': by('accounts.grantTo'),
        'withdraw a role': by('accounts.withdrawOne'),
        'close an account': by('accounts.closeOne'),
      },
    },
    { name: 'security log', address: '/security-log', ready: 'tbody tr' },
    {
      name: 'account',
      address: '/account',
      ready: '#token-label',
      dialogs: {
        'new token': async (page) => {
          await page.fill('#token-label', 'Export de nuit');
          await buttonSaying(page, 'account.tokenMake').click();
        },
        'revoke a token': by('account.tokenRevokeOne'),
      },
    },
    { name: 'no such page', address: '/nowhere', ready: 'h1' },
  ];
}

/**
 * Walks through one room: looks at the page, and at each dialog once it is open. `wide` is the width that dialogs are
 * opened at, in CSS pixels.
 */
export async function walkThrough(page, { url }, room, look, wide = 1400) {
  await room.before?.(page);
  await page.goto(url + room.address);
  await page.waitForSelector(room.ready);
  await room.begin?.(page);
  await look(room.name);
  for (const [name, open] of Object.entries(room.dialogs ?? {})) {
    await page.setViewportSize({ width: wide, height: 900 });
    await open(page);
    await page.waitForSelector('dialog[open]');
    await look(`${room.name}: ${name}`);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog', { state: 'detached' });
  }
}
