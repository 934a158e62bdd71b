import { addressOf } from './app/ledger-client/address';
import { firstNeeds } from './app/shell/first-needs';
import { readersLanguage } from './app/words/language';

/**
 * Runs before the app, whose code takes longer to read than the server to answer: asks for the texts and for
 * what the page will ask for. The browser hands the answers over when the app asks under the same addresses.
 */
function ask(address: string): void {
  link({ rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: address });
}

function link(attributes: Partial<HTMLLinkElement>): void {
  document.head.append(Object.assign(document.createElement('link'), attributes));
}

const language = readersLanguage(window);
const { texts, asked, code, isSignedIn } = firstNeeds(document);
ask(`/i18n/${language}.json`);
if (isSignedIn) {
  for (const script of code) link({ rel: 'modulepreload', href: script });
  for (const part of texts) ask(`/i18n/${part}/${language}.json`);
  for (const address of [addressOf('/session'), ...asked]) ask(address);
}
