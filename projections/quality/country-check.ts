import { stateOf } from './countries.js';
import { countryShapes, type CountryShapes } from './country-shapes.js';

/** How a point most likely came to lie in the wrong country. */
export type Mistake = 'swapped' | 'negated-latitude' | 'negated-longitude' | 'negated-both';

/** The shapes are drawn at 1:50 million: a border or coast is off by a few kilometres. About 11 km. */
const BORDER_TOLERANCE_DEGREES = 0.1;
/** A vague point may lie across the border by its own uncertainty, but no further than this counts. */
const MOST_TOLERANCE_DEGREES = 1;
const METRES_PER_DEGREE = 111_195;
/** 200 nautical miles: what is caught at sea there is filed under the country of the coast. */
const SEA_DEGREES = 200 / 60;

/** All south of it is filed under Antarctica (Antarctic Treaty, article VI). */
const TREATY_LATITUDE = -60;

/** Whether a point can lie in the country it is filed under: in it, near its border, or in its waters. True when its shape is not known. */
export function agrees(countryCode: string, longitude: number, latitude: number, uncertaintyMetres = 0): boolean {
  const shapes = countryShapes();
  const state = stateOf(countryCode);
  const found = shapes.stateAt(longitude, latitude);
  if (found === state || !shapes.knows(state) || (state === 'AQ' && latitude <= TREATY_LATITUDE)) return true;
  const tolerance = Math.min(MOST_TOLERANCE_DEGREES, BORDER_TOLERANCE_DEGREES + uncertaintyMetres / METRES_PER_DEGREE);
  if (isAround(shapes, state, longitude, latitude, tolerance)) return true;
  if (shapes.isTiny(state) && shapes.isNear(state, longitude, latitude, tolerance)) return true;
  return found === undefined && isInWaters(shapes, state, longitude, latitude);
}

/** What makes a point that disagrees lie in its country: the first of the usual mistakes that does; undefined when none does. */
export function presumedMistake(countryCode: string, longitude: number, latitude: number): Mistake | undefined {
  const shapes = countryShapes();
  const state = stateOf(countryCode);
  const lies = (x: number, y: number): boolean =>
    Math.abs(x) <= 180 && Math.abs(y) <= 90 && shapes.stateAt(x, y) === state;
  if (lies(longitude, -latitude)) return 'negated-latitude';
  if (lies(-longitude, latitude)) return 'negated-longitude';
  if (lies(-longitude, -latitude)) return 'negated-both';
  return lies(latitude, longitude) ? 'swapped' : undefined;
}

function isInWaters(shapes: CountryShapes, state: string, longitude: number, latitude: number): boolean {
  if (shapes.isNear(state, longitude, latitude, SEA_DEGREES)) return true;
  return OUTLYING.some(
    ([owner, x, y]) =>
      owner === state && Math.abs(longitude - x) <= SEA_DEGREES && Math.abs(latitude - y) <= SEA_DEGREES,
  );
}

/** Small islands far from the rest of their state and too small for the atlas: state, longitude, latitude. */
const OUTLYING: readonly (readonly [string, number, number])[] = `
  AU 159.1 -31.6|BR -29.3 -20.5|BR -29.3 0.9|CL -80.1 -26.3|CL -105.5 -26.5|CO -81.6 4|CR -87.1 5.5|FR -109.2 10.3|FR 77.5 -37.8|FR 77.5 -38.7
  |FR 40.4 -22.4|FR 42.7 -17.1|FR 54.5 -15.9|FR 47.3 -11.5|FR -144.3 -27.6|GB -9.9 -40.3|GB -12.3 -37.1|GQ 5.6 -1.4|IN 72.6 10.6|JP 154 24.3
  |JP 136.1 20.4|MU 56.6 -10.4|MU 63.4 -19.7|NO 3.4 -54.4|NZ -177.9 -29.3|NZ 178.8 -49.7|NZ -171.8 -9.2|SC 46.4 -9.4|US -177.4 28.2
  |US 166.6 19.3|US -169.5 16.7|US -162.1 5.9|US -160 -0.4|US -176.5 0.8|US -174 26|VE -63.6 15.7`
  .split('|')
  .map((island) => island.trim().split(' '))
  .map(([state, x, y]) => [String(state), Number(x), Number(y)]);

const DIRECTIONS: readonly (readonly [number, number])[] = Array.from({ length: 8 }, (_, at) => {
  const angle = (at * Math.PI) / 4;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** Looks in eight directions at two distances; cheaper than the distance to every edge, and as good at this scale. */
function isAround(shapes: CountryShapes, state: string, longitude: number, latitude: number, degrees: number): boolean {
  const stretch = 1 / Math.max(0.05, Math.cos((latitude * Math.PI) / 180));
  return [degrees / 2, degrees].some((radius) =>
    DIRECTIONS.some(([x, y]) => {
      const north = latitude + y * radius;
      return Math.abs(north) <= 90 && shapes.stateAt(wrapped(longitude + x * radius * stretch), north) === state;
    }),
  );
}

function wrapped(longitude: number): number {
  return longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
}
