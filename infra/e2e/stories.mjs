// What people do in the web app, to be told on any house that was seeded by `seeded-server.mjs`. Each begins signed in.
import { expect } from '@jest/globals';

const CSV = [
  'catalogNumber,scientificName,family,recordedBy,eventDate,country,locality,typeStatus',
  'MT00020001,Trillium grandiflorum (Michx.) Salisb.,Melanthiaceae,Jacques Rousseau,1931-05-20,Canada,Oka,NA',
  'MT00020002,Trillium erectum L.,Melanthiaceae,Jacques Rousseau,1931-05,Canada,Oka,NA',
  'MT00020003,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932,Canada,Rigaud,holotype',
  'MT00020003,Caltha palustris L.,Ranunculaceae,Jacques Rousseau,1932,Canada,Rigaud,holotype',
].join('\n');

/** Finds by words, narrows by a facet, opens one, and comes back by the browser's own way. From any page, five specimens. */
export async function findAndNarrow(page) {
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
}

/** On the page of Carex umbellata: records a new opinion that is accepted, then accepts the earlier one again. */
export async function identify(page) {
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
}

/** On the page of the first specimen: corrects its locality with a reason; the history tells both values. */
export async function correct(page) {
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
}

/** Brings a small file: preview, import, what it did, its specimens; then takes it back. */
export async function importAndTakeBack(page, house) {
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
}
