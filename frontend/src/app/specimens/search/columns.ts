import { peopleText } from '../../words/people-text';
import type { FoundSpecimen } from '../../ledger-client/specimens';

/** What can be asked of a column, and how it is shown; `flag` is 1 or 0. */
export type SearchKind = 'text' | 'list' | 'number' | 'date' | 'flag' | 'point';
/** Under which heading a column is offered. */
export const COLUMN_GROUPS = ['identification', 'gathering', 'place', 'object', 'record'] as const;
export type ColumnGroup = (typeof COLUMN_GROUPS)[number];

/** A column of the search: what specimens are found, sorted and listed by. */
export interface SearchColumn {
  readonly name: string;
  readonly kind: SearchKind;
  readonly group: ColumnGroup;
  /** Whether its values are counted. */
  readonly isFacet: boolean;
  /** Width in the table, in pixels, until somebody changes it. */
  readonly width: number;
}

const WIDE: ReadonlySet<string> = new Set([
  'scientificName',
  'locality',
  'habitat',
  'recordedBy',
  'collectionId',
  'issue',
]);
const FACETED: ReadonlySet<string> = new Set(
  (
    'collectionId institutionCode basisOfRecord order family genus typeStatus identifiedBy recordedBy year decade country ' +
    'stateProvince sex lifeStage preparations issue enteredAt'
  ).split(' '),
);

function columns(group: ColumnGroup, kind: SearchKind, names: string): readonly SearchColumn[] {
  return names.split(' ').map((name) => ({
    name,
    kind,
    group,
    isFacet: FACETED.has(name),
    width: WIDE.has(name) ? 240 : kind === 'flag' || kind === 'number' ? 110 : 160,
  }));
}

/** Every column, by group. */
export const COLUMNS: readonly SearchColumn[] = [
  ...columns('identification', 'text', 'scientificName family genus specificEpithet taxonRank identificationQualifier'),
  ...columns('identification', 'list', 'typeStatus'),
  ...columns('identification', 'text', 'typifiedName vernacularName kingdom phylum class order'),
  ...columns('identification', 'list', 'identifiedBy'),
  ...columns('identification', 'date', 'dateIdentified'),
  ...columns('identification', 'number', 'identificationCount'),
  ...columns('identification', 'flag', 'unidentified'),
  ...columns('gathering', 'list', 'recordedBy'),
  ...columns('gathering', 'text', 'recordNumber fieldNumber'),
  ...columns('gathering', 'date', 'eventDate'),
  ...columns('gathering', 'number', 'year month decade'),
  ...columns('gathering', 'text', 'habitat'),
  ...columns(
    'place',
    'text',
    'continent country countryCode stateProvince county municipality locality island waterBody',
  ),
  ...columns('place', 'point', 'point'),
  ...columns('place', 'number', 'uncertaintyMetres elevation depth'),
  ...columns('object', 'text', 'catalogNumber otherCatalogNumbers occurrenceID institutionCode collectionCode'),
  ...columns('object', 'text', 'basisOfRecord preparations disposition sex lifeStage'),
  ...columns('object', 'number', 'individualCount'),
  ...columns('object', 'flag', 'hasMedia'),
  ...columns('record', 'text', 'collectionId'),
  ...columns('record', 'list', 'issue'),
  ...columns('record', 'flag', 'released voided'),
  ...columns('record', 'list', 'importId'),
  ...columns('record', 'text', 'enteredAt modifiedAt'),
];

/** The columns under their headings. */
export const COLUMNS_BY_GROUP = COLUMN_GROUPS.map((group) => ({
  group,
  columns: COLUMNS.filter((column) => column.group === group),
}));

const BY_NAME: ReadonlyMap<string, SearchColumn> = new Map(COLUMNS.map((column) => [column.name, column]));

/** The column of that name. */
export function columnNamed(name: string): SearchColumn | undefined {
  return BY_NAME.get(name);
}

/** What the server sorts a column by; undefined for what has no order. */
export function sortOf({ name, kind }: SearchColumn): string | undefined {
  if (name === 'recordedBy') return 'collector';
  return kind === 'list' || kind === 'point' ? undefined : name;
}

type Value = string | number | undefined;
type Read = (specimen: FoundSpecimen) => Value;
const OWN: Readonly<Record<string, Read>> = {
  collectionId: ({ collectionId }) => collectionId,
  identifiedBy: ({ identification }) => identification?.identifiedBy?.join('; '),
  typeStatus: ({ typeStatus }) => typeStatus?.join('; '),
  identificationCount: (one) => (one.identification ? 1 : 0) + (one.otherIdentifications?.length ?? 0),
  unidentified: (one) => Number(one.identification?.scientificName === undefined),
  recordedBy: ({ terms }) => peopleText(terms['recordedBy']),
  year: ({ year }) => year,
  decade: ({ year }) => (year === undefined ? undefined : Math.floor(year / 10) * 10),
  month: ({ terms }) => terms['month'],
  point: ({ point }) => point && `${point[1].toFixed(4)}, ${point[0].toFixed(4)}`,
  countryCode: ({ countryCode }) => countryCode,
  uncertaintyMetres: ({ uncertaintyMetres }) => uncertaintyMetres,
  elevation: ({ terms }) => terms['minimumElevationInMeters'],
  depth: ({ terms }) => terms['minimumDepthInMeters'],
  hasMedia: ({ media }) => Number(media !== undefined),
  issue: ({ issues }) => issues?.join('; '),
  released: ({ released }) => Number(released),
  voided: ({ voided }) => Number(voided === true),
  importId: ({ imports }) => imports?.length,
  enteredAt: ({ enteredAt }) => enteredAt,
  modifiedAt: ({ modifiedAt }) => modifiedAt,
};

/** What a specimen has in a column, before it is put into words. */
export function valueOf(column: SearchColumn, specimen: FoundSpecimen): Value {
  const own = OWN[column.name];
  if (own) return own(specimen);
  if (column.group !== 'identification') return specimen.terms[column.name];
  return specimen.identification?.[column.name as 'family'];
}
