import { ChangeDetectionStrategy, Component, computed, inject, input, resource } from '@angular/core';
import { geoCircle, geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { Words } from '../words/words';

const METRES_PER_DEGREE = 111_195;
const [WIDTH, HEIGHT] = [480, 250];

/** Where on earth a point is: the lands drawn from geometry that comes with the app, the point, and how uncertain it is. */
@Component({
  selector: 'app-point-map',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 480 250" role="img" [attr.aria-label]="told()">
      <path class="sea" [attr.d]="drawing().sphere" />
      <path class="land" [attr.d]="drawing().land" />
      @if (drawing().uncertainty) {
        <path class="uncertainty" [attr.d]="drawing().uncertainty" />
      }
      @if (drawing().at; as at) {
        <g [attr.transform]="'translate(' + at[0] + ' ' + at[1] + ')'">
          <circle class="halo" r="7" />
          <circle class="point" r="4" />
        </g>
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
      aspect-ratio: 480 / 250;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
    }
    .sea {
      fill: light-dark(#e6eeef, #18262b);
    }
    .land {
      fill: light-dark(#fbf8ee, #36433b);
      stroke: light-dark(#a8a690, #5d6c62);
      stroke-width: 0.5;
    }
    .uncertainty {
      fill: var(--type);
      fill-opacity: 0.18;
      stroke: var(--type);
      stroke-width: 0.8;
    }
    .point {
      fill: var(--type);
    }
    .halo {
      fill: var(--surface);
      fill-opacity: 0.9;
    }
  `,
})
export class PointMap {
  private readonly words = inject(Words);
  /** Longitude and latitude in degrees. */
  readonly point = input.required<readonly [number, number]>();
  readonly uncertaintyMetres = input<number>();

  private readonly lands = resource({ loader: () => loadLands() });

  protected readonly told = computed(() => {
    const [longitude, latitude] = this.point();
    return this.words.say('map.told', {
      latitude: this.words.number(latitude),
      longitude: this.words.number(longitude),
    });
  });

  protected readonly drawing = computed(() => {
    const centre = this.point() as [number, number];
    const projection = geoNaturalEarth1()
      .rotate([-centre[0], 0])
      .fitExtent(
        [
          [1, 1],
          [WIDTH - 1, HEIGHT - 1],
        ],
        { type: 'Sphere' },
      );
    const path = geoPath(projection);
    const lands = this.lands.value();
    const degrees = (this.uncertaintyMetres() ?? 0) / METRES_PER_DEGREE;
    return {
      sphere: path({ type: 'Sphere' }) ?? '',
      land: lands ? (path(feature(lands, lands.objects['countries'] as GeometryCollection)) ?? '') : '',
      at: projection(centre),
      // Smaller circles than this are hidden by the point itself.
      uncertainty: degrees > 1 ? path(geoCircle().center(centre).radius(Math.min(degrees, 90))()) : null,
    };
  });
}

let lands: Promise<Topology> | undefined;

function loadLands(): Promise<Topology> {
  lands ??= fetch('/geo/countries-110m.json').then((answer) => answer.json() as Promise<Topology>);
  return lands;
}
