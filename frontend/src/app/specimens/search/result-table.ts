import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import { RouterLink } from '@angular/router';
import type { FoundSpecimen } from '../../ledger-client/specimens';
import { ScientificName } from '../../ui/scientific-name';
import { VirtualRows } from '../../ui/virtual-rows';
import { Words } from '../../words/words';
import { Selection } from '../selection';
import { sortOf } from './columns';
import { Found } from './found';
import { numberOf } from './number-of';
import { CellTexts } from './cell-texts';
import { NARROWEST, type ShownColumn, TableLayout, WIDEST } from './table-layout';
import { ValueNames } from './value-names';

const ROW_HEIGHT = 44;
const STEP = 16;
/** So many rows from the end the next page is added. */
const NEAR_END = 40;

/**
 * Found specimens as a table: columns as the reader has chosen them, some of which stay in place. Only the rows in view are
 * on the page.
 */
@Component({
  selector: 'app-result-table',
  imports: [NgTemplateOutlet, RouterLink, ScientificName, VirtualRows],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './result-table.html',
  styleUrl: './result-table.scss',
})
export class ResultTable {
  protected readonly words = inject(Words);
  protected readonly names = inject(ValueNames);
  protected readonly layout = inject(TableLayout);
  protected readonly selection = inject(Selection);
  protected readonly found = inject(Found);
  readonly sort = input('');
  readonly sorted = output<string>();
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');

  protected readonly rowHeight = ROW_HEIGHT;
  protected readonly narrowest = NARROWEST;
  protected readonly widest = WIDEST;
  protected readonly textIn = inject(CellTexts).of;
  protected readonly numberOf = numberOf;
  protected readonly sortOf = sortOf;

  constructor() {
    const found = this.found;
    let turn = found.turn();
    effect(() => {
      if (found.turn() === turn) return;
      turn = found.turn();
      this.scroller().nativeElement.scrollTop = 0;
    });
    afterNextRender(() => {
      const top = found.placeOf('table');
      if (top > 0) requestAnimationFrame(() => (this.scroller().nativeElement.scrollTop = top));
    });
    inject(DestroyRef).onDestroy(() => found.keepPlace('table', this.scroller().nativeElement.scrollTop));
  }

  protected scrolledTo(last: number): void {
    if (last + NEAR_END >= this.found.items().length) void this.found.more();
  }

  protected direction(column: ShownColumn): 'ascending' | 'descending' | 'none' | null {
    const sort = sortOf(column);
    if (!sort) return null;
    return this.sort() === sort ? 'ascending' : this.sort() === `-${sort}` ? 'descending' : 'none';
  }

  protected sortBy(column: ShownColumn): void {
    const sort = sortOf(column);
    if (sort) this.sorted.emit(this.sort() === sort ? `-${sort}` : sort);
  }

  /** Dragging the edge of a header. */
  protected drag(event: PointerEvent, column: ShownColumn): void {
    event.preventDefault();
    const edge = event.target as HTMLElement;
    edge.setPointerCapture(event.pointerId);
    const from = event.clientX - column.width;
    const move = (moved: PointerEvent): void => this.layout.resize(column.name, moved.clientX - from);
    edge.addEventListener('pointermove', move);
    edge.addEventListener('pointerup', () => edge.removeEventListener('pointermove', move), { once: true });
  }

  protected widen(event: KeyboardEvent, column: ShownColumn): void {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.layout.resize(column.name, column.width + by);
  }

  /** Up and down go from row to row, in the same column of links and boxes. */
  protected step(event: KeyboardEvent): void {
    const by = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' }[event.key] as
      'previousElementSibling' | 'nextElementSibling' | undefined;
    const from = event.target as HTMLElement;
    const next = by && from.closest('.row')?.[by]?.querySelector<HTMLElement>(from.matches('input') ? 'input' : 'a');
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  protected select(specimen: FoundSpecimen, event: Event): void {
    this.selection.set([specimen.id], (event.target as HTMLInputElement).checked);
  }

  protected readonly byId = ({ id }: FoundSpecimen): string => id;
}
