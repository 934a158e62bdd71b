import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithSharedData } from '../../../infra/testing/shared-data.js';
import { parseBasisOfRecord } from './basis-of-record.js';
import { dayOf } from './day.js';
import type { DateInterval } from './date-interval.js';
import { collectingDate, parseEventDate } from './event-date.js';
import { parseScientificName } from './scientific-name.js';
import { parseTypeStatus } from './type-status.js';

/** Share of cases that agree, and the first that do not, for the eye. */
function agreement<C>(cases: readonly C[], agrees: (sample: C) => boolean): { share: number; differing: readonly C[] } {
  const differing = cases.filter((sample) => !agrees(sample));
  return { share: 1 - differing.length / cases.length, differing };
}

function at(interval: DateInterval | undefined): string {
  if (!interval) return '';
  const text = (day: number): string => String(day).replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
  if (interval.precision === 'month') return text(interval.first).slice(0, 7);
  if (interval.precision === 'year') return text(interval.first).slice(0, 4);
  return interval.precision === 'ambiguous' ? '' : `${text(interval.first)}/${text(interval.last)}`;
}

interface DateCase {
  readonly kind: string;
  readonly value?: string;
  readonly expect?: readonly string[];
  readonly [other: string]: unknown;
}

interface NameCase {
  readonly name: string;
  readonly canonical: string;
  readonly authorship: string;
  readonly parsed: boolean;
  readonly cardinality: number;
}

// What only differs in how it is printed: signs, blanks, accents, "and" for "&", "fil." for "f.".
function comparable(text: string): string {
  return text
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\bfil\./g, 'f.')
    .replace(/ (and|et|y) /g, '&')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

describeWithSharedData('Test vectors of other projects', (root) => {
  const load = <C>(name: string): readonly C[] =>
    JSON.parse(readFileSync(join(root, `suites/vectors/${name}.json`), 'utf8')) as C[];

  it('agree on days; only 1.11.1879 can be two of them', () => {
    const cases = load<DateCase>('dates').filter(({ expect: parts }) => (parts?.length ?? 0) >= 3);
    const days = cases.filter(({ expect: parts }) => parts!.slice(0, 3).every((part) => part !== 'null'));
    const { differing } = agreement(days, ({ value, expect: parts }) => {
      const [year, month, day] = parts!.map(Number) as [number, number, number];
      const found = parseEventDate(value!);
      return found?.precision === 'day' && found.first === dayOf(year, month, day);
    });
    expect(days.length).toBeGreaterThan(100);
    expect(differing.map(({ value }) => value)).toEqual(['1.11.1879']);
  });

  it('agree on what is no date', () => {
    const bad = load<DateCase>('dates').filter(({ kind }) => kind === 'threeten_bad_date_tests');
    expect(bad).toHaveLength(10);
    expect(agreement(bad, ({ value }) => parseEventDate(value!) === undefined).differing).toEqual([]);
  });

  it('agree on dates from several terms, but for terms we do not read', () => {
    const cases = load<DateCase>('dates').filter(({ kind }) => kind === 'event-date-qc-reference');
    const known = cases.filter(
      (sample) => !sample['EarliestDateCollected'] && !sample['beginYear'] && sample['expectedeventDate'],
    );
    const { differing } = agreement(known, (sample) => {
      const wanted = at(parseEventDate(sample['expectedeventDate'] as string));
      return at(collectingDate(sample as unknown as Record<string, string>).interval) === wanted;
    });
    // 16 has LatestDateCollected; 23 has a day without its month; 31 has a year beside its decade; 36 a two-digit year.
    expect(differing.map((sample) => sample['exampleID'])).toEqual(['16', '23', '31', '36']);
  });

  it('agree on every type status and every basis of record', () => {
    const cases = load<{ list: string; raw: string; standard: string }>('controlled-terms');
    const list = (name: string): typeof cases => cases.filter(({ list, raw }) => list === name && raw !== '');
    const types = agreement(list('typeStatus'), ({ raw, standard }) => parseTypeStatus(raw) === standard.toLowerCase());
    expect(types.differing).toEqual([]);
    const bases = agreement(list('basisOfRecord'), ({ raw, standard }) => {
      // Darwin Core has no plain observation: a person's is meant.
      const wanted = standard
        .toLowerCase()
        .replace('_', '')
        .replace(/^observation$/, 'humanobservation');
      return parseBasisOfRecord(raw)?.toLowerCase() === wanted;
    });
    expect(bases.differing).toEqual([]);
  });

  describe('on scientific names', () => {
    const cases = load<NameCase>('scientific-names');
    const names = cases.filter(({ parsed, cardinality }) => parsed && cardinality > 0);

    it('agree on three in four canonical names, most of which are made to be hard', () => {
      const { share } = agreement(names, ({ name, canonical }) => {
        const found = parseScientificName(name)?.canonical ?? '';
        return comparable(found) === comparable(canonical);
      });
      expect(share).toBeGreaterThan(0.77);
    });

    it('agree on six in ten authorships', () => {
      const { share } = agreement(names, ({ name, authorship }) => {
        const found = parseScientificName(name)?.authorship ?? '';
        return comparable(found) === comparable(authorship);
      });
      expect(share).toBeGreaterThan(0.64);
    });

    it('agree on two thirds of what is no name', () => {
      const { share } = agreement(
        cases.filter(({ parsed }) => !parsed),
        ({ name }) => parseScientificName(name) === undefined,
      );
      expect(share).toBeGreaterThan(0.65);
    });
  });
});
