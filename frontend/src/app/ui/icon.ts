import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Outlines on a 24-unit square. */
const OUTLINES = {
  sun: 'M12 7a5 5 0 1 0 0 10a5 5 0 0 0 0-10M12 1v2M12 21v2M4.200 4.200l1.400 1.400M18.400 18.400l1.400 1.400M1 12h2M21 12h2M4.200 19.800l1.400-1.400M18.400 5.600l1.400-1.400',
  moon: 'M21 12.800A9 9 0 1 1 11.200 3a7 7 0 0 0 9.800 9.800z',
  search: 'M11 3a8 8 0 1 0 0 16a8 8 0 0 0 0-16M21 21l-4.300-4.300',
  close: 'M18 6L6 18M6 6l12 12',
  filter: 'M3 5h18M6 12h12M10 19h4',
  warning: 'M12 3L2 20h20zM12 10v4M12 17v.010',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  pencil: 'M4 20l1-4L16.500 4.500a2 2 0 0 1 3 3L8 19zM14.500 6.500l3 3',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  target: 'M12 5a7 7 0 1 0 0 14a7 7 0 0 0 0-14M12 1v6M12 17v6M1 12h6M17 12h6',
  globe: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18',
  upload: 'M12 16V4M7 9l5-5l5 5M4 20h16',
  undo: 'M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  image: 'M3 5h18v14H3zM3 16l5-5l4 4l3-3l6 6M15.500 9.500v.010',
  leaf: 'M5 21c0-9 4-15 16-17c0 10-4 16-12 15M5 21c1-4 4-8 9-10',
  clock: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5l3.500 2',
  pin: 'M9 3h6l-1 6l3 4H7l3-4zM12 13v8',
  list: 'M4 6h16M4 12h16M4 18h16',
  table: 'M3 5h18v14H3zM3 10h18M9 5v14',
  cards: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  map: 'M9 4L3 6.500v13.500l6-2.500l6 2.500l6-2.500V4l-6 2.500zM9 4v13.500M15 6.500V20',
  download: 'M12 4v12M7 11l5 5l5-5M4 20h16',
  star: 'M12 3.500l2.600 5.500l6 .800l-4.400 4.200l1.100 6L12 17.100L6.700 20l1.100-6L3.400 9.800l6-.800z',
  link: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
} as const;
export type IconName = keyof typeof OUTLINES;

/** A small drawing beside words, never instead of them: hidden from screen readers. */
@Component({
  selector: 'app-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path [attr.d]="outline()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      width: 1.25em;
      height: 1.25em;
      vertical-align: -0.25em;
      flex: none;
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.8;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly outline = computed(() => OUTLINES[this.name()]);
}
