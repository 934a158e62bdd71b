import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { acceptedIdentification, placedTerms } from './record-parts.js';
import type { WalkedRecord } from './walk-records.js';

type Read = (walked: WalkedRecord) => string | number | boolean | undefined;

/** A column of an exported table: header, and what a record has in it. */
export interface TableColumn {
  readonly header: string;
  readonly read: Read;
}

/** What a table has without a choice. */
export const USUAL_COLUMNS: readonly string[] =
  'catalogNumber scientificName typeStatus identifiedBy dateIdentified recordedBy recordNumber eventDate country stateProvince locality point'.split(
    ' ',
  );

const ofDetermination =
  (term: string): Read =>
  ({ record }) =>
    acceptedIdentification(record)?.terms[term];
const ofSpecimen =
  (term: string): Read =>
  ({ record }) =>
    placedTerms(record)[term];
const standing = ({ identifications }: SpecimenRecord): number =>
  identifications.filter(({ status }) => status !== 'withdrawn').length;

/** Columns of a search that are no Darwin Core term of the same name, or several. */
const OWN: Readonly<Record<string, readonly TableColumn[]>> = {
  collector: [{ header: 'recordedBy', read: ofSpecimen('recordedBy') }],
  identifiedBy: [
    { header: 'identifiedBy', read: ({ record }) => acceptedIdentification(record)?.identifiedBy?.join(' | ') },
  ],
  year: [{ header: 'year', read: ({ record }) => record.terms['year'] ?? record.interpreted.year }],
  decade: [
    {
      header: 'decade',
      read: ({ record: { interpreted } }) => interpreted.year && Math.floor(interpreted.year / 10) * 10,
    },
  ],
  point: ['decimalLatitude', 'decimalLongitude'].map((term) => ({ header: term, read: ofSpecimen(term) })),
  uncertaintyMetres: [{ header: 'coordinateUncertaintyInMeters', read: ofSpecimen('coordinateUncertaintyInMeters') }],
  elevation: [{ header: 'minimumElevationInMeters', read: ofSpecimen('minimumElevationInMeters') }],
  depth: [{ header: 'minimumDepthInMeters', read: ofSpecimen('minimumDepthInMeters') }],
  released: [{ header: 'released', read: ({ record }) => record.released }],
  voided: [{ header: 'voided', read: ({ record }) => record.voided !== undefined }],
  unidentified: [
    {
      header: 'unidentified',
      read: ({ record }) => acceptedIdentification(record)?.terms['scientificName'] === undefined,
    },
  ],
  identificationCount: [{ header: 'identificationCount', read: ({ record }) => standing(record) }],
  hasMedia: [{ header: 'hasMedia', read: ({ record }) => record.media?.some(({ detached }) => !detached) ?? false }],
  issue: [{ header: 'issue', read: ({ record }) => record.issues?.map(({ issue }) => issue).join(' | ') }],
  importId: [{ header: 'importId', read: ({ record }) => record.imports?.map(({ importId }) => importId).join(' | ') }],
  collectionId: [{ header: 'collectionId', read: ({ record }) => record.collectionId }],
  enteredAt: [{ header: 'enteredAt', read: ({ record }) => record.created.at }],
  modifiedAt: [{ header: 'modifiedAt', read: ({ record }) => record.modified.at }],
  id: [{ header: 'id', read: ({ id }) => id }],
};
const OF_DETERMINATION: ReadonlySet<string> = new Set(
  'scientificName family genus specificEpithet taxonRank identificationQualifier typeStatus typifiedName vernacularName kingdom phylum class order dateIdentified'.split(
    ' ',
  ),
);

/** The columns of a table by their names in a search; several may come of one, and the same header stands once. */
export function tableColumns(names: readonly string[]): readonly TableColumn[] {
  const columns = names.flatMap(
    (name) =>
      (Object.hasOwn(OWN, name) ? OWN[name] : undefined) ?? [
        { header: name, read: OF_DETERMINATION.has(name) ? ofDetermination(name) : ofSpecimen(name) },
      ],
  );
  return columns.filter(({ header }, at) => columns.findIndex((one) => one.header === header) === at);
}
