import type {
  AccessionSpecimen,
  CorrectSpecimen,
  IdentifySpecimen,
  SpecimenCommand,
  WithdrawIdentification,
} from '../../backend/domain/specimen/commands.js';
import type {
  SpecimenAccessioned,
  SpecimenEvent,
  SpecimenIdentified,
  Terms,
} from '../../backend/domain/specimen/events.js';

// Commands and events of a specimen in few words, for specs.

/** The collection that made-up specimens belong to. */
export const COLLECTION = '5f0f5a2e-0d6c-5d0e-8a3c-2b2f6f6f0001';

/** A specimen was accessioned with these terms. */
export const accessioned = (terms: Terms = { locality: 'Mont Royal' }, more: object = {}): SpecimenAccessioned => ({
  type: 'SpecimenAccessioned',
  data: { collectionId: COLLECTION, terms, released: false, ...more },
});
/** The command for it. */
export const accession = (terms: Terms = { locality: 'Mont Royal' }): AccessionSpecimen => ({
  type: 'AccessionSpecimen',
  collectionId: COLLECTION,
  terms,
});
/** A determination was added, accepted by its own event or not. */
export const identified = (id: string, name: string, accepted?: true): SpecimenIdentified => ({
  type: 'SpecimenIdentified',
  data: { identificationId: id, terms: { scientificName: name }, ...(accepted && { accepted }) },
});
/** The command for it. */
export const identify = (id: string, name: string, more: Partial<IdentifySpecimen> = {}): IdentifySpecimen => ({
  type: 'IdentifySpecimen',
  identificationId: id,
  terms: { scientificName: name },
  ...more,
});
/** Accept this determination. */
export const accept = (identificationId: string): SpecimenCommand => ({
  type: 'AcceptIdentification',
  identificationId,
});
/** Withdraw this determination. */
export const withdraw = (identificationId: string, successor?: string): WithdrawIdentification => ({
  type: 'WithdrawIdentification',
  identificationId,
  reason: 'new-evidence',
  ...(successor && { successor }),
});
/** It was withdrawn. */
export const withdrawn = (identificationId: string, successor?: string): SpecimenEvent => ({
  type: 'IdentificationWithdrawn',
  data: { identificationId, ...(successor && { successor }) },
  reason: 'new-evidence',
});
/** It was accepted, instead of another. */
export const accepted = (identificationId: string, instead?: string): SpecimenEvent => ({
  type: 'IdentificationAccepted',
  data: { identificationId, ...(instead && { instead }) },
});
/** Correct one term. */
export const correct = (term: string, was?: string, now?: string): CorrectSpecimen => ({
  type: 'CorrectSpecimen',
  changes: [{ term, ...(was !== undefined && { was }), ...(now !== undefined && { now }) }],
  reason: 'typing-error',
});
/** One term was corrected. */
export const corrected = (term: string, was?: string, now?: string, reason = 'typing-error'): SpecimenEvent => ({
  type: 'SpecimenCorrected',
  data: { changes: [{ term, ...(was !== undefined && { was }), ...(now !== undefined && { now }) }] },
  reason: reason as 'typing-error',
});
/** The record was struck through. */
export const voided: SpecimenEvent = { type: 'SpecimenRecordVoided', data: {}, reason: 'entered-by-mistake' };
