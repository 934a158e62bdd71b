import { accessioned, corrected, COLLECTION, voided } from '../../../infra/testing/specimen-history.js';
import type { SpecimenEvent } from '../specimen/events.js';
import type { Happening } from './policy.js';
import { releaseCatalogNumber } from './release-catalog-number.js';

const happened = (...events: readonly SpecimenEvent[]): readonly Happening[] =>
  events.map((event, revision) => ({ ...event, id: `e${revision}`, category: 'specimen', subject: 's', revision }));

/** What the policy asks for after the event at this place of the history. */
const askedFor = (at: number, ...events: readonly SpecimenEvent[]): readonly unknown[] => {
  const history = happened(...events);
  const event = history[at]!;
  return releaseCatalogNumber.concerns(event) ? releaseCatalogNumber.requests(event, history) : [];
};
const releaseOf = (number: string): unknown => ({
  category: 'catalogNumber',
  subject: { key: `${COLLECTION}\n\n\n${number}` },
  command: { type: 'ReleaseCatalogNumber', specimenId: 's' },
});

describe('A catalogue number', () => {
  const numbered = accessioned({ catalogNumber: 'QFA 1', locality: 'Oka' });
  const renumbered = corrected('catalogNumber', 'QFA 1', 'QFA 2');
  const reinstated: SpecimenEvent = { type: 'SpecimenRecordReinstated', data: {} };

  it('is given back when its record is struck through', () =>
    expect(askedFor(1, numbered, voided)).toEqual([releaseOf('qfa1')]));
  it('is given back when the specimen gets another', () =>
    expect(askedFor(1, numbered, renumbered)).toEqual([releaseOf('qfa1')]));
  it('stays when something else is corrected', () =>
    expect(askedFor(1, numbered, corrected('locality', 'Oka', 'Laval'))).toEqual([]));
  it('stays when only its spacing is corrected', () =>
    expect(askedFor(1, numbered, corrected('catalogNumber', 'QFA 1', 'qfa1'))).toEqual([]));
  it('stays when the record has come back meanwhile', () =>
    expect(askedFor(1, numbered, voided, reinstated)).toEqual([]));
  it('stays when the specimen has the number again meanwhile', () =>
    expect(askedFor(1, numbered, renumbered, corrected('catalogNumber', 'QFA 2', 'QFA 1'))).toEqual([]));
  it('is none to give back when there was none, or when another specimen holds it', () => {
    expect(askedFor(1, accessioned(), voided)).toEqual([]);
    expect(askedFor(1, accessioned({ catalogNumber: 'QFA 1' }, { catalogNumberClash: 't' }), voided)).toEqual([]);
  });
});
