import { NgTemplateOutlet } from '@angular/common';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChild,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  TemplateRef,
  untracked,
} from '@angular/core';

/** Rows ahead of and behind those in view, so that a quick hand meets no gap. */
const AHEAD = 10;
/** The rows on the page change in steps of so many: fewer changes while scrolling. */
const STEP = 4;

/**
 * A long list of rows of one height, of which only those in view are on the page. The template is given each row as
 * `$implicit` and its `index`. Scrolls with the window, or with `scroller`. (The CDK's own would come with the first
 * download, since the menu of the top bar shares its module.)
 */
@Component({
  selector: 'app-virtual-rows',
  imports: [NgTemplateOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div [style.transform]="'translateY(' + range().from * rowHeight() + 'px)'">
      @for (row of shown(); track trackBy()(row)) {
        <ng-container
          [ngTemplateOutlet]="template()"
          [ngTemplateOutletContext]="{ $implicit: row, index: range().from + $index }"
        />
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      contain: layout style;
    }
  `,
  host: { '[style.height.px]': 'rows().length * rowHeight()' },
})
export class VirtualRows<Row> {
  readonly rows = input.required<readonly Row[]>();
  readonly rowHeight = input.required<number>();
  readonly trackBy = input.required<(row: Row) => unknown>();
  /** What is scrolled; absent: the window. */
  readonly scroller = input<HTMLElement>();
  /** Number of the last row in view, each time it changes. */
  readonly seen = output<number>();
  protected readonly template = contentChild.required<TemplateRef<unknown>>(TemplateRef);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  /** Before anything has been measured: as many as the window is high. */
  private readonly inView = linkedSignal(() => ({
    first: 0,
    last: Math.ceil(window.innerHeight / untracked(this.rowHeight)),
  }));
  /** Other rows are first painted as far as they are seen; those around them come soon after. */
  private readonly ahead = linkedSignal({
    source: () => this.rows()[0] && this.trackBy()(this.rows()[0]!),
    computation: () => 0,
  });
  protected readonly range = computed(
    () => {
      const [{ first, last }, ahead] = [this.inView(), this.ahead()];
      const from = Math.max(0, Math.floor((first - ahead) / STEP) * STEP);
      return { from, to: Math.ceil((last + ahead) / STEP) * STEP };
    },
    { equal: (a, b) => a.from === b.from && a.to === b.to },
  );
  protected readonly shown = computed(() => this.rows().slice(this.range().from, this.range().to));

  constructor() {
    const destroyed = inject(DestroyRef);
    let frame = 0;
    const look = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        this.look();
      });
    };
    afterNextRender(() => {
      const target = this.scroller() ?? window;
      target.addEventListener('scroll', look, { passive: true });
      window.addEventListener('resize', look);
      destroyed.onDestroy(() => {
        cancelAnimationFrame(frame);
        target.removeEventListener('scroll', look);
        window.removeEventListener('resize', look);
      });
    });
    effect(() => {
      // More rows, or higher ones: what is in view may be others now. Those around it come when the page has time.
      this.rows();
      this.rowHeight();
      untracked(() => whenIdle(look));
    });
  }

  private look(): void {
    this.ahead.set(AHEAD);
    const box = this.host.getBoundingClientRect();
    const frame = this.scroller()?.getBoundingClientRect();
    const [top, bottom] = [frame?.top ?? 0, frame?.bottom ?? window.innerHeight];
    const height = this.rowHeight();
    const most = Math.max(0, this.rows().length - 1);
    const first = Math.min(most, Math.max(0, Math.floor((top - box.top) / height)));
    const last = Math.min(most, Math.max(first, Math.ceil((bottom - box.top) / height)));
    const before = this.inView();
    if (before.first === first && before.last === last) return;
    this.inView.set({ first, last });
    this.seen.emit(last);
  }
}

/** Soon, but after whatever is waiting to be drawn; at the latest after a blink. */
function whenIdle(then: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(then, { timeout: 250 });
  else setTimeout(then, 50);
}
