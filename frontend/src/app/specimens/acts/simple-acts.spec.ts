import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { bodyOf, confirmationOf, valuesBehind } from './simple-acts';

const stamp = { at: '2026-01-01T00:00:00.000Z', by: 'somebody', eventId: 'event' };
const record = (more: Partial<SpecimenRecord> = {}): SpecimenRecord => ({
  collectionId: 'one',
  terms: { country: 'Acadie', eventDate: '1723' },
  interpreted: {},
  identifications: [],
  issues: [{ issue: 'COUNTRY_INVALID', terms: ['country', 'countryCode'] }],
  released: false,
  created: stamp,
  modified: stamp,
  revision: 0,
  ...more,
});
const typed = { reason: '', note: ' ', people: [], duplicate: '' } as const;

describe('A doubt about a record', () => {
  const confirmedFindings = [{ issue: 'COUNTRY_INVALID', values: { country: 'Acadie' }, ...stamp }] as const;

  it('rests on the values that are there', () => {
    expect(valuesBehind(record(), 'COUNTRY_INVALID')).toEqual({ country: 'Acadie' });
  });
  it('is confirmed while the values are those that were compared with the label', () => {
    expect(confirmationOf(record({ confirmedFindings }), 'COUNTRY_INVALID')).toBe(confirmedFindings[0]);
    const changed = record({ confirmedFindings, terms: { country: 'Acadia' } });
    expect(confirmationOf(changed, 'COUNTRY_INVALID')).toBeUndefined();
    const more = record({ confirmedFindings, terms: { country: 'Acadie', countryCode: 'CA' } });
    expect(confirmationOf(more, 'COUNTRY_INVALID')).toBeUndefined();
  });
  it('is confirmed with its values, and a blank note is left out', () => {
    expect(bodyOf({ what: 'confirm', issue: 'COUNTRY_INVALID' }, record(), typed)).toEqual({
      issue: 'COUNTRY_INVALID',
      values: { country: 'Acadie' },
    });
  });
});

describe('Striking a record through', () => {
  it('says why, and which record stays', () => {
    const why = { ...typed, reason: 'duplicate-record', note: 'Same sheet.' } as const;
    expect(bodyOf({ what: 'void' }, record(), why, 'other')).toEqual({
      reason: 'duplicate-record',
      note: 'Same sheet.',
      duplicateOf: 'other',
    });
  });
});
