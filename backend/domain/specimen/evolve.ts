import { sameData } from '../kernel/fact.js';
import { GrowingMap } from '../kernel/growing-map.js';
import type {
  IdentificationNomenclaturallyUpdated,
  IdentificationVerified,
  IdentificationWithdrawn,
  SpecimenAccessioned,
  SpecimenCorrected,
  SpecimenEvent,
  SpecimenGeoreferenced,
  SpecimenIdentified,
  SpecimenMediaAttached,
  SpecimenSupplemented,
  SpecimenSupplementWithdrawn,
  TermChange,
  Terms,
} from './events.js';
import type { AccessionedSpecimen, IdentificationState, SpecimenState } from './state.js';

/** Corrections by these reasons say what the source says, not what a curator thinks. */
const SOURCE_REASONS: ReadonlySet<string> = new Set(['source-updated', 'import-undone']);

/** The state after one more fact; a fact without an accession before it, or of a newer kind, changes nothing. */
export function evolve(state: SpecimenState, fact: SpecimenEvent): SpecimenState {
  if (fact.type === 'SpecimenAccessioned') return accessioned(fact);
  return state.status === 'unknown' ? state : ((FOLDS[fact.type] as Fold | undefined)?.(state, fact) ?? state);
}

type Fold = (specimen: AccessionedSpecimen, fact: SpecimenEvent) => AccessionedSpecimen;
type Folds = {
  readonly [T in Exclude<SpecimenEvent['type'], 'SpecimenAccessioned'>]: (
    specimen: AccessionedSpecimen,
    fact: Extract<SpecimenEvent, { type: T }>,
  ) => AccessionedSpecimen;
};

const FOLDS: Folds = {
  SpecimenCorrected: corrected,
  SpecimenGeoreferenced: georeferenced,
  GeoreferenceAccepted: (specimen, { data }) => ({ ...specimen, acceptedGeoreference: data.georeferenceId }),
  SpecimenMeasured: (specimen, { data }) => ({
    ...specimen,
    measurements: specimen.measurements.with(
      data.measurements.map(({ measurementId, terms }) => [measurementId, terms]),
    ),
  }),
  MeasurementWithdrawn: (specimen, { data }) => ({
    ...specimen,
    withdrawnMeasurements: [...(specimen.withdrawnMeasurements ?? []), data.measurementId],
  }),
  SpecimenMediaAttached: mediaAttached,
  SpecimenMediaCorrected: (specimen, { data }) => {
    const link = specimen.media.get(data.mediaId);
    if (!link) return specimen;
    const terms = changed(link.terms, data.changes);
    return { ...specimen, media: specimen.media.with([[data.mediaId, { ...link, terms }]]) };
  },
  SpecimenMediaDetached: (specimen, { data }) => {
    const link = specimen.media.get(data.mediaId);
    return link ? { ...specimen, media: specimen.media.with([[data.mediaId, { ...link, detached: true }]]) } : specimen;
  },
  SpecimenSupplemented: supplemented,
  SpecimenSupplementWithdrawn: supplementWithdrawn,
  SpecimenIdentified: identified,
  IdentificationAccepted: (specimen, { data }) => ({ ...specimen, acceptedIdentification: data.identificationId }),
  IdentificationVerified: verified,
  IdentificationWithdrawn: withdrawn,
  IdentificationNomenclaturallyUpdated: renamed,
  SpecimenFindingConfirmed: (specimen, { data }) => ({
    ...specimen,
    confirmedFindings: specimen.confirmedFindings.with([[data.issue, data.values]]),
  }),
  SpecimenReleased: (specimen) => ({ ...specimen, released: true }),
  SpecimenWithheld: (specimen) => ({ ...specimen, released: false }),
  SpecimenRecordVoided: (specimen) => ({ ...specimen, status: 'void' }),
  SpecimenRecordReinstated: (specimen) => ({ ...specimen, status: 'standing' }),
};

function accessioned({ data }: SpecimenAccessioned): AccessionedSpecimen {
  return {
    status: 'standing',
    collectionId: data.collectionId,
    terms: data.terms,
    accessionedAs: data.terms,
    ...(data.unmapped && { unmapped: data.unmapped }),
    ...(data.sourceKey && { sourceKey: data.sourceKey, sourceSaid: data.terms }),
    ...(data.catalogNumberClash && { catalogNumberClash: data.catalogNumberClash }),
    released: data.released,
    identifications: GrowingMap.of(),
    georeferences: GrowingMap.of(),
    measurements: GrowingMap.of(),
    media: GrowingMap.of(),
    confirmedFindings: GrowingMap.of(),
    supplements: GrowingMap.of(),
  };
}

