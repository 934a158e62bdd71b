import { fact } from '#domain/kernel/fact.js';
import type { Fact } from '#domain/kernel/decider.js';
import type {
  CatalogNumberKey,
  IdentificationAccepted,
  IdentificationNomenclaturallyUpdated,
  IdentificationWithdrawn,
  MeasurementWithdrawn,
  SpecimenCorrected,
  SpecimenEvent,
  SpecimenMediaCorrected,
  SpecimenMediaDetached,
  SpecimenRecordVoided,
  SpecimenSupplementWithdrawn,
  TermChange,
} from '#domain/specimen/events.js';
import { NUMBER_TERMS } from '#domain/specimen/evolve.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { AccessionedSpecimen, SpecimenState } from '#domain/specimen/state.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';

/** What taking an import back means for one record. */
export type Compensation =
  /** Nothing of the import is in effect (any more). */
  | { readonly verdict: 'nothing' }
  /** Somebody else changed the record since: it is left alone. */
  | { readonly verdict: 'touched' }
  | {
      readonly verdict: 'undo';
      /** What is recorded, given who holds the number that the record gets back (undefined: it itself). */
      facts(clash: string | undefined): readonly Fact[];
      /** The record as it stands. */
      readonly state: AccessionedSpecimen;
      /** The record is struck through, so that its number is free. */
      readonly voided: boolean;
      /** A number to be reserved again. */
      readonly number?: CatalogNumberKey;
    };

/** Why it is taken back: with an import, or with another act on many records. */
type UndoReason = 'import-undone' | 'bulk-undone';

/** Decides how an import (or another act on many records) is taken back from one record, from its whole history. Pure. */
export function compensate(
  history: readonly LedgerEvent[],
  importId: string,
  reason: UndoReason = 'import-undone',
): Compensation {
  const first = history.findIndex((event) => event.correlationId === importId);
  if (first < 0) return { verdict: 'nothing' };
  const since = history.slice(first);
  const own = since.filter((event) => event.correlationId === importId);
  const others = since.filter((event) => event.correlationId !== importId);
  if (others.length > 0) return { verdict: others.every((event) => event.reason === reason) ? 'nothing' : 'touched' };
  const before = fold(history.slice(0, first), specimen.initial);
  const state = fold(own, before);
  if (state.status === 'unknown') return { verdict: 'nothing' };
  const entered = own.some(
    (event) => event.type === 'SpecimenAccessioned' || event.type === 'SpecimenRecordReinstated',
  );
  if (entered || before.status === 'unknown') {
    const voided = fact<SpecimenRecordVoided>('SpecimenRecordVoided', {}, reason);
    return { verdict: 'undo', facts: () => [voided], state, voided: true };
  }
  return setBack(before, state, own, reason);
}

function fold(events: readonly LedgerEvent[], from: SpecimenState): SpecimenState {
  return events.reduce((state, event) => specimen.evolve(state, event as unknown as SpecimenEvent), from);
}

function setBack(
  before: AccessionedSpecimen,
  state: AccessionedSpecimen,
  own: readonly LedgerEvent[],
  reason: UndoReason,
): Compensation {
  const corrections = own.flatMap((event) =>
    event.type === 'SpecimenCorrected' ? [{ event, ...correctionBack(event.data as SpecimenCorrected['data']) }] : [],
  );
  const renumbered = corrections.some(({ changes }) => changes.some(({ term }) => NUMBER_TERMS.has(term)));
  const number = renumbered ? numberOf(before) : undefined;
  const back = own.flatMap((event) => attachmentsBack(event, reason));
  const rest = [...opinionsBack(before, state, own, reason), ...back];
  return {
    verdict: 'undo',
    state,
    voided: false,
    ...(number && { number }),
    facts: (clash) => [
      ...corrections.map(({ event, changes, unmapped }) => ({
        ...fact<SpecimenCorrected>(
          'SpecimenCorrected',
          { changes, unmapped, ...(clash !== undefined && { catalogNumberClash: clash }) },
          reason,
        ),
        corrects: [event.id],
      })),
      ...rest,
    ],
  };
}

function correctionBack({ changes, unmapped }: SpecimenCorrected['data']) {
  return { changes: reversed(changes), unmapped: unmapped && reversed(unmapped) };
}

function reversed(changes: readonly TermChange[]): TermChange[] {
  return changes.map(({ term, was, now }) => ({
    term,
    ...(now === undefined ? {} : { was: now }),
    ...(was === undefined ? {} : { now: was }),
  }));
}

function numberOf({ terms }: AccessionedSpecimen): CatalogNumberKey | undefined {
  const { catalogNumber, institutionCode, collectionCode } = terms;
  if (catalogNumber === undefined) return undefined;
  return {
    catalogNumber,
    ...(institutionCode !== undefined && { institutionCode }),
    ...(collectionCode !== undefined && { collectionCode }),
  };
}

function opinionsBack(
  before: AccessionedSpecimen,
  state: AccessionedSpecimen,
  own: readonly LedgerEvent[],
  reason: UndoReason,
): Fact[] {
  const facts: Fact[] = [];
  for (const event of own) {
    if (event.type !== 'IdentificationNomenclaturallyUpdated') continue;
    const { identificationId, changes } = event.data as IdentificationNomenclaturallyUpdated['data'];
    facts.push({
      ...fact<IdentificationNomenclaturallyUpdated>(
        'IdentificationNomenclaturallyUpdated',
        { identificationId, changes: reversed(changes) },
        reason,
      ),
      corrects: [event.id],
    });
  }
  const was = before.acceptedIdentification;
  const is = state.acceptedIdentification;
  const added = [...state.identifications.keys()].filter((id) => !before.identifications.has(id));
  if (is !== was && is !== undefined && was !== undefined && !added.includes(is)) {
    facts.push(fact<IdentificationAccepted>('IdentificationAccepted', { identificationId: was, instead: is }, reason));
  }
  // The accepted one last, so that the one before it succeeds it.
  for (const id of [...added.filter((each) => each !== is), ...added.filter((each) => each === is)]) {
    const successor = id === is ? was : undefined;
    facts.push(
      fact<IdentificationWithdrawn>(
        'IdentificationWithdrawn',
        { identificationId: id, ...(successor && { successor }) },
        reason,
      ),
    );
  }
  return facts;
}

/** What takes media, measurements and rows of extensions back that an event brought or changed. */
function attachmentsBack(event: LedgerEvent, reason: UndoReason): Fact[] {
  const told = event as unknown as SpecimenEvent & { readonly id: string };
  switch (told.type) {
    case 'SpecimenMediaAttached':
      return told.data.media.map(({ mediaId }) =>
        fact<SpecimenMediaDetached>('SpecimenMediaDetached', { mediaId }, reason),
      );
    case 'SpecimenMediaCorrected': {
      const { mediaId, changes } = told.data;
      const back = { mediaId, changes: reversed(changes) };
      return [{ ...fact<SpecimenMediaCorrected>('SpecimenMediaCorrected', back, reason), corrects: [event.id] }];
    }
    case 'SpecimenMeasured':
      return told.data.measurements.map(({ measurementId }) =>
        fact<MeasurementWithdrawn>('MeasurementWithdrawn', { measurementId }, reason),
      );
    case 'SpecimenSupplemented': {
      const { rowType, rows } = told.data;
      return [fact<SpecimenSupplementWithdrawn>('SpecimenSupplementWithdrawn', { rowType, rows }, reason)];
    }
    default:
      return [];
  }
}
