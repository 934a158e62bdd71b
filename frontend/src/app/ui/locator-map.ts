import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  resource,
  viewChild,
} from '@angular/core';
import { geoCircle, geoGraticule, geoPath } from 'd3-geo';
import { Words } from '../words/words';
import { Icon } from './icon';
import { isAlone } from './keys';
import { lands } from './lands';
import {
  moved,
  type MapView,
  projectionOf,
  radiusInDegrees,
  scaleLength,
  viewOf,
  viewOfCircle,
  zoomed,
} from './map-view';

const [WIDTH, HEIGHT] = [480, 300];
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.1, 0],
  ArrowRight: [0.1, 0],
  ArrowUp: [0, -0.1],
  ArrowDown: [0, 0.1],
};

/** A place that was clicked: longitude and latitude, and how many kilometres the map was wide. */
export interface PickedPlace {
  readonly point: readonly [number, number];
  readonly kilometres: number;
}

/**
 * Where a specimen was found: lands from geometry that comes with the app, the point, its circle of uncertainty, and other
 * opinions. Zoomed and moved by buttons, pointer or keys; where it `picks`, a click or Enter at the cross sets the point.
 */
@Component({
  selector: 'app-locator-map',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './locator-map.html',
  styleUrl: './locator-map.scss',
})
export class LocatorMap {
  protected readonly words = inject(Words);
  /** Longitude and latitude in degrees. */
  readonly point = input<readonly [number, number]>();
  readonly uncertaintyMetres = input<number>();
  /** Places of other opinions, drawn more quietly. */
  readonly others = input<readonly (readonly [number, number])[]>([]);
  readonly picks = input(false);
  readonly picked = output<PickedPlace>();

  private readonly drawingBoard = viewChild.required<ElementRef<SVGSVGElement>>('map');
  // While a place is picked the map stays where it is: what moves under the pointer cannot be aimed at.
  private readonly view = linkedSignal<MapView, MapView>({
    source: () => viewOf(this.point(), this.uncertaintyMetres()),
    computation: (fitting, before) => (before && this.picks() ? before.value : fitting),
  });
  private readonly projection = computed(() => projectionOf(this.view(), WIDTH, HEIGHT));
  private readonly isNear = computed(() => this.view().kilometres < 1_500);
  private readonly lands = resource({ params: () => this.isNear(), loader: ({ params }) => lands(params) });
  private from: readonly [number, number] | undefined;

  protected readonly told = computed(() => {
    const point = this.point();
    if (!point) return this.words.say('map.empty');
    return this.words.say('map.told', {
      latitude: this.words.number(point[1]),
      longitude: this.words.number(point[0]),
    });
  });
  protected readonly drawing = computed(() => {
    const path = geoPath(this.projection());
    const [point, metres] = [this.point(), this.uncertaintyMetres() ?? 0];
    const land = this.lands.value();
    const step = [30, 10, 5, 1, 0.5, 0.1].find((degrees) => degrees * 111 < this.view().kilometres / 2) ?? 0.05;
    return {
      land: land ? (path(land.countries) ?? '') : '',
      lines: path(geoGraticule().step([step, step])()) ?? '',
      circle:
        point && metres > 0
          ? (path(
              geoCircle()
                .center([...point])
                .radius(radiusInDegrees(metres))(),
            ) ?? '')
          : '',
      at: point && this.seen(point)?.[0],
      others: this.others().flatMap((other) => this.seen(other) ?? []),
    };
  });
  protected readonly scale = computed(() => {
    const { kilometres } = this.view();
    const length = scaleLength(kilometres);
    return { x: (length / kilometres) * WIDTH, label: `${this.words.number(length)} km` };
  });

  protected zoom(factor: number): void {
    this.view.update((view) => zoomed(view, factor));
  }

  /** The whole, or as near as the uncertainty allows. */
  protected fit(near: boolean): void {
    const point = this.point();
    if (point) this.view.set((near ? viewOfCircle : viewOf)(point, this.uncertaintyMetres()));
  }

  protected press(event: KeyboardEvent): void {
    if (!isAlone(event)) return;
    const step = STEPS[event.key];
    if (step) this.view.update((view) => moved(view, ...(step as [number, number])));
    else if (event.key === '+' || event.key === '=') this.zoom(0.5);
    else if (event.key === '-') this.zoom(2);
    else if (event.key === 'Enter' && this.picks()) this.pick([...this.view().centre]);
    else return;
    event.preventDefault();
  }

  protected grab(event: PointerEvent): void {
    this.from = this.placed(event);
  }

  /** A drag moves the map; a press that did not move is a click. */
  protected release(event: PointerEvent): void {
    const [from, to] = [this.from, this.placed(event)];
    this.from = undefined;
    if (!from) return;
    const [right, down] = [to[0] - from[0], to[1] - from[1]];
    if (Math.hypot(right, down) > 6) this.view.update((view) => moved(view, -right / WIDTH, -down / HEIGHT));
    else if (this.picks()) {
      const clicked = this.projection().invert?.([...to]);
      if (clicked) this.pick(clicked);
    }
  }

  private pick(point: readonly [number, number]): void {
    this.picked.emit({ point, kilometres: this.view().kilometres });
  }

  private placed(event: PointerEvent): readonly [number, number] {
    const box = this.drawingBoard().nativeElement.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
  }

  private seen(point: readonly [number, number]): readonly [readonly [number, number]] | undefined {
    const at = this.projection()([...point]);
    return at ? [at] : undefined;
  }
}
