import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { keepLanguage, type Language, readersLanguage } from './language';
import { TextLoader, type Texts } from './loader';
import { isSingular, wholeNumber } from './whole-number';

/**
 * What the app says, in the language of the reader. All methods read the language's signal: templates and computed values
 * that call them follow when the language is switched.
 */
@Injectable({ providedIn: 'root' })
export class Words {
  private readonly document = inject(DOCUMENT);
  private readonly window = this.document.defaultView!;
  private readonly loader = inject(TextLoader);
  private readonly sections = new Set<string>();
  private readonly loaded = new Map<string, Promise<void>>();
  private readonly texts: Record<Language, Texts> = { en: {}, fr: {} };
  private readonly spoken = signal<Language>('en');
  // Made once per language, and not before they are needed: each takes its time, and a page asks hundreds of times.
  private readonly numbers = computed(() => new Intl.NumberFormat(this.spoken()));
  private readonly moments = computed(
    () => new Intl.DateTimeFormat(this.spoken(), { dateStyle: 'medium', timeStyle: 'short' }),
  );
  private readonly days = computed(() => new Intl.DateTimeFormat(this.spoken(), { dateStyle: 'medium' }));
  /** The language spoken now. */
  readonly language = this.spoken.asReadonly();

  /** Loads the reader's language before anything is shown: the one kept, else the browser's, else English. */
  start(): Promise<void> {
    return this.speak(readersLanguage(this.window));
  }

  /** Begins to load what a page will `need`; what cannot be had is asked for again then. */
  async fetchAhead(section: string): Promise<void> {
    await this.load(`${section}/${readersLanguage(this.window)}`).catch(() => undefined);
  }

  /** Switches the language, once its texts are here, and keeps it for the next visit. */
  async speak(language: Language): Promise<void> {
    await Promise.all([language, ...[...this.sections].map((section) => `${section}/${language}`)].map(this.load));
    this.document.documentElement.lang = language;
    this.spoken.set(language);
    keepLanguage(this.window, language);
  }

  /** Loads the texts of a part of the app (`i18n/{section}/{language}.json`), now and with each language spoken later. */
  async need(section: string): Promise<void> {
    this.sections.add(section);
    await this.load(`${section}/${this.spoken()}`);
  }

  /** The text of a key, with `{{name}}` filled in. */
  readonly say = (key: string, params?: Readonly<Record<string, unknown>>): string => {
    const text = this.texts[this.spoken()][key] ?? key;
    return params ? text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? '')) : text;
  };

  /** The text of a key when there is one in this language, else undefined. */
  readonly sayIfKnown = (key: string, params?: Readonly<Record<string, unknown>>): string | undefined => {
    return this.texts[this.spoken()][key] === undefined ? undefined : this.say(key, params);
  };

  /** `key.one` or `key.other` by the language's rules, with the number written the language's way as `{{n}}`. */
  readonly count = (key: string, n: number, params: Readonly<Record<string, unknown>> = {}): string => {
    const form = isSingular(n, this.spoken()) ? 'one' : 'other';
    return this.say(`${key}.${form}`, { ...params, n: this.number(n) });
  };

  /** What stands between a name and its value: a colon, in French with a space before it. */
  readonly colon = (): string => (this.spoken() === 'fr' ? '\u00a0:' : ':');

  /** A number in the language's way: 83,992 or 83 992. */
  readonly number = (n: number): string =>
    Number.isSafeInteger(n) ? wholeNumber(n, this.spoken()) : this.numbers().format(n);

  /** A share from 0 to 1 as a whole percentage. */
  readonly percent = (share: number): string =>
    new Intl.NumberFormat(this.spoken(), { style: 'percent', maximumFractionDigits: 0 }).format(share);

  /** A moment in the reader's own time zone. */
  readonly moment = (iso: string | number): string => this.moments().format(new Date(iso));

  /** A moment as the ledger keeps it, in UTC. */
  readonly utc = (iso: string | number): string =>
    `${new Intl.DateTimeFormat(this.spoken(), { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }).format(new Date(iso))} UTC`;

  /** A month, given as YYYY-MM: "Nov 2026". */
  readonly month = (name: string): string =>
    new Intl.DateTimeFormat(this.spoken(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${name}-01T00:00:00Z`),
    );

  /** A day in the reader's own time zone. */
  readonly day = (iso: string | number): string => this.days().format(new Date(iso));

  /** Names joined as the language does: "A, B and C". */
  readonly list = (items: readonly string[]): string =>
    new Intl.ListFormat(this.spoken(), { style: 'long', type: 'conjunction' }).format(items);

  /** Fetches a file of texts, `{language}` or `{section}/{language}`, once; one that could not be had is asked for again. */
  private readonly load = (name: string): Promise<void> => {
    const before = this.loaded.get(name);
    if (before) return before;
    const language = name.slice(-2) as Language;
    const loading = this.loader.texts(name).then((texts) => {
      this.texts[language] = { ...this.texts[language], ...texts };
    });
    this.loaded.set(name, loading);
    loading.catch(() => this.loaded.delete(name));
    return loading;
  };
}
