import { fromScreen, type LonLat, type MapView, moved, seenBox, toScreen, viewOf, zoomed } from './mercator';

const size = [800, 600] as const;
const view: MapView = { centre: [-73.2, 45.5], zoom: 6 };
const near = (one: readonly number[], other: readonly number[]): void =>
  one.forEach((value, at) => expect(value).toBeCloseTo(other[at]!, 6));

describe('The map', () => {
  it('finds the place again that it drew', () => {
    for (const place of [
      [-73, 46],
      [0, 0],
      [179, -60],
    ] as LonLat[])
      near(fromScreen(view, size, toScreen(view, size, place)), place);
    near(toScreen(view, size, view.centre), [400, 300]);
  });
  it('keeps the place under the pointer when it comes nearer', () => {
    const at = [100, 500] as const;
    near(fromScreen(zoomed(view, size, 2, at), size, at), fromScreen(view, size, at));
  });
  it('moves with the hand', () => {
    near(toScreen(moved(view, [-50, 20]), size, view.centre), [450, 280]);
  });
  it('shows all places at once', () => {
    const places: LonLat[] = [
      [-120, 40],
      [-60, 60],
      [10, -10],
    ];
    const [west, south, east, north] = seenBox(viewOf(places, size), size);
    for (const [x, y] of places) expect([west < x, x < east, south < y, y < north]).toEqual([true, true, true, true]);
  });
});
