import { agrees, presumedMistake } from './country-check.js';
import { countryShapes } from './country-shapes.js';

describe('A point and the country it is filed under', () => {
  describe('agree', () => {
    it.each([
      ['in the middle of the country', 'BR', -47.9, -15.8],
      ['in an exclave', 'RU', 20.5, 54.7],
      ['in a country within another', 'LS', 28.2, -29.6],
      ['in the smallest of states', 'VA', 12.453, 41.903],
      ['east of the antimeridian', 'RU', -171, 66.2],
      ['west of the antimeridian', 'RU', 178, 66],
      ['on an island at the antimeridian', 'FJ', 179.9, -16.52],
      ['at the South Pole', 'AQ', 0, -89.9],
      ['on an island of the Southern Ocean', 'AQ', 147.1, -60.1],
      ['on Greenland, under Denmark', 'DK', -40, 70],
      ['in Guyane, by its own code', 'GF', -53, 4],
      ['in Guyane, under France', 'FR', -53, 4],
      ['in Taiwan, under China', 'CN', 121, 23.8],
      ['in South Sudan, under the Sudan of older labels', 'SD', 30.3, 9.4],
    ])('%s', (_where, code, longitude, latitude) => expect(agrees(code, longitude, latitude)).toBe(true));

    it.each([
      ['across the river that is the border (Foz do Iguaçu)', 'PY', -54.585, -25.53],
      ['on a beach that the drawing cuts off', 'BR', -43.17, -23.02],
      ['in the waters of the country', 'NO', 3, 62],
      ['on an island too small for the atlas (Trindade)', 'BR', -29.32, -20.52],
      ['on Lord Howe', 'AU', 159.08, -31.55],
    ])('%s', (_where, code, longitude, latitude) => expect(agrees(code, longitude, latitude)).toBe(true));

    it('across a border by less than the uncertainty of the point', () => {
      const [longitude, latitude] = [8.15, 48.5] as const; // some 25 km east of Strasbourg
      expect(agrees('FR', longitude, latitude)).toBe(false);
      expect(agrees('FR', longitude, latitude, 30_000)).toBe(true);
    });
    it('when the atlas does not draw the country', () => expect(agrees('TV', 0, 50)).toBe(true));
  });

  describe('disagree', () => {
    it.each([
      ['well inside a neighbour', 'AR', -51, -27],
      ['in a country that the named one surrounds', 'ZA', 28.2, -29.6],
      ['far out at sea', 'BR', -20, -35],
      ['on another continent', 'IS', -60.56, -62.99],
    ])('%s', (_where, code, longitude, latitude) => expect(agrees(code, longitude, latitude)).toBe(false));
  });

  describe('disagree by a mistake of the usual kind', () => {
    it.each([
      ['a lost minus before the latitude', 'BR', -47.9, 15.8, 'negated-latitude'],
      ['a lost minus before the longitude', 'CA', 73.6, 45.5, 'negated-longitude'],
      ['both signs lost', 'BR', 47.9, 15.8, 'negated-both'],
      ['latitude and longitude in each other’s place', 'SE', 63.8, 20.2, 'swapped'],
      ['nothing that is usual', 'BR', 100, 60, undefined],
    ])('%s', (_what, code, longitude, latitude, mistake) =>
      expect(presumedMistake(code, longitude, latitude)).toBe(mistake),
    );
    it('even where the latitude cannot be one', () => expect(presumedMistake('AU', -25, 133)).toBe('swapped'));
  });

  it('is told alike for every point of a grid, whether the cell was asked before or not', () => {
    const shapes = countryShapes();
    const ask = (): string[] =>
      Array.from(
        { length: 360 * 18 },
        (_, at) => shapes.stateAt((at % 360) - 179.5, Math.floor(at / 360) * 10 - 84.5) ?? '',
      );
    const first = ask();
    expect(ask()).toEqual(first);
    const land = first.filter((state) => state !== '').length;
    // Land covers 29 % of the globe; on this grid, which favours high latitudes, a little more.
    expect(land / first.length).toBeGreaterThan(0.3);
    expect(land / first.length).toBeLessThan(0.45);
  });
});
