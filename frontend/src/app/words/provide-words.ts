import { type EnvironmentProviders, inject, isDevMode, provideAppInitializer, type Provider } from '@angular/core';
import { provideTransloco } from '@jsverse/transloco';
import { TextLoader } from './loader';
import { Words } from './words';

/** Texts in English and French; the app starts once the reader's language is here. */
export function provideWords(): (Provider | EnvironmentProviders)[] {
  return [
    provideTransloco({
      config: {
        availableLangs: ['en', 'fr'],
        defaultLang: 'en',
        fallbackLang: 'en',
        reRenderOnLangChange: false,
        prodMode: !isDevMode(),
      },
      loader: TextLoader,
    }),
    provideAppInitializer(() => inject(Words).start()),
  ];
}
