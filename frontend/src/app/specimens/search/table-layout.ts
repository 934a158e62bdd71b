import { computed, inject, Injectable, signal } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { columnNamed, type SearchColumn } from './columns';

interface Kept {
  readonly columns: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  readonly pinned: readonly string[];
}

/** A column as the table shows it; `left`: where it stays when the table is moved sideways. */
export interface ShownColumn extends SearchColumn {
  readonly isPinned: boolean;
  readonly left?: number;
}

const KEPT_AS = 'ledger.search.table';
/** Before the columns: the box that selects a row. */
export const BOX_WIDTH = 44;
export const NARROWEST = 64;
export const WIDEST = 640;
const USUAL: Kept = {
  columns: [
    'catalogNumber',
    'scientificName',
    'typeStatus',
    'recordedBy',
    'recordNumber',
    'eventDate',
    'country',
    'locality',
  ],
  widths: {},
  pinned: ['catalogNumber'],
};

/** Which columns the table has, in which order, how wide, and which stay in place: remembered in this browser. */
@Injectable({ providedIn: 'root' })
export class TableLayout {
  private readonly storage = inject(DOCUMENT).defaultView?.localStorage;
  private readonly kept = signal<Kept>(this.read());

  /** Names of the chosen columns in order: pinned ones first. */
  readonly names = computed(() => {
    const { columns, pinned } = this.kept();
    return [...columns.filter((name) => pinned.includes(name)), ...columns.filter((name) => !pinned.includes(name))];
  });

  readonly columns = computed<readonly ShownColumn[]>(() => {
    const { widths, pinned } = this.kept();
    let left = BOX_WIDTH;
    return this.names().flatMap((name) => {
      const column = columnNamed(name);
      if (!column) return [];
      const width = widths[name] ?? column.width;
      const isPinned = pinned.includes(name);
      const shown = { ...column, width, isPinned, ...(isPinned && { left }) };
      left += width;
      return [shown];
    });
  });

  readonly template = computed(() =>
    [BOX_WIDTH, ...this.columns().map(({ width }) => width)].map((px) => `${px}px`).join(' '),
  );
  readonly width = computed(() => this.columns().reduce((sum, { width }) => sum + width, BOX_WIDTH));

  has(name: string): boolean {
    return this.kept().columns.includes(name);
  }

  toggle(name: string): void {
    const { columns, pinned, ...rest } = this.kept();
    const had = columns.includes(name);
    if (had && columns.length === 1) return;
    this.keep({
      ...rest,
      columns: had ? columns.filter((one) => one !== name) : [...columns, name],
      pinned: pinned.filter((one) => one !== name),
    });
  }

  /** Moves a column one place, among the pinned or among the others. */
  move(name: string, by: -1 | 1): void {
    const names = [...this.names()];
    const from = names.indexOf(name);
    const to = from + by;
    if (from < 0 || to < 0 || to >= names.length || this.isPinned(names[to]!) !== this.isPinned(name)) return;
    [names[from], names[to]] = [names[to]!, names[from]!];
    this.keep({ ...this.kept(), columns: names });
  }

  isPinned(name: string): boolean {
    return this.kept().pinned.includes(name);
  }

  pin(name: string): void {
    const { pinned } = this.kept();
    const next = pinned.includes(name) ? pinned.filter((one) => one !== name) : [...pinned, name];
    this.keep({ ...this.kept(), pinned: next });
  }

  resize(name: string, width: number): void {
    const within = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
    this.keep({ ...this.kept(), widths: { ...this.kept().widths, [name]: within } });
  }

  reset(): void {
    this.keep(USUAL);
  }

  private keep(kept: Kept): void {
    this.kept.set(kept);
    this.storage?.setItem(KEPT_AS, JSON.stringify(kept));
  }

  private read(): Kept {
    try {
      const kept = JSON.parse(this.storage?.getItem(KEPT_AS) ?? 'null') as Kept | null;
      const columns = (kept?.columns ?? []).filter((name) => columnNamed(name));
      return kept && columns.length > 0 ? { columns, widths: kept.widths ?? {}, pinned: kept.pinned ?? [] } : USUAL;
    } catch {
      return USUAL;
    }
  }
}
