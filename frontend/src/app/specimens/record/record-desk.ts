import { inject, Injectable, signal } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Problem } from '../../ledger-client/problem';
import { Specimens } from '../../ledger-client/specimens';

/** The record that one page shows, with its history, and read again after each act on it. */
@Injectable()
export class RecordDesk {
  private readonly specimens = inject(Specimens);
  private id = '';

  readonly record = signal<SpecimenRecord | undefined>(undefined);
  readonly history = signal<readonly HistoryEntry[]>([]);
  readonly problem = signal<Problem | undefined>(undefined);

  async open(id: string): Promise<void> {
    this.id = id;
    this.record.set(undefined);
    this.history.set([]);
    await this.load();
  }

  /** Shows what a receipt says was recorded. */
  async follow(receipt: Receipt): Promise<void> {
    await this.load(receipt.position);
  }

  async load(atLeast?: string): Promise<void> {
    const id = this.id;
    const told = this.specimens.history(id, atLeast);
    const read = await this.specimens.record(id, atLeast);
    if (id !== this.id) return;
    this.problem.set(read.ok ? undefined : read.problem);
    if (!read.ok) return;
    this.record.set(read.value);
    const history = await told;
    if (id !== this.id) return;
    if (history.ok) this.history.set(history.value);
    else this.problem.set(history.problem);
  }
}
