import { parseEventDate } from '#domain/terms/event-date.js';
import type { Column, ColumnValue, ViewSchema } from '../kernel/view-store.js';
import { remembering } from '../quality/memory.js';
import { numberIn } from '../quality/numbers.js';
import { peopleIn } from '../quality/people.js';
import type { SearchIdentification, SpecimenSearchRow } from './view.js';

/**
 * `recordedBy` and `identifiedBy` hold each person; `collector` is the whole text of recordedBy, by which pages are
 * sorted. `released`, `voided`, `unidentified` and `hasMedia` are 1 or 0. `importId` holds every import of the record.
 */
const columns: readonly Column[] = [
  { name: 'collectionId', kind: 'text', facet: true },
  { name: 'institutionCode', kind: 'text', facet: true },
  { name: 'collectionCode', kind: 'text' },
  { name: 'catalogNumber', kind: 'text' },
  { name: 'occurrenceID', kind: 'text' },
  { name: 'otherCatalogNumbers', kind: 'text' },
  { name: 'basisOfRecord', kind: 'text', facet: true },
  { name: 'scientificName', kind: 'text' },
  { name: 'kingdom', kind: 'text' },
  { name: 'phylum', kind: 'text' },
  { name: 'class', kind: 'text' },
  { name: 'order', kind: 'text', facet: true },
  { name: 'family', kind: 'text', facet: true },
  { name: 'genus', kind: 'text', facet: true },
  { name: 'specificEpithet', kind: 'text' },
  { name: 'taxonRank', kind: 'text' },
  { name: 'identificationQualifier', kind: 'text' },
  { name: 'vernacularName', kind: 'text' },
  { name: 'typifiedName', kind: 'text' },
  { name: 'typeStatus', kind: 'list', facet: true },
  { name: 'identifiedBy', kind: 'list', facet: true },
  { name: 'dateIdentified', kind: 'date' },
  { name: 'recordedBy', kind: 'list', facet: true },
  { name: 'collector', kind: 'text' },
  { name: 'recordNumber', kind: 'text' },
  { name: 'fieldNumber', kind: 'text' },
  { name: 'eventDate', kind: 'date' },
  { name: 'year', kind: 'number', facet: true },
  { name: 'decade', kind: 'number', facet: true },
  { name: 'month', kind: 'number' },
  { name: 'continent', kind: 'text' },
  { name: 'island', kind: 'text' },
  { name: 'waterBody', kind: 'text' },
  { name: 'country', kind: 'text', facet: true },
  { name: 'countryCode', kind: 'text' },
  { name: 'stateProvince', kind: 'text', facet: true },
  { name: 'county', kind: 'text' },
  { name: 'municipality', kind: 'text' },
  { name: 'locality', kind: 'text' },
  { name: 'habitat', kind: 'text' },
  { name: 'point', kind: 'point' },
  { name: 'uncertaintyMetres', kind: 'number' },
  { name: 'elevation', kind: 'number' },
  { name: 'depth', kind: 'number' },
  { name: 'individualCount', kind: 'number' },
  { name: 'sex', kind: 'text', facet: true },
  { name: 'lifeStage', kind: 'text', facet: true },
  { name: 'preparations', kind: 'text', facet: true },
  { name: 'disposition', kind: 'text' },
  { name: 'released', kind: 'number' },
  { name: 'voided', kind: 'number' },
  { name: 'unidentified', kind: 'number' },
  { name: 'identificationCount', kind: 'number' },
  { name: 'hasMedia', kind: 'number' },
  { name: 'issue', kind: 'list', facet: true },
  { name: 'importId', kind: 'list' },
  { name: 'enteredAt', kind: 'text', facet: true },
  { name: 'modifiedAt', kind: 'text' },
];

/** How specimens are found. Each index costs every imported row about 1.5 µs: these serve the sorts and the filters of the search page and the importer's lookups. */
export const schema: ViewSchema<SpecimenSearchRow> = {
  columns,
  indexes: [
    ['catalogNumber'],
    ['scientificName'],
    ['eventDate'],
    ['collector'],
    ['modifiedAt'],
    ['country', 'stateProvince'],
    ['family'],
    ['genus'],
    ['year'],
    ['decade'],
    ['unidentified'],
    ['enteredAt'],
    ['occurrenceID'],
  ],
  row,
  text,
};

const UNIDENTIFIED: Partial<SearchIdentification> = {};

