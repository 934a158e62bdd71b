import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import type { LineWithRecord, ToldLine } from './told-line.js';

/** Events by which somebody signs something off. */
export const SIGNING = [
  'IdentificationVerified',
  'IdentificationAccepted',
  'GeoreferenceAccepted',
  'SpecimenReleased',
  'AccountRoleGranted',
] as const;

/** How somebody signed off what they had done themselves. */
export const OWN_WORK = [
  'verified-own-identification',
  'accepted-own-identification',
  'accepted-own-georeference',
  'released-own-record',
  'granted-own-role',
] as const;
export type OwnWork = (typeof OWN_WORK)[number];

/** A line in which work was signed off by whoever had done it. */
export interface OwnWorkLine extends ToldLine {
  readonly ownWork: OwnWork;
  /** When the work was done that was signed off. */
  readonly workedAt?: string;
}

interface Found {
  readonly ownWork: OwnWork;
  readonly workedAt?: string;
}

/** Keeps those lines in which somebody signs off their own work (Spectrum 5.1, Audit: nobody does). */
export function ownWork(found: readonly LineWithRecord[]): readonly OwnWorkLine[] {
  return found.flatMap(({ line, record }) => {
    const own = line.type === 'AccountRoleGranted' ? grantToOneself(line) : record && ofRecord(line, record);
    return own ? [{ ...line, ...own }] : [];
  });
}

function grantToOneself({ actorId, subject }: ToldLine): Found | undefined {
  return actorId === subject ? { ownWork: 'granted-own-role' } : undefined;
}

function ofRecord(line: ToldLine, record: SpecimenRecord): Found | undefined {
  const opinion = record.identifications.find(
    ({ identificationId }) => identificationId === line.facts?.identificationId,
  );
  switch (line.type) {
    case 'IdentificationVerified':
      return opinion && isOwnOpinion(line, opinion)
        ? { ownWork: 'verified-own-identification', workedAt: opinion.entered.at }
        : undefined;
    case 'IdentificationAccepted':
      return own('accepted-own-identification', line, opinion?.entered);
    case 'GeoreferenceAccepted': {
      const { georeferenceId: wanted } = line.facts ?? {};
      const georeference = record.georeferences?.find(({ georeferenceId }) => georeferenceId === wanted);
      return own('accepted-own-georeference', line, georeference?.entered);
    }
    case 'SpecimenReleased':
      return own('released-own-record', line, record.created);
    default:
      return undefined;
  }
}

function own(
  ownWork: OwnWork,
  { actorId }: ToldLine,
  work: { readonly by: string; readonly at: string } | undefined,
): Found | undefined {
  return work?.by === actorId ? { ownWork, workedAt: work.at } : undefined;
}

/** Entered by the same account, or verified under a name that the opinion itself bears. */
function isOwnOpinion({ actorId, eventId }: ToldLine, opinion: RecordIdentification): boolean {
  if (opinion.entered.by === actorId) return true;
  const verifiers = opinion.verified?.find((stamp) => stamp.eventId === eventId)?.verifiedBy ?? [];
  return verifiers.some((name) => opinion.identifiedBy?.includes(name));
}
