import type { ReasonCode } from '#domain/terms/reason-code.js';

/** Standard values of dwc:typeStatus offered in forms; anything else can be written. */
export const TYPE_STATUSES: readonly string[] = (
  'holotype isotype lectotype isolectotype neotype isoneotype syntype isosyntype paratype isoparatype paralectotype ' +
  'epitype isoepitype allotype topotype cotype type'
).split(' ');

/** What stands before or after a name when it is not certain. */
export const QUALIFIERS: readonly string[] = ['cf.', 'aff.', 'nr.', '?', 'agg.', 's.l.'];

/** Why a value is put right. */
export const CORRECTION_REASONS: readonly ReasonCode[] = [
  'typing-error',
  'misread-label',
  'new-evidence',
  'data-cleaning',
  'source-updated',
  'other',
];

/** Why an opinion is taken back. */
export const WITHDRAWAL_REASONS: readonly ReasonCode[] = [
  'new-evidence',
  'misread-label',
  'typing-error',
  'wrong-specimen',
  'superseded',
  'entered-by-mistake',
  'other',
];
