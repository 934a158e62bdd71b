import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  ElementRef,
  inject,
  input,
  signal,
} from '@angular/core';
import { Router, Scroll } from '@angular/router';
import type { FoundSpecimen } from '../../ledger-client/specimens';
import { VirtualRows } from '../../ui/virtual-rows';
import { Found } from './found';
import { ResultCard } from './result-card';
import { ResultRow } from './result-row';

const CARD = { width: 230, height: 304 };
/** Heights of a line by the width of the window, in pixels: on the narrowest, which is a phone enlarged twice, text wraps. */
const ROWS = [
  { upTo: 360, height: 188 },
  { upTo: 720, height: 104 },
  { upTo: Infinity, height: 80 },
] as const;
/** So many specimens from the end the next page is added. */
const NEAR_END = 40;

/** Found specimens below each other like labels in a drawer, or as cards with pictures. Only those in view are on the page. */
@Component({
  selector: 'app-result-cards',
  imports: [ResultCard, ResultRow, VirtualRows],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './result-cards.html',
  styleUrl: './result-cards.scss',
})
export class ResultCards {
  protected readonly found = inject(Found);
  private readonly router = inject(Router);
  private readonly destroyed = inject(DestroyRef);
  readonly view = input.required<'list' | 'cards'>();

  private readonly width = signal(window.innerWidth);
  private readonly windowWidth = signal(window.innerWidth);
  protected readonly across = computed(() =>
    this.view() === 'cards' ? Math.max(1, Math.floor(this.width() / CARD.width)) : 1,
  );
  protected readonly rowHeight = computed(() =>
    this.view() === 'cards' ? CARD.height : ROWS.find(({ upTo }) => this.windowWidth() <= upTo)!.height,
  );
  protected readonly lines = computed(() => {
    const [items, across] = [this.found.items(), this.across()];
    const lines: FoundSpecimen[][] = [];
    for (let at = 0; at < items.length; at += across) lines.push(items.slice(at, at + across));
    return lines;
  });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const destroyed = this.destroyed;
    afterNextRender(() => {
      const observer = new ResizeObserver(() => {
        this.width.set(host.clientWidth);
        this.windowWidth.set(window.innerWidth);
      });
      observer.observe(host);
      destroyed.onDestroy(() => observer.disconnect());
      this.restore();
    });
    let top = 0;
    const follow = (): void => void (top = window.scrollY);
    window.addEventListener('scroll', follow, { passive: true });
    destroyed.onDestroy(() => {
      window.removeEventListener('scroll', follow);
      this.found.keepPlace(this.view(), top);
    });
  }

  /** The template knows nothing of what its rows are. */
  protected readonly asLine = (line: unknown): readonly FoundSpecimen[] => line as readonly FoundSpecimen[];

  protected scrolledTo(line: number): void {
    if (line * this.across() + NEAR_END >= this.found.items().length) void this.found.more();
  }

  /** The router puts a page that is opened by a link at its top: the place is found again behind it. */
  private restore(): void {
    const top = this.found.placeOf(this.view());
    if (top === 0) return;
    const go = (): void => window.scrollTo({ top, behavior: 'instant' });
    requestAnimationFrame(go);
    const scrolled = this.router.events.subscribe((event) => {
      if (!(event instanceof Scroll)) return;
      scrolled.unsubscribe();
      requestAnimationFrame(go);
    });
    this.destroyed.onDestroy(() => scrolled.unsubscribe());
  }

  protected readonly byFirst = ([first]: readonly FoundSpecimen[]): string => first?.id ?? '';
}
