import { type EnvironmentProviders, inject, provideAppInitializer } from '@angular/core';
import { Words } from './words';

/** Texts in English and French; the app starts once the reader's language is here. */
export function provideWords(): EnvironmentProviders {
  return provideAppInitializer(() => inject(Words).start());
}
