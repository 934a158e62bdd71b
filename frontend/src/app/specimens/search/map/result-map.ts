import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  resource,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import type { Outcome } from '../../../ledger-client/problem';
import { type MapAnswer, Specimens } from '../../../ledger-client/specimens';
import { isAlone } from '../../../ui/keys';
import { ProblemNote } from '../../../ui/problem-note';
import { Words } from '../../../words/words';
import { type SearchState, toAsked, withFilter } from '../search-state';
import { type AreaFilter, type AreaTool, areaOf, boxBetween, cornersIn, distance, filterOf } from './area';
import { type Cluster, extentOf, levelOf, placed } from './clusters';
import { MapGround } from './map-ground';
import {
  fromScreen,
  type LonLat,
  type MapView,
  moved,
  NEAREST,
  type Pixels,
  seenBox,
  toScreen,
  viewOf,
  zoomed,
} from './mercator';

const PAUSE = 140;
const MOST_FITS = 5;
const LEAST_STEP = 0.4;
const KEYS: Readonly<Record<string, Pixels>> = {
  ArrowLeft: [-80, 0],
  ArrowRight: [80, 0],
  ArrowUp: [0, -80],
  ArrowDown: [0, 80],
};

/** What the clusters are asked for. */
interface Asked {
  readonly state: SearchState;
  readonly view: MapView;
  readonly size: Pixels;
}
type Answer = MapAnswer & { readonly level: number };

