// A real browser for the tests: Debian's chromium, driven without any download.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** The axe that `@axe-core/playwright` brings. */
const axe = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))('axe-core');
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Whether there is a browser on this machine. */
export const hasBrowser = existsSync(CHROMIUM);

export function openBrowser() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}

/** A page of its own, in a language, by day or by night, wide or narrow; `pixels` of the screen to one of CSS. Errors on the page fail the test that reads `errors`. */
export async function openPage(
  browser,
  { language = 'en', dark = false, width = 1400, height = 900, tour = false, cookies, pixels = 1 } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: pixels,
    colorScheme: dark ? 'dark' : 'light',
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  if (cookies) await context.addCookies(cookies);
  // The first-visit tour stands beside every page until it is closed for good.
  if (!tour) await context.addInitScript(() => localStorage.setItem('ledger.tour', 'seen'));
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A refused request (401 before signing in, 412 when stale) is an answer, not an error of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  return Object.assign(page, { errors });
}

/** Signs in by the form. */
export async function signIn(page, { url, password }, name) {
  await page.goto(`${url}/sign-in`);
  await page.fill('#name', name);
  await page.fill('#password', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.total:not(:empty)');
}

const doors = new WeakMap();

/** A page of somebody who is signed in, not yet anywhere; the form is filled in once per house and name. */
export async function openSignedIn(browser, house, name, how = {}) {
  const open = doors.get(house) ?? new Map();
  doors.set(house, open);
  if (!open.has(name)) {
    const page = await openPage(browser);
    await signIn(page, house, name);
    open.set(name, await page.context().cookies());
    await page.context().close();
  }
  return openPage(browser, { ...how, cookies: open.get(name) });
}

/** Ends the session of a page on the server, as its time or an administrator does. */
export async function endSession(page, { url }) {
  const cookies = await page.context().cookies();
  const { status } = await fetch(`${url}/api/v1/session`, {
    method: 'DELETE',
    headers: {
      Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      'X-XSRF-TOKEN': cookies.find(({ name }) => name === 'XSRF-TOKEN').value,
    },
  });
  if (status !== 204) throw new Error(`The session could not be ended: ${status}.`);
}

/** What stands in the way of people with disabilities on this page, by WCAG 2.2 A and AA: `rule: selector`. `part` looks at that only. */
export async function barriers(page, part = 'html') {
  // Brought into a page once, which its own loader does each time; there are no frames to go into.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    ([tags, part]) =>
      globalThis.axe.run(part, { runOnly: tags, resultTypes: ['violations'], preload: false, iframes: false }),
    [STANDARD, part],
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
  );
}

/** Presses Tab until the focus is on what fits; fails after so many steps. */
export async function tabTo(page, fits, steps = 80) {
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`(${fits})(document.activeElement)`)) return;
  }
  throw new Error(`Tab never reached what fits ${fits}`);
}
