// The texts of the app as files, and how a test finds what says one of them in whatever language the page speaks.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../frontend/public/i18n');

function textsIn(language) {
  const files = readdirSync(FOLDER, { recursive: true }).filter((name) => name.split(/[/\\]/).pop() === `${language}.json`); // prettier-ignore
  return Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))));
}

/** Every text by language and key. */
export const TEXTS = { en: textsIn('en'), fr: textsIn('fr') };

/** A text as the made-up language says it: bracketed, but for what is filled in, which comes from the ledger. */
export const madeUp = (text) => `⟦${text.replace(/\{\{\w+\}\}/g, '⟧$&⟦')}⟧`;

/** What says this text in any language, whatever is filled in. */
export function saying(key) {
  const said = Object.values(TEXTS).map((texts) => texts[key]);
  if (!said.every(Boolean)) throw new Error(`There is no text ${key}.`);
  const plain = (text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\{\w+\}\}/g, '.*');
  return new RegExp(`^\\s*(?:${[...said, ...said.map(madeUp)].map(plain).join('|')})\\s*$`);
}

/** The first button that says this text, or is named by it. */
export const buttonSaying = (page, key) => page.getByRole('button', { name: saying(key) }).first();
