import type { Terms } from '#domain/specimen/events.js';
import { judgeDetermination, type JudgedDetermination } from './determination.js';
import { readTerms } from './terms.js';

const TODAY = '2026-11-24';
const PLACE: Terms = { locality: 'Mont Albert' };

const issuesOf = (terms: Terms): readonly string[] =>
  readTerms({ ...PLACE, ...terms }, undefined, TODAY).findings.map(({ issue }) => issue);

describe('The terms of a specimen', () => {
  it('raise no doubt when there is none', () =>
    expect(
      issuesOf({
        basisOfRecord: 'PreservedSpecimen',
        individualCount: '3',
        eventDate: '1930-07-14',
        year: '1930',
        month: '7',
        day: '14',
        country: 'Canada',
        countryCode: 'CA',
        decimalLatitude: '48.92',
        decimalLongitude: '-66.18',
        coordinateUncertaintyInMeters: '500',
        minimumElevationInMeters: '900',
        maximumElevationInMeters: '1100',
      }),
    ).toEqual([]));

  it.each<[string, Terms, readonly string[]]>([
    ['a date that cannot be read', { eventDate: 'last summer' }, ['RECORDED_DATE_INVALID']],
    ['a day that its month does not have', { year: '1930', month: '2', day: '30' }, ['RECORDED_DATE_INVALID']],
    ['a date after the day it was entered', { eventDate: '2027-01-01' }, ['RECORDED_DATE_UNLIKELY']],
    ['a date before there were collections', { eventDate: '1503' }, ['RECORDED_DATE_UNLIKELY']],
    ['a date and a year that differ', { eventDate: '1930-07-14', year: '1931' }, ['RECORDED_DATE_MISMATCH']],
    [
      'a date and a month that differ',
      { eventDate: '1930-07-14', year: '1930', month: '8' },
      ['RECORDED_DATE_MISMATCH'],
    ],
    ['coordinates that cannot be read', { decimalLatitude: 'north', decimalLongitude: '3' }, ['COORDINATE_INVALID']],
    ['half a pair of coordinates', { decimalLatitude: '48.9' }, ['COORDINATE_INVALID']],
    ['both coordinates zero', { decimalLatitude: '0', decimalLongitude: '0.0' }, ['ZERO_COORDINATE']],
    ['coordinates off the globe', { decimalLatitude: '91', decimalLongitude: '181' }, ['COORDINATE_OUT_OF_RANGE']],
    [
      'coordinates off the globe that fit when swapped',
      { country: 'Australia', decimalLatitude: '133', decimalLongitude: '-25' },
      ['COORDINATE_OUT_OF_RANGE', 'PRESUMED_SWAPPED_COORDINATE'],
    ],
    [
      'a country the point is not in',
      { country: 'Brazil', decimalLatitude: '60', decimalLongitude: '100' },
      ['COUNTRY_COORDINATE_MISMATCH'],
    ],
    [
      'a latitude without its minus',
      { country: 'Brazil', decimalLatitude: '15.8', decimalLongitude: '-47.9' },
      ['COUNTRY_COORDINATE_MISMATCH', 'PRESUMED_NEGATED_LATITUDE'],
    ],
    [
      'a longitude without its minus',
      { countryCode: 'CA', decimalLatitude: '45.5', decimalLongitude: '73.6' },
      ['COUNTRY_COORDINATE_MISMATCH', 'PRESUMED_NEGATED_LONGITUDE'],
    ],
    ['a country that is none', { country: 'Atlantis' }, ['COUNTRY_INVALID']],
    ['a code that is none', { countryCode: 'QQ' }, ['COUNTRY_INVALID']],
    ['a country and a code that differ', { country: 'Canada', countryCode: 'US' }, ['COUNTRY_MISMATCH']],
    ['an uncertainty of zero', { coordinateUncertaintyInMeters: '0' }, ['COORDINATE_UNCERTAINTY_METERS_INVALID']],
    ['an elevation in words', { minimumElevationInMeters: 'c. 300 m' }, ['ELEVATION_NON_NUMERIC']],
    [
      'elevations in each other’s place',
      { minimumElevationInMeters: '900', maximumElevationInMeters: '90' },
      ['ELEVATION_MIN_MAX_SWAPPED'],
    ],
    ['a basis of record that is none', { basisOfRecord: 'Gift shop' }, ['BASIS_OF_RECORD_INVALID']],
    ['a count that is none', { individualCount: 'several' }, ['INDIVIDUAL_COUNT_INVALID']],
    ['a negative count', { individualCount: '-1' }, ['INDIVIDUAL_COUNT_INVALID']],
  ])('raise a doubt: %s', (_what, terms, issues) => expect(issuesOf(terms)).toEqual(issues));

  it('raise a doubt when neither time nor place is given', () =>
    expect(readTerms({ catalogNumber: '1', recordedBy: 'Bonpland' }, undefined, TODAY).findings).toEqual([
      { issue: 'MISSING_COLLECTING_EVENT', terms: ['eventDate', 'locality'] },
    ]));
  it('name the terms that a doubt rests on', () =>
    expect(readTerms({ ...PLACE, eventDate: '1930', year: '1931' }, undefined, TODAY).findings).toEqual([
      { issue: 'RECORDED_DATE_MISMATCH', terms: ['eventDate', 'year'] },
    ]));
  it('doubt a date that was in the future when it was entered, whatever the day it is read', () => {
    expect(readTerms({ ...PLACE, eventDate: '2026-12-01' }, undefined, '2026-11-24').findings).toHaveLength(1);
    expect(readTerms({ ...PLACE, eventDate: '2026-12-01' }, undefined, '2026-12-01').findings).toHaveLength(0);
  });
  it('lie where an accepted georeference says, and are judged by it', () => {
    const terms = { country: 'Brazil', decimalLatitude: '0', decimalLongitude: '0' };
    const reading = readTerms(terms, { decimalLatitude: '-15.8', decimalLongitude: '-47.9' }, TODAY);
    expect(reading).toMatchObject({ point: [-47.9, -15.8], findings: [] });
  });
  it('lie where the label says when there are no decimal degrees', () =>
    expect(readTerms({ verbatimCoordinates: `45°30'N 73°30'W` }, undefined, TODAY).point).toEqual([-73.5, 45.5]));
  it('have no point at zero, zero', () =>
    expect(readTerms({ decimalLatitude: '0', decimalLongitude: '0' }, undefined, TODAY)).not.toHaveProperty('point'));
});

