/** Why a correction, withdrawal or withholding was made: the closed list that an event's envelope may carry. */
export const REASON_CODES = [
  'typing-error',
  'misread-label',
  'new-evidence',
  'source-updated',
  'duplicate-record',
  'entered-by-mistake',
  'wrong-specimen',
  'superseded',
  'nomenclature',
  'sensitive-locality',
  'legal-restriction',
  'donor-restriction',
  'data-cleaning',
  'import-undone',
  'imported-again',
  'bulk-undone',
  'other',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];
