/**
 * `npm run campaign -- web-import [--file PATH] [--new 83829] [--duplicate 163] [--shots FOLDER] [--json]`
 *
 * A curator's morning with a large archive, in a real browser on a real server with an empty ledger: the file is dropped on
 * the page, previewed, committed, watched while it runs, and its report read; then its specimens are searched. The figures
 * of preview and report must be those of the file, the progress must be live, and the page must show no error of its own.
 * Without --file it takes the archive of 83,992 rows from the shared data folder, and says so aloud when that is not there.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../bench/http-server.mjs';
import { hasBrowser, openBrowser, openPage } from '../e2e/browser.mjs';
import { signedIn } from '../e2e/seeded-server.mjs';

const ARCHIVE = 'archives/cncflora-83992-dwca.zip';
const PASSWORD = 'sphagnum under a birch';
const LONGEST_MILLISECONDS = 600_000;

/** Runs the campaign; gives the exit code. */
export async function run(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      file: { type: 'string', default: sharedFile() },
      new: { type: 'string', default: '83829' },
      duplicate: { type: 'string', default: '163' },
      shots: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!hasBrowser || !values.file || !existsSync(values.file)) {
    console.error(`SKIPPED: there is no ${hasBrowser ? `file ${values.file ?? ARCHIVE}` : 'browser'} here.`);
    return 0;
  }
  if (values.shots) mkdirSync(values.shots, { recursive: true });
  const expected = { new: Number(values.new), duplicate: Number(values.duplicate) };
  const server = await startServer();
  const browser = await openBrowser();
  try {
    const page = await openPage(browser);
    const report = await morning(server, page, { file: values.file, expected, shots: values.shots });
    const problems = [...report.problems, ...page.errors.map((error) => `The page says: ${error}`)];
    console.log(
      values.json ? JSON.stringify({ ok: problems.length === 0, ...report, problems }) : told(report, problems),
    );
    return problems.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await server.stop();
  }
}

function sharedFile() {
  const root = resolve(import.meta.dirname, '../..');
  const folders = [process.env.SHARED_DATA, join(root, '../shared/data'), join(root, '../../shared/data')];
  return folders.map((folder) => folder && join(folder, ARCHIVE)).find((file) => file && existsSync(file));
}

async function morning(server, page, { file, expected, shots }) {
  const problems = [];
  const seconds = {};
  let began = performance.now();
  const done = (step) => {
    seconds[step] = Math.round(performance.now() - began) / 1000;
    began = performance.now();
  };
  const shoot = (name) => shots && page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  const figures = async (when) => {
    for (const [name, wanted] of Object.entries(expected)) {
      const shown = Number((await page.locator(`app-counts-table .${name} dd`).innerText()).replace(/\D/g, ''));
      if (shown !== wanted) problems.push(`${when} says ${shown} ${name}, not ${wanted}`);
    }
  };
  await asCurator(server, page);
  await page.goto(`${server.url}/imports/new`);
  await page.waitForSelector('app-file-drop');
  began = performance.now();
  await drop(page, file);
  await page.waitForSelector('app-job-progress, app-preview-report', { timeout: LONGEST_MILLISECONDS });
  done('upload');
  await shoot('1-previewing');
  await page.waitForSelector('app-preview-report', { timeout: LONGEST_MILLISECONDS });
  done('preview');
  await figures('The preview');
  await shoot('2-preview');
  await page.locator('.commit button').click();
  began = performance.now();
  const progress = await watch(page, shoot);
  await page.waitForSelector('app-counts-table', { timeout: LONGEST_MILLISECONDS });
  done('commit');
  await figures('The report');
  await shoot('4-report');
  if (progress.length < 10) problems.push(`the progress was told ${progress.length} times only`);
  await page.locator('a[href*="importId"]').click();
  const wanted = expected.new.toLocaleString('en-GB');
  await page.waitForFunction((n) => document.querySelector('.total')?.textContent?.includes(n), wanted, {
    timeout: LONGEST_MILLISECONDS,
  });
  done('searchable');
  await shoot('5-specimens');
  return { seconds, progress: progress.length, serverPeakMB: server.peak(), problems };
}

async function asCurator({ url }, page) {
  const admin = await signedIn(url, 'admin', PASSWORD);
  const account = await admin('POST', '/accounts', {
    name: 'odile',
    displayName: 'Odile Marchand',
    password: PASSWORD,
  });
  await admin('POST', `/accounts/${account.id}/roles`, { role: 'curator', collectionId: '*' });
  await page.goto(`${url}/sign-in`);
  await page.fill('#name', 'odile');
  await page.fill('#password', PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/specimens/);
}

/** Drops a file of this machine on the page, as a person does who drags it there. */
async function drop(page, file) {
  await page.evaluate(() => {
    const hand = Object.assign(document.createElement('input'), { type: 'file', id: 'hand' });
    document.body.append(hand);
  });
  await page.setInputFiles('#hand', file);
  await page.evaluate(() => {
    const hand = document.querySelector('#hand');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(hand.files[0]);
    hand.remove();
    const target = document.querySelector('app-file-drop label');
    target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
}

/** What the page tells of the progress until the import has ended: each different text once. */
async function watch(page, shoot) {
  const texts = [];
  let shot = false;
  for (const until = performance.now() + LONGEST_MILLISECONDS; performance.now() < until;) {
    const text = await page
      .locator('app-job-progress')
      .innerText({ timeout: 500 })
      .catch(() => undefined);
    if (text !== undefined && text !== texts.at(-1)) texts.push(text);
    if (/^[1-9]\d,\d{3} /m.test(text ?? '') && !shot) {
      shot = true;
      await shoot('3-progress');
    }
    if (await page.locator('app-counts-table').isVisible()) return texts;
    await page.waitForTimeout(150);
  }
  await shoot('stuck');
  throw new Error(`The report did not come within ten minutes; the page said: ${texts.at(-1)}`);
}

function told({ seconds, progress, serverPeakMB }, problems) {
  return [
    ...Object.entries(seconds).map(([step, n]) => `${step}: ${n} s`),
    `The page told ${progress} steps of the progress; the server held ${serverPeakMB} MB at most.`,
    problems.length === 0 ? 'Preview, report and search agree with the file.' : problems.join('\n'),
  ].join('\n');
}
