import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { hasRedis } from '../testing/engine-server.mjs';
import { hasBrowser, openBrowser, openPage, signIn } from './browser.mjs';
import { startSeededServerOnThreeStores } from './seeded-server.mjs';
import { correct, findAndNarrow, identify, importAndTakeBack } from './stories.mjs';

jest.setTimeout(120_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so the browser tests on three stores do not run.');
if (!hasRedis)
  console.warn('SKIPPED: no redis-server on this machine, so the browser tests on three stores do not run.');

(hasBrowser && hasRedis ? describe : describe.skip)('The web app on EventStoreDB, MongoDB and Redis', () => {
  let house;
  let browser;
  let page;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServerOnThreeStores(), openBrowser()]);
    page = await openPage(browser);
    await signIn(page, house, house.curator);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });
  afterEach(() => expect(page.errors).toEqual([]));
  const openSpecimen = async (at) => {
    await page.goto(`${house.url}/specimens/${house.specimens[at]}`);
    await page.waitForSelector('app-history-timeline li');
  };

  it('keeps its ledger, views, vault and jobs there, and nothing in files of its own', async () => {
    const answer = await fetch(`${house.url}/health/ready`);
    const { stores } = await answer.json();
    expect({ status: answer.status, stores }).toEqual({
      status: 200,
      stores: { ledger: 'here', views: 'here', jobs: 'here', vault: 'here' },
    });
    const own = ['ledger.db', 'views', 'jobs.db', 'vault.db'].filter((name) => existsSync(join(house.data, name)));
    expect(own).toEqual([]);
  });

  it('finds specimens by words and narrows them', () => findAndNarrow(page));

  it('takes an identification, and the earlier opinion again', async () => {
    await openSpecimen(1);
    await identify(page);
  });

  it('corrects a value with a reason', async () => {
    await openSpecimen(0);
    await correct(page);
  });

  it('imports a file in the worker, and takes it back', () => importAndTakeBack(page, house));
});
