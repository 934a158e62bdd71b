import type { Language } from './language';

const BETWEEN: Readonly<Record<Language, string>> = { en: ',', fr: '\u202f' };

/** A whole number as its language writes it. The browser's own formatter takes longer to make than to draw a list. */
export function wholeNumber(n: number, language: Language): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, BETWEEN[language]);
}

/** Whether a language speaks of so many in the singular; `n` is a whole number, not negative. */
export function isSingular(n: number, language: Language): boolean {
  return n === 1 || (n === 0 && language === 'fr');
}
