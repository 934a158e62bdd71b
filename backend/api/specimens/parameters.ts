import { specimenSearch } from '#projections/specimen-search/projection.js';
import type { Column } from '#projections/kernel/view-store.js';
import type { QueryParameter } from '../openapi/route.js';

/** Columns by which specimens are filtered, sorted and counted. */
export const COLUMNS: readonly Column[] = specimenSearch.schema.columns;

const WHAT: Readonly<Record<Column['kind'], string>> = {
  text: 'Exactly this text; several: one of them. Also `.not`, `.prefix` and `.contains` (case and accents do not matter), `.from`, `.to`, `.exists`.',
  list: 'One of its values is this text; several: one of them. Also `.not`, `.prefix`, `.contains`, `.exists`.',
  number: 'This number; several: one of them. Also `.not`, `.from`, `.to`, `.exists`.',
  date: 'A day, month or year that overlaps with it (`1923-06`). Also `.not`, `.from`, `.to`, `.exists`.',
  point: 'Only `.exists`; areas are searched with `bbox` and `polygon`.',
};

const ID = '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11';
const EXAMPLES: Readonly<Record<string, string | number>> = {
  ...{ collectionId: ID, importId: ID, institutionCode: 'QFA', collectionCode: 'Herbier', catalogNumber: 'QFA0123456' },
  ...{ occurrenceID: 'urn:catalog:QFA:Herbier:QFA0123456', basisOfRecord: 'PreservedSpecimen', recordNumber: '15201' },
  ...{ scientificName: 'Carex pensylvanica Lam.', kingdom: 'Plantae', phylum: 'Tracheophyta', class: 'Liliopsida' },
  ...{ order: 'Poales', family: 'Cyperaceae', genus: 'Carex', specificEpithet: 'pensylvanica', typeStatus: 'holotype' },
  ...{ identifiedBy: 'L. Brouillet', recordedBy: 'Marie-Victorin', collector: 'Marie-Victorin, Rolland-Germain' },
  ...{ country: 'Canada', countryCode: 'CA', stateProvince: 'Québec', county: 'La Vallée-du-Richelieu' },
  ...{ municipality: 'Mont-Saint-Hilaire', issue: 'COUNTRY_COORDINATE_MISMATCH', year: 1923, decade: 1920, month: 6 },
  ...{ enteredAt: '2026-11-24', modifiedAt: '2026-11-24T09:30:00.000Z', uncertaintyMetres: 2000, elevation: 414 },
};
const EXAMPLE_OF = { text: 'Carex', list: 'Carex', number: 1, date: '1923-06' } as const;

/** Text, area, and one parameter per column. */
export const FILTERS: readonly QueryParameter[] = [
  {
    name: 'q',
    description: 'Words that must all be there; the last one may be the beginning of a word unless a blank follows.',
    example: 'carex penns',
  },
  {
    name: 'bbox',
    description: 'Area in degrees: west,south,east,north. West greater than east crosses the antimeridian.',
    example: '-80,45,-57,63',
  },
  {
    name: 'polygon',
    description:
      'Area inside a ring of 3 to 200 corners in degrees: longitude,latitude;longitude,latitude;… It does not cross the antimeridian.',
    example: '-75,45;-70,45;-72,48',
  },
  {
    name: 'where',
    description:
      'Groups of filters as JSON: `{"and": […]}`, `{"or": […]}`, `{"not": …}`, and filters named as in this address: `{"year.from": "1900"}`. Eight deep and 100 parts at most.',
    example: '{"or":[{"family":"Poaceae"},{"not":{"country.exists":"true"}}]}',
  },
  ...COLUMNS.flatMap(filtersBy),
];

/** Waiting for one's own change. */
export const AT_LEAST: QueryParameter = {
  name: 'atLeast',
  description: '`position` of a receipt: waits up to 2 s until the answer reflects it, else 503.',
  example: '00000000000004d2',
};
/** A cursor as it looks; what is inside is nobody's business. */
export const CURSOR_EXAMPLE = 'WyIxOTIzIiwiMGQ5YzZlMGMiXQ';

/** Order, size and place of a page. */
export const PAGE_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'sort',
    description: 'Columns in order, `-` before a column turns it round; missing values come last, ties go by id.',
    example: '-eventDate',
  },
  {
    name: 'limit',
    description: 'How many; 50 unless said.',
    schema: { type: 'integer', minimum: 1, maximum: 200 },
    example: 20,
  },
  { name: 'cursor', description: '`next` of the page before, with the same query.', example: CURSOR_EXAMPLE },
  { name: 'count', description: 'Whether to count all that match.', schema: { type: 'boolean' }, example: true },
  AT_LEAST,
];

/** What to count. */
export const FACET_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'facets',
    description: `Columns to count, between commas: ${COLUMNS.filter(({ facet }) => facet)
      .map(({ name }) => name)
      .join(', ')}.`,
    example: 'family,country',
  },
  {
    name: 'facetLimit',
    description: 'How many values of each; 10 unless said.',
    schema: { type: 'integer', minimum: 1, maximum: 1000 },
    example: 20,
  },
  AT_LEAST,
];

/** How fine to count. */
export const CELL_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'level',
    description: 'A cell is 360 / 2^level degrees wide and high; 4 unless said.',
    schema: { type: 'integer', minimum: 0, maximum: 24 },
    example: 6,
  },
  {
    name: 'limit',
    description: 'How many cells, most crowded first; 2000 unless said.',
    schema: { type: 'integer', minimum: 1, maximum: 5000 },
  },
  { name: 'atLeast', description: '`position` of a receipt: waits up to 2 s until the answer reflects it, else 503.' },
];

function filtersBy({ name, kind }: Column): readonly QueryParameter[] {
  if (kind === 'point')
    return [{ name: `${name}.exists`, description: WHAT.point, schema: { type: 'boolean' }, example: true }];
  return [{ name, description: WHAT[kind], repeatable: true, example: EXAMPLES[name] ?? EXAMPLE_OF[kind] }];
}
