import type { Chance } from './chance.js';

/** What is wrong with a label or its transcription, as in any real collection. */
export interface Flaw {
  readonly terms: Readonly<Record<string, string>>;
  /** Values as they should be, by term, for those that a curator puts right. */
  readonly right?: Readonly<Record<string, string>>;
  readonly reason?: 'typing-error' | 'misread-label' | 'new-evidence';
  readonly note?: string;
}

type Terms = Readonly<Record<string, string>>;

/** Now and then something goes wrong; undefined for most records. */
export function flawIn(chance: Chance, terms: Terms): Flaw | undefined {
  if (!chance.happens(0.14)) return undefined;
  return chance.pick(FLAWS)(chance, terms);
}

const FLAWS: readonly ((chance: Chance, terms: Terms) => Flaw | undefined)[] = [
  (_chance, terms) => withCoordinates(terms, '0', '0', 'Zeros stood for "not known" in the old database.'),
  (_chance, { decimalLatitude, decimalLongitude, ...terms }) =>
    withCoordinates(
      { ...terms, decimalLatitude, decimalLongitude } as Terms,
      decimalLongitude,
      decimalLatitude,
      'Latitude and longitude were swapped.',
    ),
  (_chance, terms) =>
    withCoordinates(
      terms,
      terms['decimalLatitude'],
      terms['decimalLongitude']?.replace('-', ''),
      'The minus sign was lost: it is west.',
    ),
  (_chance, terms) =>
    mistyped(
      terms,
      'locality',
      (text) => text.replace(/([a-zé])([a-zé])/, '$2$1'),
      'typing-error',
      'Two letters were swapped.',
    ),
  (_chance, terms) => mistyped(terms, 'stateProvince', (text) => text.toUpperCase(), 'typing-error', undefined),
  (chance, terms) =>
    mistyped(
      terms,
      'recordNumber',
      (text) => text.replace(/\d$/, String(chance.between(0, 9))),
      'misread-label',
      'A 7 was read as a 1.',
    ),
  (_chance, terms) =>
    mistyped(
      terms,
      'eventDate',
      (text) => text.replace(/-(\d\d)-(\d\d)$/, '-$1-31'),
      'misread-label',
      'The label has another day.',
    ),
  () => ({ terms: { eventDate: 's.d.' } }),
  () => ({ terms: { basisOfRecord: 'see label' } }),
  () => ({ terms: { county: 'NA' } }),
  () => ({ terms: { sex: '?' } }),
  () => ({ terms: { coordinateUncertaintyInMeters: '0' } }),
  () => ({ terms: { country: 'U.S.A.' } }),
];

function withCoordinates(
  terms: Terms,
  latitude: string | undefined,
  longitude: string | undefined,
  note: string,
): Flaw | undefined {
  const { decimalLatitude, decimalLongitude } = terms;
  if (!decimalLatitude || !decimalLongitude || latitude === undefined || longitude === undefined) return undefined;
  const wrong = { decimalLatitude: latitude, decimalLongitude: longitude };
  return { terms: wrong, right: { decimalLatitude, decimalLongitude }, reason: 'typing-error', note };
}

function mistyped(
  terms: Terms,
  term: string,
  spoil: (text: string) => string,
  reason: Flaw['reason'],
  note: string | undefined,
): Flaw | undefined {
  const right = terms[term];
  if (right === undefined) return undefined;
  const wrong = spoil(right);
  if (wrong === right) return undefined;
  return { terms: { [term]: wrong }, right: { [term]: right }, ...(reason && { reason }), ...(note && { note }) };
}
