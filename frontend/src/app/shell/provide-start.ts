import { DOCUMENT, type EnvironmentProviders, inject, provideAppInitializer } from '@angular/core';
import { Session } from '../ledger-client/session';
import { Found } from '../specimens/search/found';
import { Words } from '../words/words';
import { firstNeeds } from './first-needs';

/** So long, in milliseconds, the first page waits for its answers; after that it is drawn, and says that it waits. */
const PATIENCE = 400;

/**
 * The app starts once the reader's language is here, and, unless that takes long, who is signed in and what the first page
 * shows: a page that is drawn once is there sooner than one that is drawn empty first.
 */
export function provideStart(): EnvironmentProviders {
  return provideAppInitializer(async () => {
    const [document, words, session, found] = [inject(DOCUMENT), inject(Words), inject(Session), inject(Found)];
    const { isSignedIn, texts, search } = firstNeeds(document);
    const started = words.start();
    if (isSignedIn) {
      const answers = [session.known(), ...texts.map((part) => words.fetchAhead(part)), search && found.begin(search)];
      await Promise.race([Promise.allSettled(answers), new Promise((done) => setTimeout(done, PATIENCE))]);
    }
    await started;
  });
}
