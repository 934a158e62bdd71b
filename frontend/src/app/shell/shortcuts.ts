import { DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { isAlone } from '../ui/keys';

/** Keys, as they are printed on the list, and the text that says what they do. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly text: string }[] = [
  { keys: ['/'], text: 'shortcut.search' },
  { keys: ['s'], text: 'shortcut.selection' },
  { keys: ['?'], text: 'shortcut.list' },
  { keys: ['g', 's'], text: 'shortcut.specimens' },
  { keys: ['g', 'i'], text: 'shortcut.imports' },
  { keys: ['g', 'c'], text: 'shortcut.collections' },
  { keys: ['g', 'a'], text: 'shortcut.audit' },
  { keys: ['Esc'], text: 'shortcut.close' },
  { keys: ['Tab'], text: 'shortcut.tab' },
];

const PAGES: Readonly<Record<string, string>> = { s: '/specimens', i: '/imports', c: '/collections', a: '/audit' };
const KEPT_AS = 'ledger.shortcuts';
const PATIENCE = 1_500;

/** Keys that act on every page, outside fields. Those of a single character can be switched off (WCAG 2.1.4). */
@Injectable({ providedIn: 'root' })
export class Shortcuts {
  private readonly router = inject(Router);
  private readonly window = inject(DOCUMENT).defaultView;
  readonly isListed = signal(false);
  readonly areOn = signal(this.window?.localStorage.getItem(KEPT_AS) !== 'off');
  /** When `g` was pressed last; milliseconds since the page was opened. */
  private wentAt = -PATIENCE;

  constructor() {
    this.window?.addEventListener('keydown', (event) => this.press(event));
  }

  switch(on: boolean): void {
    this.areOn.set(on);
    this.window?.localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
  }

  /** Whether a single key may act: they are on, it is pressed alone, and nobody is typing. */
  mayAct(event: KeyboardEvent): boolean {
    return this.areOn() && isAlone(event) && !isTyping(event.target);
  }

  private press(event: KeyboardEvent): void {
    if (!this.mayAct(event)) return;
    const page = event.timeStamp - this.wentAt < PATIENCE ? PAGES[event.key] : undefined;
    this.wentAt = event.key === 'g' ? event.timeStamp : -PATIENCE;
    if (event.key === '?') this.isListed.set(true);
    else if (page) void this.router.navigateByUrl(page);
  }
}

// A tick takes no letters: keys act there as they do beside it.
const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(FIELDS) !== null;
}
