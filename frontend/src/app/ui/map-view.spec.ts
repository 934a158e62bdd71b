import { clickedDegrees, moved, projectionOf, scaleLength, viewOf, viewOfCircle, zoomed } from './map-view';

describe('What a map shows', () => {
  const hill: readonly [number, number] = [-73.16, 45.55];

  it('has the point in its middle, whatever the zoom', () => {
    for (const view of [viewOf(hill), zoomed(viewOf(hill), 0.01), viewOfCircle(hill, 300)])
      expect(projectionOf(view, 480, 300)(hill as [number, number])?.map(Math.round)).toEqual([240, 150]);
  });
  it('tells the part of the continent first, and more where the uncertainty is larger', () => {
    expect(viewOf(hill, 2_000).kilometres).toBe(3_000);
    expect(viewOf(hill, 1_000_000).kilometres).toBe(5_000);
  });
  it('lets a click be read back as the place that was clicked', () => {
    const projection = projectionOf(viewOfCircle(hill, 2_000), 480, 300);
    const at = projection([-73.15, 45.56])!;
    expect(projection.invert!(at)!.map((degrees) => degrees.toFixed(4))).toEqual(['-73.1500', '45.5600']);
  });
  it('claims no more digits than the scale allows', () => {
    expect(clickedDegrees(-73.1612345, 10)).toBe('-73.1612');
    expect(clickedDegrees(-73.1612345, 3_000)).toBe('-73.16');
    expect(clickedDegrees(-73.1612345, 20_000)).toBe('-73.2');
  });
  it('goes round the world and stops at the poles', () => {
    expect(moved({ centre: [179, 0], kilometres: 1_000 }, 1, 0).centre[0]).toBeLessThan(0);
    expect(moved({ centre: [0, 89], kilometres: 20_000 }, 0, -1).centre[1]).toBe(90);
  });
  it('has a scale bar of a round length', () => {
    expect([3_000, 90, 7].map(scaleLength)).toEqual([500, 20, 1]);
  });
});
