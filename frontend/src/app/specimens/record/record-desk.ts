import { inject, Injectable, signal } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Problem } from '../../ledger-client/problem';
import { Specimens } from '../../ledger-client/specimens';

/** The record that one page shows, now or as it was, with its history; read again after each act on it. */
@Injectable()
export class RecordDesk {
  private readonly specimens = inject(Specimens);
  private id = '';
  private revision: number | undefined;

  readonly record = signal<SpecimenRecord | undefined>(undefined);
  readonly history = signal<readonly HistoryEntry[]>([]);
  readonly problem = signal<Problem | undefined>(undefined);
  /** Whether the label is on the screen, so that the rest may follow: what is read first waits for nothing else. */
  readonly isLabelShown = signal(false);

  /** Opens a record; with a revision, as it was after that event. What is shown of the same specimen stays until then. */
  async open(id: string, revision?: number): Promise<void> {
    if (id !== this.id) {
      this.record.set(undefined);
      this.history.set([]);
      this.isLabelShown.set(false);
    }
    this.id = id;
    this.revision = revision;
    await this.load();
  }

  /** Shows what a receipt says was recorded. */
  async follow(receipt: Receipt): Promise<void> {
    await this.load(receipt.position);
  }

  async load(atLeast?: string): Promise<void> {
    const [id, revision] = [this.id, this.revision];
    const isCurrent = (): boolean => id === this.id && revision === this.revision;
    const told = this.specimens.history(id, atLeast);
    const read = await (revision === undefined
      ? this.specimens.record(id, atLeast)
      : this.specimens.recordThen(id, revision));
    if (!isCurrent()) return;
    this.problem.set(read.ok ? undefined : read.problem);
    if (!read.ok) return;
    this.record.set(read.value);
    await nextFrame();
    if (!isCurrent()) return;
    this.isLabelShown.set(true);
    // What the record is can be read while its history is drawn.
    const [history] = await Promise.all([told, nextFrame()]);
    if (!isCurrent()) return;
    if (history.ok) this.history.set(history.value);
    else this.problem.set(history.problem);
  }
}

/** After what was changed is on the screen; a page that nobody sees waits no longer. */
function nextFrame(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });
}
