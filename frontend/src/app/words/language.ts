/** Languages the app speaks, each by its own name. */
export const LANGUAGES = { en: 'English', fr: 'Français' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT_AS = 'ledger.language';

/** The reader's language: the one kept, else the browser's, else English. */
export function readersLanguage({ localStorage, navigator }: Window): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'en' || kept === 'fr') return kept;
  return navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** Keeps a language for the next visit. */
export function keepLanguage({ localStorage }: Window, language: Language): void {
  localStorage.setItem(KEPT_AS, language);
}