describe('A determination', () => {
  const COLLECTED = [19300714, 19300714] as const;
  const issues = (opinion: JudgedDetermination, accepted = true): readonly string[] =>
    judgeDetermination(opinion, COLLECTED, TODAY, accepted).map(({ issue }) => issue);

  it('raises no doubt when there is none', () =>
    expect(
      issues({ scientificName: 'Salix chlorolepis Fernald', typeStatus: 'Isotypus', dateIdentified: '1932' }),
    ).toEqual([]));
  it.each<[string, JudgedDetermination, readonly string[]]>([
    ['a name that is none', { scientificName: '??' }, ['TAXON_NAME_UNPARSABLE']],
    ['a type status that is none', { typeStatus: 'Preserved Specimen' }, ['TYPE_STATUS_INVALID']],
    ['one of two type statuses that is none', { typeStatus: 'holotype; blue' }, ['TYPE_STATUS_INVALID']],
    ['a date that cannot be read', { dateIdentified: 's.d.' }, ['IDENTIFIED_DATE_INVALID']],
    ['a date before it was collected', { dateIdentified: '1929-05' }, ['IDENTIFIED_DATE_UNLIKELY']],
    ['a date after it was entered', { dateIdentified: '2031' }, ['IDENTIFIED_DATE_UNLIKELY']],
  ])('raises a doubt: %s', (_what, opinion, expected) => expect(issues(opinion)).toEqual(expected));
  it('of the same year as the collecting is no doubt, however vague', () =>
    expect(issues({ dateIdentified: '1930' })).toEqual([]));
  it('that says the specimen is no type is no doubt', () => expect(issues({ typeStatus: 'not a type' })).toEqual([]));
  it('that is not accepted is judged by its type status only', () =>
    expect(issues({ scientificName: '??', typeStatus: 'blue', dateIdentified: 's.d.' }, false)).toEqual([
      'TYPE_STATUS_INVALID',
    ]));
});
