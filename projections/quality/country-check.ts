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

/** Whether a point can lie in the country it is filed under: in it, near its border, or in its waters. True when its shape is not known. */
export function agrees(countryCode: string, longitude: number, latitude: number, uncertaintyMetres = 0): boolean {
  const shapes = countryShapes();
  const state = stateOf(countryCode);
  const found = shapes.stateAt(longitude, latitude);
  if (found === state || !shapes.knows(state)) return true;
  const tolerance = Math.min(MOST_TOLERANCE_DEGREES, BORDER_TOLERANCE_DEGREES + uncertaintyMetres / METRES_PER_DEGREE);
  if (isAround(shapes, state, longitude, latitude, tolerance)) return true;
  return found === undefined && shapes.isNear(state, longitude, latitude, SEA_DEGREES);
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
