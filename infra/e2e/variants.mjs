// The ways a page can be looked at, switched in place: each page is opened once.

/** Every language, by day and by night, wide and on a phone. */
export const VARIANTS = ['en', 'fr'].flatMap((language) =>
  ['light', 'dark'].flatMap((theme) => [1400, 390].map((width) => ({ language, theme, width }))),
);

/** Two of them that have each language, each theme and each width between them; others for each number. */
export function pairOf(at) {
  const first = VARIANTS[at % VARIANTS.length];
  const isOther = ({ language, theme, width }) =>
    language !== first.language && theme !== first.theme && width !== first.width;
  return [first, VARIANTS.find(isOther)];
}

export const named = ({ language, theme, width }) => `${language}, ${theme}, ${width} px`;

/** Shows the page so, with its dialog open if one is. */
export async function showAs(page, { language, theme, width, height = 900 }) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme });
  if ((await page.getAttribute('html', 'lang')) !== language) {
    // By script, since a dialog keeps the pointer from what is behind it.
    await page.evaluate(() => document.querySelector('app-top-bar .language').click());
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
  }
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
