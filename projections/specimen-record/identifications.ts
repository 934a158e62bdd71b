import type {
  Identification,
  IdentificationAccepted,
  IdentificationNomenclaturallyUpdated,
  IdentificationVerified,
  IdentificationWithdrawn,
  SpecimenIdentified,
} from '#domain/specimen/events.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { changedTerms } from '../quality/changed-terms.js';
import { reasonedStamp, stampOf } from './stamps.js';
import type { RecordIdentification, SpecimenRecord } from './view.js';

type Opinion = RecordIdentification;
type Opinions = Pick<SpecimenRecord, 'identifications' | 'acceptedIdentificationId'>;

/** A new opinion; when it is accepted, the one before it stands on. */
export function added(record: SpecimenRecord, data: SpecimenIdentified['data'], event: LedgerEvent): Opinions {
  const opinion = { ...opinionOf(data), status: 'standing' as const, entered: stampOf(event, data.note) };
  const identifications = [...record.identifications, opinion];
  if (data.accepted !== true) return unchangedAcceptance(record, identifications);
  return handedOver({ ...record, identifications }, data.identificationId, event);
}

/** The named opinion takes over from the one before. */
export function accepted(record: SpecimenRecord, data: IdentificationAccepted['data'], event: LedgerEvent): Opinions {
  return handedOver(record, data.identificationId, event, data.note);
}

/** Somebody confirmed an opinion. */
export function verified(record: SpecimenRecord, data: IdentificationVerified['data'], event: LedgerEvent): Opinions {
  const stamp = { ...stampOf(event, data.note), ...(data.verifiedBy && { verifiedBy: data.verifiedBy }) };
  const verify = (one: Opinion): Opinion => ({ ...one, verified: [...(one.verified ?? []), stamp] });
  return unchangedAcceptance(record, replaced(record.identifications, data.identificationId, verify));
}

/** An opinion is taken back; its successor, when one is named, takes over. */
export function withdrawn(record: SpecimenRecord, data: IdentificationWithdrawn['data'], event: LedgerEvent): Opinions {
  const { identificationId, successor } = data;
  const stamp = { ...reasonedStamp(event, data.note), ...(successor !== undefined && { successor }) };
  const identifications = replaced(record.identifications, identificationId, (one) => ({
    ...one,
    status: 'withdrawn',
    withdrawn: stamp,
  }));
  const rest = { ...record, identifications };
  if (successor !== undefined) return handedOver(rest, successor, event);
  const { acceptedIdentificationId } = record;
  return {
    identifications,
    ...keep(acceptedIdentificationId === identificationId ? undefined : acceptedIdentificationId),
  };
}

/** The name of an opinion was brought up to date; what it was stays listed. */
export function renamed(
  record: SpecimenRecord,
  data: IdentificationNomenclaturallyUpdated['data'],
  event: LedgerEvent,
): Opinions {
  const update = { ...reasonedStamp(event, data.note), changes: data.changes };
  const rename = (one: Opinion): Opinion => ({
    ...one,
    terms: changedTerms(one.terms, data.changes),
    nomenclaturalUpdates: [...(one.nomenclaturalUpdates ?? []), update],
  });
  return unchangedAcceptance(record, replaced(record.identifications, data.identificationId, rename));
}

function handedOver(record: SpecimenRecord, id: string, event: LedgerEvent, note?: string): Opinions {
  const before = record.acceptedIdentificationId;
  if (before === id || !record.identifications.some((one) => one.identificationId === id)) {
    return unchangedAcceptance(record, record.identifications);
  }
  const stamp = { ...stampOf(event, note), ...(before !== undefined && { instead: before }) };
  const identifications = record.identifications.map((one): Opinion => {
    if (one.identificationId === id) return { ...one, status: 'accepted', accepted: [...(one.accepted ?? []), stamp] };
    return one.status === 'accepted' ? { ...one, status: 'standing' } : one;
  });
  return { identifications, acceptedIdentificationId: id };
}

function unchangedAcceptance(record: SpecimenRecord, identifications: readonly Opinion[]): Opinions {
  return { identifications, ...keep(record.acceptedIdentificationId) };
}

/** Said even when absent, so that it is taken away. */
function keep(acceptedIdentificationId: string | undefined): Partial<Opinions> {
  return { acceptedIdentificationId };
}

function replaced(opinions: readonly Opinion[], id: string, change: (opinion: Opinion) => Opinion): readonly Opinion[] {
  return opinions.map((one) => (one.identificationId === id ? change(one) : one));
}

function opinionOf(data: Identification): Omit<Opinion, 'status' | 'entered'> {
  const { identificationId, terms, identifiedBy, identifiedByID, taxonId, basedOn, unmapped, literalNulls } = data;
  return {
    identificationId,
    terms,
    ...(identifiedBy && { identifiedBy }),
    ...(identifiedByID && { identifiedByID }),
    ...(taxonId !== undefined && { taxonId }),
    ...(basedOn !== undefined && { basedOn }),
    ...(unmapped && { unmapped }),
    ...(literalNulls && { literalNulls }),
  };
}
