// `npm run screenshots`: the pictures of the README and of the tour, taken from a running demonstration (`npm run up`) into infra/docs/images.
// LEDGER_URL_WEB says where it answers; LEDGER_NAME and LEDGER_PASSWORD sign in where there is no demonstration.
import { mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasBrowser, openBrowser, openPage, signIn } from '../e2e/browser.mjs';

const url = process.env.LEDGER_URL_WEB ?? 'http://127.0.0.1:3000';
const folder = resolve(import.meta.dirname, '../docs/images');
const LARGEST = 300_000;

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

async function credentials(wanted) {
  const { LEDGER_NAME: name, LEDGER_PASSWORD: password } = process.env;
  if (name && password) return { name, password };
  const answer = await fetch(`${url}/api/v1/session`).catch(() => stop(`Nothing answers at ${url}: run "npm run up".`));
  const accounts = (await answer.json()).details?.demo?.accounts ?? [];
  return (
    accounts.find(({ role }) => role === wanted) ??
    stop(`${url} is no demonstration: set LEDGER_NAME and LEDGER_PASSWORD.`)
  );
}

if (!hasBrowser) stop('There is no chromium on this machine.');
const [curator, auditor] = [await credentials('curator'), await credentials('auditor')];
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();

async function picture(file, how, show, who = curator) {
  const page = await openPage(browser, how);
  await signIn(page, { url, password: who.password }, who.name);
  await page.waitForSelector('app-result-row');
  await show?.(page);
  await page.waitForTimeout(400);
  const path = `${folder}/${file}.png`;
  await page.screenshot({ path });
  await page.context().close();
  const { size } = statSync(path);
  console.log(`${file}.png  ${(size / 1000).toFixed(0)} kB`);
  if (size > LARGEST) process.exitCode = 1;
}

const openFirst = async (page) => {
  await page.locator('app-result-row a').first().click();
  await page.waitForSelector('app-history-timeline li');
};
const at = (address, ready) => async (page) => {
  await page.goto(url + address);
  await page.waitForSelector(ready);
};
const wide = { width: 1280, height: 820 };
await picture('search', wide);
await picture('specimen', wide, openFirst);
await picture('specimen-dark-fr', { ...wide, dark: true, language: 'fr' }, openFirst);
await picture('search-phone', { width: 390, height: 780 });
await picture('map', wide, at('/specimens?view=map', '.cluster'));
await picture('compare', wide, async (page) => {
  await openFirst(page);
  await page.locator('app-history-timeline .moments a[href*=compare]').last().click();
  await page.waitForSelector('app-compare-page td');
});
await picture('identify-many', wide, async (page) => {
  await page.goto(`${url}/specimens?view=table`);
  for (const row of [0, 1, 2, 3]) await page.locator('app-result-table .row input').nth(row).check();
  await page.locator('app-selection-bar a').first().click();
  await page.fill('#identify-name', 'Carex rugosperma Mack.');
  await page.locator('app-bulk-run .acts button').last().click();
  await page.waitForSelector('#preview-title');
  await page.locator('#preview-title').scrollIntoViewIfNeeded();
});
await picture('collections', wide, at('/collections', 'app-collection-card .total'));
await picture('import-preview', wide, async (page) => {
  await page.goto(`${url}/imports/new`);
  const rows = [
    'catalogNumber,scientificName,family,recordedBy,eventDate,country,locality,typeStatus',
    'TRY-1,Trillium grandiflorum (Michx.) Salisb.,Melanthiaceae,Jacques Rousseau,1931-05-20,Canada,Oka,NA',
    'TRY-2,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932,Canada,Rigaud,NA',
    'TRY-2,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932,Canada,Rigaud,NA',
  ];
  const buffer = Buffer.from(rows.join('\n'));
  await page.locator('input[type=file]').setInputFiles({ name: 'rousseau.csv', mimeType: 'text/csv', buffer });
  await page.waitForSelector('app-counts-table');
});
await picture('audit', wide, at('/audit/corrections', 'app-audit-line'), auditor);
await picture('activity-fr', { ...wide, language: 'fr' }, at('/audit/activity', 'tbody tr'), auditor);
await browser.close();
