import { specimen } from '#domain/specimen/specimen.js';
import { decode, upcastsOf } from '#ledger/decode.js';
import type { EventStore } from '#ledger/event-store.js';
import { specimenRecord } from '#projections/specimen-record/projection.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { LineWithRecord, ToldLine } from './told-line.js';

/** Events by which what was accepted, or what a type specimen's record says, can change. */
export const CORRECTING = [
  'SpecimenCorrected',
  'IdentificationAccepted',
  'IdentificationWithdrawn',
  'IdentificationNomenclaturallyUpdated',
  'GeoreferenceAccepted',
  'SpecimenRecordVoided',
] as const;

/** A correction that an auditor looks at, and why: judged by the record as it was just before. */
export interface CorrectionLine extends ToldLine {
  /** It changed or replaced the accepted identification. */
  readonly ofAccepted: boolean;
  /** Type statuses that the specimen had; empty when it was no type. */
  readonly typeStatus: readonly string[];
}

const UPCASTS = upcastsOf([specimen]);

/** Keeps those lines that correct an accepted identification or a type specimen. */
export async function corrections(
  ledger: Pick<EventStore, 'readStream'>,
  found: readonly LineWithRecord[],
): Promise<readonly CorrectionLine[]> {
  const kept: CorrectionLine[] = [];
  for (const { line } of found) {
    const before = await recordBefore(ledger, line);
    if (!before) continue;
    const [ofAccepted, typeStatus] = [touchesAccepted(line, before), before.interpreted.typeStatus ?? []];
    if (ofAccepted || typeStatus.length > 0) kept.push({ ...line, ofAccepted, typeStatus });
  }
  return kept;
}

/** The record as it was before the event of a line; undefined when there was none. */
async function recordBefore(
  ledger: Pick<EventStore, 'readStream'>,
  { subject, revision }: ToldLine,
): Promise<SpecimenRecord | undefined> {
  let record: SpecimenRecord | undefined;
  for (const stored of await ledger.readStream(`specimen-${subject}`)) {
    if (stored.revision >= revision) break;
    record = specimenRecord.evolve(record, decode(stored, UPCASTS), subject) ?? undefined;
  }
  return record;
}

function touchesAccepted({ type, facts }: ToldLine, before: SpecimenRecord): boolean {
  if (type === 'IdentificationAccepted') return before.acceptedIdentificationId !== undefined;
  if (type !== 'IdentificationWithdrawn' && type !== 'IdentificationNomenclaturallyUpdated') return false;
  return facts?.identificationId !== undefined && facts.identificationId === before.acceptedIdentificationId;
}
