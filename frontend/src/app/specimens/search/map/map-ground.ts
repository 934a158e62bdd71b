import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  resource,
  viewChild,
} from '@angular/core';
import { Theme } from '../../../shell/theme';
import { drawMap, tilesOf } from './draw-map';
import { drawnLands } from './land';
import type { MapView, Pixels } from './mercator';

/** From here on the finer outlines are drawn. */
const FINER_FROM = 3.2;

/** What a map lies on: lands drawn from geometry that comes with the app, and pictures over them where the settings name some. */
@Component({
  selector: 'app-map-ground',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <canvas #canvas aria-hidden="true"></canvas>
    @for (tile of pictures(); track tile.address) {
      <img
        alt=""
        referrerpolicy="no-referrer"
        draggable="false"
        [src]="tile.address"
        [style.left.px]="tile.left"
        [style.top.px]="tile.top"
        [style.width.px]="tile.size"
        [style.height.px]="tile.size"
      />
    }
  `,
  styles: `
    /* What the pen draws with: sea, land, coasts, borders of countries. */
    canvas {
      display: block;
      width: 100%;
      height: 100%;
      background: var(--sea);
      color: var(--land);
      border: 0 solid var(--coast);
      caret-color: light-dark(#d5d2c0, #48564d);
    }
    img {
      position: absolute;
      pointer-events: none;
    }
    :host {
      position: absolute;
      inset: 0;
      overflow: hidden;
      pointer-events: none;
    }
  `,
})
export class MapGround {
  private readonly theme = inject(Theme);
  readonly view = input.required<MapView>();
  readonly size = input.required<Pixels>();
  /** Address with {z}, {x} and {y}. */
  readonly tiles = input<string>();
  private readonly canvas = viewChild.required<ElementRef<HTMLCanvasElement>>('canvas');
  private readonly lands = resource({
    params: () => this.view().zoom >= FINER_FROM,
    loader: ({ params }) => drawnLands(params),
  });
  protected readonly pictures = computed(() => {
    const address = this.tiles();
    return address === undefined ? [] : tilesOf(address, this.view(), this.size());
  });

  constructor() {
    effect(() => {
      this.theme.isDark();
      const lands = this.lands.hasValue() ? this.lands.value() : undefined;
      const [view, size] = [this.view(), this.size()];
      // The style of the other theme is there with the next frame.
      requestAnimationFrame(() => drawMap(this.canvas().nativeElement, view, size, lands));
    });
  }
}
