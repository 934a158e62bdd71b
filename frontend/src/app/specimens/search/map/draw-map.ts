import type { DrawnLands } from './land';
import { type MapView, type Pixels, toUnit, worldWidth } from './mercator';

const TILE = 256;

/** Draws sea, lands and borders in the colours that the style sheet gives the canvas (own properties would come unresolved). */
export function drawMap(
  canvas: HTMLCanvasElement,
  view: MapView,
  [width, height]: Pixels,
  lands: DrawnLands | undefined,
): void {
  const ratio = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const style = getComputedStyle(canvas);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = style.backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  if (!lands) return;
  const scale = worldWidth(view.zoom) * ratio;
  const [cx, cy] = toUnit(view.centre);
  pen.setTransform(scale, 0, 0, scale, (width * ratio) / 2 - cx * scale, (height * ratio) / 2 - cy * scale);
  pen.fillStyle = style.color;
  pen.fill(lands.land);
  pen.lineWidth = ratio / scale;
  pen.strokeStyle = style.caretColor;
  pen.stroke(lands.borders);
  pen.strokeStyle = style.borderTopColor;
  pen.stroke(lands.land);
}

/** A picture of a part of the world, and where it lies on the screen. */
export interface Tile {
  readonly address: string;
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** The tiles that cover what is seen, by an address with {z}, {x} and {y}. */
export function tilesOf(template: string, view: MapView, [width, height]: Pixels): readonly Tile[] {
  const z = Math.max(0, Math.round(view.zoom));
  const size = TILE * 2 ** (view.zoom - z);
  const [cx, cy] = toUnit(view.centre);
  const [left, top] = [cx * 2 ** z * size - width / 2, cy * 2 ** z * size - height / 2];
  const last = 2 ** z - 1;
  const held = (value: number): number => Math.max(0, Math.min(last, Math.floor(value)));
  const tiles: Tile[] = [];
  for (let y = held(top / size); y <= held((top + height) / size); y++)
    for (let x = held(left / size); x <= held((left + width) / size); x++)
      tiles.push({
        address: template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y)),
        left: x * size - left,
        top: y * size - top,
        size,
      });
  return tiles;
}
