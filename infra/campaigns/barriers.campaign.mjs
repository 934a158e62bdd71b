/**
 * `npm run campaign -- barriers [--only WORDS] [--json]`
 *
 * axe on every page and every dialog of the web app, each in both languages, by day and by night, 1400 and 390 px wide:
 * eight times. What it finds is told with the page and the way it was looked at; nothing found is the goal. `--only` takes
 * the pages whose name holds these words.
 */
import { parseArgs } from 'node:util';
import { barriers, hasBrowser, openBrowser, openPage, signIn } from '../e2e/browser.mjs';
import { roomsOf, walkThrough } from '../e2e/rooms.mjs';
import { KEEPER, prepareScene } from '../e2e/scene.mjs';
import { startSeededServer } from '../e2e/seeded-server.mjs';
import { named, showAs, VARIANTS } from '../e2e/variants.mjs';

/** Runs the campaign; gives the exit code. */
export async function run(words) {
  const { values } = parseArgs({
    args: words,
    options: { only: { type: 'string', default: '' }, json: { type: 'boolean', default: false } },
  });
  if (!hasBrowser) {
    console.error('SKIPPED: there is no browser here.');
    return 0;
  }
  const [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
  try {
    const rooms = roomsOf(house, await prepareScene(house));
    const page = await openPage(browser);
    const chosen = rooms.filter(({ name }) => name.includes(values.only));
    const report = await walkAll(page, house, chosen, values.json ? () => {} : console.log);
    console.log(values.json ? JSON.stringify(report) : told(report));
    return report.found.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await house.stop();
  }
}

async function walkAll(page, house, rooms, say) {
  const report = { pages: 0, dialogs: 0, looks: 0, found: [] };
  let isIn = false;
  for (const room of rooms) {
    if (!room.isOutside && !isIn) {
      await signIn(page, house, KEEPER);
      isIn = true;
    }
    await walkThrough(page, house, room, async (name) => {
      const before = report.found.length;
      const isDialog = name !== room.name;
      for (const variant of VARIANTS) {
        await showAs(page, variant);
        for (const barrier of await barriers(page)) report.found.push(`${name} (${named(variant)}): ${barrier}`);
        report.looks++;
      }
      report[isDialog ? 'dialogs' : 'pages']++;
      const found = report.found.slice(before);
      say(`${name}: ${found.length === 0 ? 'nothing' : `${found.length} barriers\n  ${found.join('\n  ')}`}`);
    });
    report.found.push(...page.errors.splice(0).map((error) => `${room.name}: the page says ${error}`));
  }
  return report;
}

function told({ pages, dialogs, looks, found }) {
  return `${pages} pages and ${dialogs} dialogs, looked at ${looks} times in ${VARIANTS.length} ways: ${found.length} barriers.`;
}