function corrected(specimen: AccessionedSpecimen, { data, reason }: SpecimenCorrected): AccessionedSpecimen {
  const { catalogNumberClash: clash, ...rest } = specimen;
  const numberChanged = data.changes.some(({ term }) => NUMBER_TERMS.has(term));
  const nowClashing = data.catalogNumberClash ?? (numberChanged ? undefined : clash);
  return {
    ...rest,
    ...(nowClashing && { catalogNumberClash: nowClashing }),
    terms: changed(specimen.terms, data.changes),
    ...(data.unmapped && { unmapped: changed(specimen.unmapped ?? {}, data.unmapped) }),
    ...(specimen.sourceSaid &&
      SOURCE_REASONS.has(reason ?? '') && { sourceSaid: changed(specimen.sourceSaid, data.changes) }),
  };
}

/** Terms that make up the key of a catalogue number. */
export const NUMBER_TERMS: ReadonlySet<string> = new Set(['catalogNumber', 'institutionCode', 'collectionCode']);

function georeferenced(specimen: AccessionedSpecimen, { data }: SpecimenGeoreferenced): AccessionedSpecimen {
  return {
    ...specimen,
    georeferences: specimen.georeferences.with([[data.georeferenceId, data.terms]]),
    ...(data.accepted && { acceptedGeoreference: data.georeferenceId }),
  };
}

function mediaAttached(specimen: AccessionedSpecimen, { data }: SpecimenMediaAttached): AccessionedSpecimen {
  const links = data.media.map(
    ({ mediaId, terms, sha256 }) => [mediaId, { terms, ...(sha256 && { sha256 }), detached: false }] as const,
  );
  return { ...specimen, media: specimen.media.with(links) };
}

function supplemented(specimen: AccessionedSpecimen, { data }: SpecimenSupplemented): AccessionedSpecimen {
  const rows = [...(specimen.supplements.get(data.rowType) ?? []), ...data.rows];
  return { ...specimen, supplements: specimen.supplements.with([[data.rowType, rows]]) };
}

function supplementWithdrawn(
  specimen: AccessionedSpecimen,
  { data: { rowType, rows } }: SpecimenSupplementWithdrawn,
): AccessionedSpecimen {
  const left = (specimen.supplements.get(rowType) ?? []).filter((row) => !rows.some((gone) => sameData(gone, row)));
  return { ...specimen, supplements: specimen.supplements.with([[rowType, left]]) };
}

function identified(specimen: AccessionedSpecimen, { data }: SpecimenIdentified): AccessionedSpecimen {
  const { identificationId, terms, identifiedBy, identifiedByID, taxonId, basedOn } = data;
  const opinion: IdentificationState = {
    terms,
    given: terms,
    ...(identifiedBy && { identifiedBy }),
    ...(identifiedByID && { identifiedByID }),
    ...(taxonId && { taxonId }),
    ...(basedOn && { basedOn }),
    withdrawn: false,
    verifiedBy: [],
  };
  return {
    ...specimen,
    identifications: specimen.identifications.with([[identificationId, opinion]]),
    ...(data.accepted && { acceptedIdentification: identificationId }),
  };
}

function verified(specimen: AccessionedSpecimen, { data }: IdentificationVerified): AccessionedSpecimen {
  return withOpinion(specimen, data.identificationId, (opinion) => ({
    ...opinion,
    verifiedBy: [...opinion.verifiedBy, verifierKey(data.verifiedBy)],
  }));
}

/** One text for a list of verifiers, to tell whether the same people have verified already. */
export function verifierKey(verifiedBy: readonly string[] | undefined): string {
  return verifiedBy && verifiedBy.length > 0 ? JSON.stringify(verifiedBy) : '';
}

function withdrawn(specimen: AccessionedSpecimen, { data }: IdentificationWithdrawn): AccessionedSpecimen {
  const after = withOpinion(specimen, data.identificationId, (opinion) => ({ ...opinion, withdrawn: true }));
  if (data.successor) return { ...after, acceptedIdentification: data.successor };
  if (specimen.acceptedIdentification !== data.identificationId) return after;
  const { acceptedIdentification: _none, ...rest } = after;
  return rest;
}

function renamed(specimen: AccessionedSpecimen, { data }: IdentificationNomenclaturallyUpdated): AccessionedSpecimen {
  return withOpinion(specimen, data.identificationId, (opinion) => ({
    ...opinion,
    terms: changed(opinion.terms, data.changes),
  }));
}

function withOpinion(
  specimen: AccessionedSpecimen,
  id: string,
  change: (opinion: IdentificationState) => IdentificationState,
): AccessionedSpecimen {
  const opinion = specimen.identifications.get(id);
  return opinion ? { ...specimen, identifications: specimen.identifications.with([[id, change(opinion)]]) } : specimen;
}

function changed(terms: Terms, changes: readonly TermChange[]): Terms {
  const result: Record<string, string> = { ...terms };
  for (const { term, now } of changes) {
    if (now === undefined) delete result[term];
    else result[term] = now;
  }
  return result;
}
