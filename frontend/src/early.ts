import { addressOf } from './app/ledger-client/address';
import { firstAsked } from './app/specimens/search/first-asked';
import { readState } from './app/specimens/search/search-state';
import { readersLanguage } from './app/words/language';

/**
 * Runs before the app, whose code takes longer to read than the server to answer: asks for the texts and for
 * what the page will ask for. The browser hands the answers over when the app asks under the same addresses.
 */
interface Wanted {
  /** Parts of the texts, as in `withTexts`. */
  readonly texts: readonly string[];
  /** Addresses of the API, for those who are signed in. */
  readonly asked: readonly string[];
}

function wantedAt({ pathname, search }: Location): Wanted {
  if (pathname === '/specimens') {
    const params = new URLSearchParams(search);
    const state = readState({
      keys: [...new Set(params.keys())],
      get: (name) => params.get(name),
      getAll: (name) => params.getAll(name),
    });
    return { texts: ['search'], asked: [...firstAsked(state), addressOf('/collections')] };
  }
  const id = /^\/specimens\/([\da-f-]{36})$/.exec(pathname)?.[1];
  if (id !== undefined) {
    const asked = search === '' ? [`/specimens/${id}/history`, `/specimens/${id}`].map((path) => addressOf(path)) : [];
    return { texts: ['specimens', 'terms'], asked };
  }
  return { texts: [], asked: [] };
}

function ask(address: string): void {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: address });
  document.head.append(link);
}

const language = readersLanguage(window);
const { texts, asked } = wantedAt(location);
ask(`/i18n/${language}.json`);
// Who is signed in has this cookie, which the app sends back with each change.
if (document.cookie.includes('XSRF-TOKEN=')) {
  for (const part of texts) ask(`/i18n/${part}/${language}.json`);
  for (const address of [addressOf('/session'), ...asked]) ask(address);
}
