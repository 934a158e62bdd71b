// Nothing stands in anybody's way: axe on every page and dialog, and nothing cut off where there is little room. Each page
// is looked at in both languages, by day and by night, wide and narrow; all eight combinations are those of
// `npm run campaign -- barriers`.
import { jest } from '@jest/globals';
import { barriers, hasBrowser, openBrowser, openPage, signIn } from './browser.mjs';
import { cutOff, moving } from './cut-off.mjs';
import { roomsOf, walkThrough } from './rooms.mjs';
import { KEEPER, prepareScene } from './scene.mjs';
import { startSeededServer } from './seeded-server.mjs';
import { named, pairOf, showAs } from './variants.mjs';

jest.setTimeout(600_000);
if (!hasBrowser) console.warn('SKIPPED: no chromium on this machine, so nothing looks for barriers.');

(hasBrowser ? describe : describe.skip)('Nothing stands in the way', () => {
  let house;
  let browser;
  let rooms;
  let page;

  beforeAll(async () => {
    [house, browser] = await Promise.all([startSeededServer(), openBrowser()]);
    rooms = roomsOf(house, await prepareScene(house));
    page = await openPage(browser, { pixels: 2 });
  });
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  /** Looks at each room for what stands in the way: `page (how): what`. */
  const found = async (chosen) => {
    const problems = [];
    for (const room of chosen) {
      const at = rooms.indexOf(room);
      const look = async (name) => {
        // A page is seen in two ways that have all there is between them, a dialog in one.
        const isDialog = name !== room.name;
        for (const variant of isDialog ? [pairOf(name.length)[0]] : pairOf(at)) {
          await showAs(page, variant);
          for (const barrier of await barriers(page, isDialog ? 'dialog' : 'html'))
            problems.push(`${name} (${named(variant)}): ${barrier}`);
        }
        await showAs(page, { language: 'fr', theme: 'light', width: 320 });
        for (const what of [...(await cutOff(page)), ...(await moving(page))])
          problems.push(`${name} (320 px): ${what}`);
        // A window of 1400 by 900, enlarged twice: half as many CSS pixels, each of two by two.
        await showAs(page, { language: 'fr', theme: 'light', width: 700, height: 450 });
        for (const what of await cutOff(page)) problems.push(`${name} (200 %): ${what}`);
      };
      await walkThrough(page, house, room, look).catch((error) => {
        throw new Error(`${room.name}: ${error.message}`, { cause: error });
      });
    }
    return [...problems, ...page.errors.splice(0)];
  };

  it('before anybody has signed in', async () => {
    expect(await found(rooms.filter(({ isOutside }) => isOutside))).toEqual([]);
    await signIn(page, house, KEEPER);
  });

  it.each([
    ['where specimens are searched', /^\/specimens(\?|$)/],
    ['where a specimen is read and changed', /^\/specimens\/[0-9a-f-]{36}/],
    ['where specimens are entered, and many changed at once', /^\/specimens\/(new|bulk)/],
    ['at the desk', /^\/(?!specimens|sign-in)/],
  ])('%s', async (_where, addresses) => {
    const chosen = rooms.filter(({ address }) => addresses.test(address));
    expect(chosen.length).toBeGreaterThan(3);
    expect(await found(chosen)).toEqual([]);
  });
});
