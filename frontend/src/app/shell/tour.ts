import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

const KEPT_AS = 'ledger.tour';

/** Whether the first-visit tour is to be shown: until it is closed for good. */
@Injectable({ providedIn: 'root' })
export class Tour {
  private readonly storage = inject(DOCUMENT).defaultView?.localStorage;
  private readonly due = signal(this.storage?.getItem(KEPT_AS) !== 'seen');
  readonly isDue = this.due.asReadonly();

  close(): void {
    this.due.set(false);
    this.storage?.setItem(KEPT_AS, 'seen');
  }

  again(): void {
    this.due.set(true);
  }
}
