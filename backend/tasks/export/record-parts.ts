import type { Terms } from '#domain/specimen/events.js';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';

/** The opinion that is accepted; undefined while there is none. */
export function acceptedIdentification(record: SpecimenRecord): RecordIdentification | undefined {
  return record.identifications.find(({ identificationId }) => identificationId === record.acceptedIdentificationId);
}

/** The terms of a record, with those of its accepted georeference in place of its own. */
export function placedTerms(record: SpecimenRecord): Terms {
  const { georeferences, acceptedGeoreferenceId, terms } = record;
  const georeference = georeferences?.find(({ georeferenceId }) => georeferenceId === acceptedGeoreferenceId);
  return georeference ? { ...terms, ...georeference.terms } : terms;
}
