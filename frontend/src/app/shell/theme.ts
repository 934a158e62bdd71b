import { computed, DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

type Choice = 'light' | 'dark' | undefined;
const KEPT_AS = 'ledger.theme';

/** Light or dark: as the system says, until the reader chooses. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly document = inject(DOCUMENT);
  private readonly chosen = signal<Choice>(this.kept());
  private readonly systemIsDark = signal(this.query()?.matches ?? false);

  readonly isDark = computed(() => (this.chosen() ? this.chosen() === 'dark' : this.systemIsDark()));

  constructor() {
    this.query()?.addEventListener('change', (event) => this.systemIsDark.set(event.matches));
    effect(() => {
      this.document.documentElement.style.colorScheme = this.isDark() ? 'dark' : 'light';
    });
  }

  toggle(): void {
    const next = this.isDark() ? 'light' : 'dark';
    this.chosen.set(next);
    this.document.defaultView?.localStorage.setItem(KEPT_AS, next);
  }

  private query(): MediaQueryList | undefined {
    return this.document.defaultView?.matchMedia?.('(prefers-color-scheme: dark)');
  }

  private kept(): Choice {
    const kept = this.document.defaultView?.localStorage.getItem(KEPT_AS);
    return kept === 'light' || kept === 'dark' ? kept : undefined;
  }
}
