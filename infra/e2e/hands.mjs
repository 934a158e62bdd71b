// A story is told once and lived three times: by mouse in each language, and by keyboard alone in the one with longer words.
import { TEXTS } from './texts.mjs';

const MOST_STEPS = 400;

/** Every way in which a story is lived, for `describe.each` and `it.each`. */
export const WAYS = [
  { language: 'en', by: 'mouse' },
  { language: 'fr', by: 'mouse' },
  { language: 'fr', by: 'keyboard' },
];

/** What the app says in a language, by the keys of its texts: `{ say, count, number, term }`. */
export function wordsOf(language) {
  const texts = TEXTS[language];
  const number = (n) => new Intl.NumberFormat(language).format(n);
  const say = (key, params = {}) => {
    if (texts[key] === undefined) throw new Error(`No text says ${key} in ${language}.`);
    return texts[key].replace(/\{\{(\w+)\}\}/g, (_, name) => params[name] ?? '');
  };
  const count = (key, n, params = {}) => {
    const form = new Intl.PluralRules(language).select(n) === 'one' ? 'one' : 'other';
    return say(`${key}.${form}`, { ...params, n: number(n) });
  };
  const term = (name) => texts[`term.${name}`] ?? apart(name);
  return { say, count, number, term };
}

/** What a term without a text of its own is called. */
function apart(name) {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** What fits a text wherever it stands, with any kind of space: numbers are written with narrow ones in French. */
export function spaced(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s'));
}

/** The hand that works a page: `{ press, write, choose, open }`, each on a locator. `open` is for a field of files. */
export function handOn(page, by) {
  return by === 'keyboard' ? keyboardOn(page) : mouse;
}

const mouse = {
  press: (locator) => locator.click(),
  // The field itself is hidden beneath its label, as it is for everybody.
  open: (locator) => locator.locator('xpath=ancestor::label').click(),
  write: (locator, text) => locator.fill(text),
  choose: (locator, label) => locator.selectOption({ label }).then(() => undefined),
};

/** Only keys: Tab and Shift+Tab to get there, then what a keyboard does there. */
function keyboardOn(page) {
  const press = async (locator) => {
    await reach(page, locator);
    const ticks = await locator.evaluate((one) => one.matches('input[type=checkbox], input[type=radio], summary'));
    await page.keyboard.press(ticks ? 'Space' : 'Enter');
  };
  const open = async (locator) => {
    await reach(page, locator);
    await page.keyboard.press('Space');
  };
  const write = async (locator, text) => {
    await reach(page, locator);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  };
  const choose = async (locator, label) => {
    await reach(page, locator);
    const chosen = () => locator.evaluate((one) => one.selectedOptions[0]?.label.trim());
    // A list jumps to what begins as typed; letters with accents are not on every keyboard, the arrows are.
    await page.keyboard.type(/^[\x20-\x7e]*/.exec(label)[0]);
    const options = await locator.evaluate((one) => [...one.options].map((option) => option.label.trim()));
    for (let step = 0; (await chosen()) !== label && step < options.length; step++)
      await page.keyboard.press(options.indexOf(await chosen()) < options.indexOf(label) ? 'ArrowDown' : 'ArrowUp');
    if ((await chosen()) !== label) throw new Error(`No key chooses “${label}” among ${options.join(', ')}.`);
  };
  return { press, write, choose, open };
}

/** Goes to an element by Tab, the shorter way; fails when Tab does not get there. */
export async function reach(page, locator) {
  await locator.waitFor({ state: 'attached' });
  for (let steps = 0; steps < MOST_STEPS;) {
    const [where, stops] = await locator.evaluate(wayTo);
    if (where === 'here') return;
    // Looking after every step takes longer than the steps; half of the way is surely not too far.
    const stride = Math.max(1, Math.floor(stops / 2));
    for (let step = 0; step < stride; step++) await page.keyboard.press(where === 'back' ? 'Shift+Tab' : 'Tab');
    steps += stride;
  }
  throw new Error(`Tab never reached ${locator}.`);
}

/** In the page: in which direction an element lies from where the focus is, and about how many stops of Tab away. */
function wayTo(wanted) {
  const here = document.activeElement;
  if (here === wanted) return ['here', 0];
  const isBehind = here !== document.body && wanted.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
  const room = wanted.closest('dialog') ?? document;
  const stops = [...room.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
    (one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility(),
  );
  const distance = Math.abs(stops.indexOf(wanted) - Math.max(stops.indexOf(here), 0));
  return [isBehind ? 'back' : 'on', distance];
}

/** Waits until a field holds that text: what an act does to it is drawn a moment after the act. */
export async function holds(page, field, text) {
  await page.waitForFunction(([selector, wanted]) => document.querySelector(selector)?.value === wanted, [field, text]);
}