/** Where the found specimens were collected: clusters at any nearness, and areas to search in, drawn by hand or by keyboard. */
@Component({
  selector: 'app-result-map',
  imports: [MapGround, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './result-map.html',
  styleUrl: './result-map.scss',
})
export class ResultMap {
  protected readonly words = inject(Words);
  private readonly specimens = inject(Specimens);
  private readonly router = inject(Router);
  readonly state = input.required<SearchState>();
  readonly narrowed = output<SearchState>();
  private readonly frame = viewChild.required<ElementRef<HTMLElement>>('frame');

  protected readonly size = signal<Pixels>([900, 560]);
  protected readonly view = signal<MapView>({ centre: [0, 20], zoom: 1.4 });
  protected readonly tool = signal<AreaTool>('hand');
  protected readonly tools = ['hand', 'box', 'polygon'] as const;
  protected readonly drawn = signal<readonly LonLat[]>([]);
  /** What the clusters are asked for: follows the hand after a pause. */
  private readonly asked = signal<Asked | undefined>(undefined);
  protected readonly found = resource({ params: () => this.asked(), loader: ({ params }) => this.ask(params) });
  private readonly answer = signal<Answer>({ cells: [], level: 0 });
  protected readonly problem = computed(() => {
    const outcome = this.found.value();
    return outcome && !outcome.ok ? outcome.problem : undefined;
  });
  protected readonly clusters = computed(() => placed(this.answer().cells, this.view(), this.size()));
  protected readonly counted = computed(() => this.answer().cells.reduce((sum, { count }) => sum + count, 0));
  protected readonly tiles = computed(() => this.answer().tiles);
  /** The area that is searched in, and the one being drawn. */
  protected readonly outlines = computed(() => {
    const { bbox, polygon } = this.state().filters;
    const areas = [...cornersIn(bbox?.[0], polygon?.[0]), ...(this.drawn().length > 1 ? [this.drawn()] : [])];
    return areas.map((corners) => areaOf(corners, (place) => toScreen(this.view(), this.size(), place)));
  });
  protected readonly hasArea = computed(() => 'bbox' in this.state().filters || 'polygon' in this.state().filters);
  private fitsLeft = MOST_FITS;

  constructor() {
    const destroyed = inject(DestroyRef);
    afterNextRender(() => {
      const observer = new ResizeObserver(([entry]) => {
        if (entry) this.size.set([Math.round(entry.contentRect.width), Math.round(entry.contentRect.height)]);
      });
      observer.observe(this.frame().nativeElement);
      destroyed.onDestroy(() => observer.disconnect());
    });
    effect((onCleanup) => {
      const asked = { state: this.state(), view: this.view(), size: this.size() };
      const timer = setTimeout(() => this.asked.set(asked), PAUSE);
      onCleanup(() => clearTimeout(timer));
    });
    effect(() => {
      const outcome = this.found.value();
      // Once for each answer, not again when the view moves.
      if (outcome?.ok) untracked(() => this.take(outcome.value));
    });
  }

  protected nearer(by: number): void {
    this.fitsLeft = 0;
    this.view.set(zoomed(this.view(), this.size(), by));
  }

  protected wheel(event: WheelEvent): void {
    this.fitsLeft = 0;
    event.preventDefault();
    this.view.set(zoomed(this.view(), this.size(), -event.deltaY / 240, this.at(event)));
  }

  protected key(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || !isAlone(event)) return;
    this.fitsLeft = 0;
    const by = KEYS[event.key];
    if (by) this.view.set(moved(this.view(), by));
    else if (event.key === '+' || event.key === '=') this.nearer(1);
    else if (event.key === '-') this.nearer(-1);
    else if (event.key === 'Escape') this.drawn.set([]);
    else if (event.key === 'Enter' && this.drawn().length > 2) this.close();
    else return;
    event.preventDefault();
  }

  protected down(event: PointerEvent): void {
    if (event.button !== 0 || (event.target as HTMLElement).closest('button')) return;
    this.fitsLeft = 0;
    const frame = this.frame().nativeElement;
    const start = this.at(event);
    const from = this.view();
    if (this.tool() === 'polygon') return this.corner(start);
    frame.setPointerCapture(event.pointerId);
    const move = (moving: PointerEvent): void => {
      const [x, y] = this.at(moving);
      if (this.tool() === 'hand') this.view.set(moved(from, [start[0] - x, start[1] - y]));
      else this.drawn.set(boxBetween(this.place(start), this.place([x, y])));
    };
    frame.addEventListener('pointermove', move);
    const up = (): void => {
      frame.removeEventListener('pointermove', move);
      if (this.tool() === 'box' && this.drawn().length > 0) this.close();
    };
    frame.addEventListener('pointerup', up, { once: true });
  }

  /** Narrows the search to what is seen: the box for those who do not draw. */
  protected searchHere(): void {
    this.narrow({ bbox: [seenBox(this.view(), this.size()).join(',')] });
  }

  protected withoutArea(): void {
    this.narrow({});
  }

  protected use(tool: AreaTool): void {
    this.tool.set(tool);
    this.drawn.set([]);
  }

  /** A lone specimen opens; a cluster comes nearer, and at the nearest is searched in. */
  protected open(cluster: Cluster): void {
    if (cluster.count === 1) return void this.router.navigate(['/specimens', cluster.id]);
    if (this.view().zoom >= NEAREST) return this.searchHere();
    const nearer = {
      centre: [cluster.longitude, cluster.latitude] as LonLat,
      zoom: Math.min(NEAREST, this.view().zoom + 2),
    };
    this.view.set(nearer);
  }

  /** Left and right go from cluster to cluster, the most crowded first. */
  protected step(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const all = [...this.frame().nativeElement.querySelectorAll<HTMLElement>('.cluster')];
    all[(all.indexOf(event.target as HTMLElement) + by + all.length) % all.length]?.focus();
  }

  protected told({ count, latitude, longitude }: Cluster): string {
    const where = { latitude: this.words.number(latitude), longitude: this.words.number(longitude) };
    return this.words.count('map.cluster', count, where);
  }

  /** Finishes the area that is being drawn. */
  protected close(): void {
    const filter = filterOf(this.tool(), this.drawn());
    this.drawn.set([]);
    this.tool.set('hand');
    if (filter) this.narrow(filter);
  }

  private corner(at: Pixels): void {
    const [first] = this.drawn();
    const closes = first && this.drawn().length > 2 && distance(toScreen(this.view(), this.size(), first), at) < 12;
    if (closes) this.close();
    else this.drawn.update((corners) => [...corners, this.place(at)]);
  }

  private narrow({ bbox = [], polygon = [] }: AreaFilter): void {
    this.narrowed.emit(withFilter(withFilter(this.state(), 'bbox', bbox), 'polygon', polygon));
  }

  private async ask({ state, view, size }: Asked): Promise<Outcome<Answer>> {
    const level = levelOf(view.zoom);
    const seen = 'bbox' in state.filters || view.zoom < 2 ? {} : { bbox: seenBox(view, size).join(',') };
    const outcome = await this.specimens.cells({ ...toAsked(state), ...seen, level });
    return outcome.ok ? { ok: true, value: { ...outcome.value, level } } : outcome;
  }

  /** At first the map comes nearer step by step, as far as all that was found is seen; whoever moves it ends that. */
  private take(answer: Answer): void {
    this.answer.set(answer);
    if (this.fitsLeft === 0 || answer.cells.length === 0) return;
    this.fitsLeft -= 1;
    const fitting = viewOf(extentOf(answer.cells, answer.level), this.size());
    if (fitting.zoom > this.view().zoom + LEAST_STEP) this.view.set(fitting);
    else this.fitsLeft = 0;
  }

  private at(event: MouseEvent): Pixels {
    const box = this.frame().nativeElement.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private place(at: Pixels): LonLat {
    return fromScreen(this.view(), this.size(), at);
  }
}
