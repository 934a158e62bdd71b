import { addressOf } from '../ledger-client/address';
import { firstAsked } from '../specimens/search/first-asked';
import { readState, type SearchState } from '../specimens/search/search-state';

/** What the page at an address needs before it can show anything. */
export interface FirstNeeds {
  /** Whether somebody is signed in, as far as the browser can tell. */
  readonly isSignedIn: boolean;
  /** Parts of the texts, as in `withTexts`. */
  readonly texts: readonly string[];
  /** Addresses of the API, for those who are signed in. */
  readonly asked: readonly string[];
  /** Scripts that the page has for itself, by their addresses. */
  readonly code: readonly string[];
  /** The search, where the page is one. */
  readonly search?: SearchState;
}

/** Known from the address alone, before any of the app has run. */
export function firstNeeds(document: Document): FirstNeeds {
  const { page, ...needs } = needsAt(document.location);
  // Who is signed in has this cookie, which the app sends back with each change.
  const isSignedIn = document.cookie.includes('XSRF-TOKEN=');
  return { isSignedIn, code: page ? codeOf(page, document) : [], ...needs };
}

/** As the build has written it into the first document; a server for development has not. */
function codeOf(page: string, document: Document): readonly string[] {
  const told = document.getElementById('page-code')?.textContent;
  return told ? ((JSON.parse(told) as Readonly<Record<string, readonly string[]>>)[page] ?? []) : [];
}

type Needs = Omit<FirstNeeds, 'isSignedIn' | 'code'> & { readonly page?: string };

function needsAt({ pathname, search }: Location): Needs {
  if (pathname === '/specimens') {
    const params = new URLSearchParams(search);
    const state = readState({
      keys: [...new Set(params.keys())],
      get: (name) => params.get(name),
      getAll: (name) => params.getAll(name),
    });
    return { texts: ['search'], asked: [...firstAsked(state), addressOf('/collections')], search: state };
  }
  const id = /^\/specimens\/([\da-f-]{36})$/.exec(pathname)?.[1];
  if (id !== undefined) {
    const asked = search === '' ? [`/specimens/${id}/history`, `/specimens/${id}`].map((path) => addressOf(path)) : [];
    return { texts: ['specimens', 'terms'], asked, page: 'SpecimenPage' };
  }
  return { texts: [], asked: [] };
}
