import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  DOCUMENT,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Words } from '../words/words';
import { Icon } from './icon';
import { isAlone } from './keys';

/** A picture to look at closely. */
export interface ViewedPicture {
  readonly id: string;
  readonly address: string;
  readonly title: string;
  readonly credit?: string;
}

const [SMALLEST, LARGEST] = [1, 12];
const PANS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [60, 0],
  ArrowRight: [-60, 0],
  ArrowUp: [0, 60],
  ArrowDown: [0, -60],
};

/**
 * Pictures at the size of the window: zoomed, turned and moved by buttons, wheel, drag or keys (+ − 0 R, arrows; Page Up and
 * Page Down for the neighbours).
 */
@Component({
  selector: 'app-media-viewer',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(keydown)': 'press($event)' },
  templateUrl: './media-viewer.html',
  styleUrl: './media-viewer.scss',
})
export class MediaViewer {
  protected readonly words = inject(Words);
  readonly pictures = input.required<readonly ViewedPicture[]>();
  /** Id of the picture to begin with. */
  readonly first = input.required<string>();
  readonly closed = output<void>();
  private readonly box = viewChild.required<ElementRef<HTMLDialogElement>>('box');

  protected readonly at = linkedSignal(() =>
    Math.max(
      0,
      this.pictures().findIndex(({ id }) => id === this.first()),
    ),
  );
  protected readonly picture = computed(() => this.pictures()[this.at()]!);
  protected readonly zoom = signal(1);
  private readonly turns = signal(0);
  private readonly shift = signal<readonly [number, number]>([0, 0]);
  protected readonly failed = signal(false);
  private held: readonly [number, number] | undefined;

  protected readonly transform = computed(
    () => `translate(${this.shift()[0]}px, ${this.shift()[1]}px) scale(${this.zoom()}) rotate(${this.turns() * 90}deg)`,
  );
  protected readonly percent = computed(() => `${this.words.number(Math.round(this.zoom() * 100))} %`);

  constructor() {
    const opener = inject(DOCUMENT).activeElement;
    afterNextRender(() => this.box().nativeElement.showModal?.());
    inject(DestroyRef).onDestroy(() => setTimeout(() => opener instanceof HTMLElement && opener.focus()));
  }

  protected enlarge(factor: number): void {
    this.zoom.update((zoom) => Math.max(SMALLEST, Math.min(LARGEST, zoom * factor)));
    if (this.zoom() === SMALLEST) this.shift.set([0, 0]);
  }

  protected turn(): void {
    this.turns.update((turns) => turns + 1);
  }

  protected reset(): void {
    this.zoom.set(1);
    this.turns.set(0);
    this.shift.set([0, 0]);
  }

  protected go(step: number): void {
    const count = this.pictures().length;
    this.at.update((at) => (at + step + count) % count);
    this.failed.set(false);
    this.reset();
  }

  protected press(event: KeyboardEvent): void {
    const deed = isAlone(event) ? this.deedOf(event.key) : undefined;
    if (!deed) return;
    event.preventDefault();
    deed();
  }

  protected wheel(event: WheelEvent): void {
    event.preventDefault();
    this.enlarge(event.deltaY < 0 ? 1.2 : 1 / 1.2);
  }

  protected grab(event: PointerEvent): void {
    this.held = [event.clientX, event.clientY];
    (event.target as Element).setPointerCapture(event.pointerId);
  }

  protected drag(event: PointerEvent): void {
    if (!this.held) return;
    this.move(event.clientX - this.held[0], event.clientY - this.held[1]);
    this.held = [event.clientX, event.clientY];
  }

  protected release(): void {
    this.held = undefined;
  }

  protected leave(event: Event): void {
    event.preventDefault();
    this.closed.emit();
  }

  private move(right: number, down: number): void {
    this.shift.update(([x, y]) => [x + right, y + down]);
  }

  private deedOf(key: string): (() => void) | undefined {
    const pan = PANS[key];
    if (pan && this.zoom() > 1) return () => this.move(...(pan as [number, number]));
    const deeds: Readonly<Record<string, () => void>> = {
      '+': () => this.enlarge(1.5),
      '=': () => this.enlarge(1.5),
      '-': () => this.enlarge(1 / 1.5),
      '0': () => this.reset(),
      r: () => this.turn(),
      R: () => this.turn(),
      PageDown: () => this.go(1),
      PageUp: () => this.go(-1),
      ArrowRight: () => this.go(1),
      ArrowLeft: () => this.go(-1),
    };
    return deeds[key];
  }
}