/** One literal, since it is made for every row of an import. */
// eslint-disable-next-line max-lines-per-function -- a flat list: one line for each column
function row(specimen: SpecimenSearchRow): Readonly<Record<string, ColumnValue>> {
  const { terms, identification = UNIDENTIFIED, collected, year } = specimen;
  return {
    collectionId: specimen.collectionId,
    institutionCode: terms['institutionCode'],
    collectionCode: terms['collectionCode'],
    catalogNumber: terms['catalogNumber'],
    occurrenceID: terms['occurrenceID'],
    otherCatalogNumbers: terms['otherCatalogNumbers'],
    basisOfRecord: terms['basisOfRecord'],
    scientificName: identification.scientificName,
    kingdom: identification.kingdom,
    phylum: identification.phylum,
    class: identification.class,
    order: identification.order,
    family: identification.family,
    genus: identification.genus,
    specificEpithet: identification.specificEpithet,
    taxonRank: identification.taxonRank,
    identificationQualifier: identification.identificationQualifier,
    vernacularName: identification.vernacularName,
    typifiedName: identification.typifiedName,
    typeStatus: specimen.typeStatus,
    identifiedBy: identification.identifiedBy?.flatMap(peopleIn),
    dateIdentified: daysOf(identification.dateIdentified),
    recordedBy: peopleOf(terms['recordedBy']),
    collector: terms['recordedBy'],
    recordNumber: terms['recordNumber'],
    fieldNumber: terms['fieldNumber'],
    eventDate: collected,
    year,
    decade: decadeOf(year),
    month: monthOf(collected),
    continent: terms['continent'],
    island: terms['island'],
    waterBody: terms['waterBody'],
    country: terms['country'],
    countryCode: specimen.countryCode,
    stateProvince: terms['stateProvince'],
    county: terms['county'],
    municipality: terms['municipality'],
    locality: terms['locality'],
    habitat: terms['habitat'],
    point: specimen.point,
    uncertaintyMetres: specimen.uncertaintyMetres,
    elevation: numberIn(terms['minimumElevationInMeters']),
    depth: numberIn(terms['minimumDepthInMeters']),
    individualCount: numberIn(terms['individualCount']),
    sex: terms['sex'],
    lifeStage: terms['lifeStage'],
    preparations: terms['preparations'],
    disposition: terms['disposition'],
    released: Number(specimen.released),
    voided: Number(specimen.voided === true),
    unidentified: Number(identification.scientificName === undefined),
    identificationCount: standingCount(specimen),
    hasMedia: Number(specimen.media !== undefined),
    issue: specimen.issues,
    importId: specimen.imports,
    enteredAt: specimen.enteredAt,
    modifiedAt: specimen.modifiedAt,
  };
}

function standingCount({ identification, otherIdentifications }: SpecimenSearchRow): number {
  return (identification ? 1 : 0) + (otherIdentifications?.length ?? 0);
}

function peopleOf(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : peopleIn(text);
}

const dayInterval = remembering((text): readonly [number, number] | undefined => {
  const interval = parseEventDate(text);
  return interval && [interval.first, interval.last];
});

function daysOf(text: string | undefined): readonly [number, number] | undefined {
  return text === undefined ? undefined : dayInterval(text);
}

function decadeOf(year: number | undefined): number | undefined {
  return year === undefined ? undefined : Math.floor(year / 10) * 10;
}

function monthOf(collected: readonly [number, number] | undefined): number | undefined {
  if (!collected) return undefined;
  const [from, to] = collected;
  return Math.floor(from / 100) === Math.floor(to / 100) ? Math.floor(from / 100) % 100 : undefined;
}

/** Terms whose words are not searched: numbers, codes and what other terms say again. */
const WORDLESS: ReadonlySet<string> = new Set(
  `basisOfRecord individualCount organismQuantity organismQuantityType year month day startDayOfYear endDayOfYear
  countryCode decimalLatitude decimalLongitude geodeticDatum coordinateUncertaintyInMeters
  minimumElevationInMeters maximumElevationInMeters minimumDepthInMeters maximumDepthInMeters`.split(/\s+/),
);

function text({ terms, identification, otherIdentifications }: SpecimenSearchRow): readonly string[] {
  const texts: string[] = [];
  for (const name in terms) if (!WORDLESS.has(name)) texts.push(terms[name] as string);
  if (identification) tellNames(texts, identification);
  for (const other of otherIdentifications ?? []) tellNames(texts, other);
  return texts;
}

function tellNames(texts: string[], opinion: SearchIdentification): void {
  const { scientificName, order, family, vernacularName, typeStatus, typifiedName, identifiedBy } = opinion;
  for (const told of [scientificName, order, family, opinion.class, vernacularName, typeStatus, typifiedName]) {
    if (told !== undefined) texts.push(told);
  }
  if (identifiedBy) texts.push(...identifiedBy);
  if (opinion.verbatimIdentification !== undefined) texts.push(opinion.verbatimIdentification);
}
