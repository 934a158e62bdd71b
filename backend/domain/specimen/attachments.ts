import { Rejection } from '../kernel/decider.js';
import { fact, present, sameData } from '../kernel/fact.js';
import { changesToMake } from './corrections.js';
import type {
  AttachMedia,
  CorrectMedia,
  DetachMedia,
  MeasureSpecimen,
  SupplementSpecimen,
  WithdrawMeasurement,
  WithdrawSupplement,
} from './attachment-commands.js';
import type {
  MeasurementWithdrawn,
  MediaLink,
  SpecimenMeasured,
  SpecimenMediaAttached,
  SpecimenMediaCorrected,
  SpecimenMediaDetached,
  SpecimenSupplemented,
  SpecimenSupplementWithdrawn,
  Terms,
} from './events.js';
import type { AccessionedSpecimen, MediaState } from './state.js';

/** Records measurements that are not recorded yet. */
export function measure(specimen: AccessionedSpecimen, command: MeasureSpecimen): readonly SpecimenMeasured[] {
  const isNew = newAmong(specimen.measurements, 'MEASUREMENT_EXISTS', 'Measurement');
  const measurements = command.measurements
    .filter(({ measurementId, terms }) => isNew(measurementId, terms))
    .map(({ measurementId, terms }) => ({ measurementId, terms: { ...terms } }));
  if (measurements.length === 0) return [];
  return [fact<SpecimenMeasured>('SpecimenMeasured', { measurements, note: command.note })];
}

/** Takes a measurement back; it stays readable. */
export function withdrawMeasurement(
  specimen: AccessionedSpecimen,
  { measurementId, reason, note }: WithdrawMeasurement,
): readonly MeasurementWithdrawn[] {
  if (!specimen.measurements.has(measurementId))
    throw new Rejection(
      'MEASUREMENT_UNKNOWN',
      `This specimen has no measurement ${measurementId}: choose one of its own.`,
      { measurementId },
    );
  if (specimen.withdrawnMeasurements?.includes(measurementId)) return [];
  return [fact<MeasurementWithdrawn>('MeasurementWithdrawn', { measurementId, note }, reason)];
}

/** Links media that are not linked now. */
export function attachMedia(specimen: AccessionedSpecimen, command: AttachMedia): readonly SpecimenMediaAttached[] {
  const linked = [...specimen.media].filter(([, { detached }]) => !detached);
  const standing = new Map<string, object>(linked.map(([id, { terms, sha256 }]) => [id, { terms, sha256 }]));
  const isNew = newAmong(standing, 'MEDIA_EXISTS', 'Media');
  const media: readonly MediaLink[] = command.media
    .filter(({ mediaId, terms, sha256 }) => isNew(mediaId, { terms, sha256 }))
    .map(({ mediaId, terms, sha256 }) => present({ mediaId, terms: { ...terms }, sha256 }));
  if (media.length === 0) return [];
  return [fact<SpecimenMediaAttached>('SpecimenMediaAttached', { media, note: command.note })];
}

/**
 * Tells of one id after another whether it is new, here and in the same command; false when the same is said again. Throws
 * a `Rejection` with `code` when the id stands for something else. What stands is looked up, not copied: it may be long.
 */
function newAmong<V extends object>(standing: ReadonlyMap<string, V>, code: string, noun: string) {
  const seen = new Map<string, V>();
  return (id: string, said: V): boolean => {
    const known = seen.get(id) ?? standing.get(id);
    seen.set(id, known ?? said);
    if (known === undefined) return true;
    if (sameData(known, said)) return false;
    throw new Rejection(code, `${noun} ${id} exists already with other values: add another one under a new id.`, {
      id,
    });
  };
}

/** Puts right what is said of media; changes that are true already are left out. */
export function correctMedia(
  specimen: AccessionedSpecimen,
  { mediaId, changes, reason, note }: CorrectMedia,
): readonly SpecimenMediaCorrected[] {
  const made = changesToMake(linkOf(specimen, mediaId).terms, changes);
  if (made.length === 0) return [];
  return [fact<SpecimenMediaCorrected>('SpecimenMediaCorrected', { mediaId, changes: made, note }, reason)];
}

function linkOf(specimen: AccessionedSpecimen, mediaId: string): MediaState {
  const link = specimen.media.get(mediaId);
  if (link) return link;
  throw new Rejection('MEDIA_UNKNOWN', `This specimen has no media ${mediaId}: choose one of its own.`, { mediaId });
}

/** Takes a link to media away. */
export function detachMedia(
  specimen: AccessionedSpecimen,
  { mediaId, note }: DetachMedia,
): readonly SpecimenMediaDetached[] {
  const link = linkOf(specimen, mediaId);
  return link.detached ? [] : [fact<SpecimenMediaDetached>('SpecimenMediaDetached', { mediaId, note })];
}

/** Keeps the rows that are not kept yet; a row given twice is kept twice. */
export function supplement(
  specimen: AccessionedSpecimen,
  command: SupplementSpecimen,
): readonly SpecimenSupplemented[] {
  const kept = (specimen.supplements.get(command.rowType) ?? []).map(rowKey);
  const rows = command.rows.filter((row) => !takeOut(kept, rowKey(row))).map((row) => ({ ...row }));
  if (rows.length === 0) return [];
  return [fact<SpecimenSupplemented>('SpecimenSupplemented', { rowType: command.rowType, rows })];
}

/** Takes back the rows that are like these, twins included. */
export function withdrawSupplement(
  specimen: AccessionedSpecimen,
  command: WithdrawSupplement,
): readonly SpecimenSupplementWithdrawn[] {
  const given = new Set(command.rows.map(rowKey));
  const rows = (specimen.supplements.get(command.rowType) ?? []).filter((row) => given.has(rowKey(row)));
  if (rows.length === 0) return [];
  return [fact<SpecimenSupplementWithdrawn>('SpecimenSupplementWithdrawn', { rowType: command.rowType, rows })];
}

function rowKey(row: Terms): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function takeOut(keys: string[], key: string): boolean {
  const index = keys.indexOf(key);
  if (index >= 0) keys.splice(index, 1);
  return index >= 0;
}
