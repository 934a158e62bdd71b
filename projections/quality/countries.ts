import { COUNTRY_NAMES } from './country-names.js';

interface Country {
  readonly code: string;
  /** ISO 3166-1 numeric, three digits: the id of its shape in world-atlas. */
  readonly numeric: string;
}

const byName = new Map<string, string>();
const COUNTRIES: readonly Country[] = COUNTRY_NAMES.map((line) => {
  const [codes = '', ...names] = line.split('|');
  const [code = '', alpha3 = '', numeric = ''] = codes.split(' ');
  for (const name of [code.toLowerCase(), alpha3.toLowerCase()]) byName.set(name, code);
  for (const name of names) byName.set(name, code);
  return { code, numeric };
});
const CODES: ReadonlySet<string> = new Set(COUNTRIES.map(({ code }) => code));
const byNumeric: ReadonlyMap<string, string> = new Map(COUNTRIES.map(({ code, numeric }) => [numeric, code]));

/** Names and codes that are right on a label and yet no single country of today: nothing can be checked against them. */
const WITHOUT_CODE: ReadonlySet<string> = new Set(
  `ussr|u s s r|soviet union|union of soviet socialist republics|sovjetunionen|sowjetunion|urss|udssr|czechoslovakia|ceskoslovensko|tschechoslowakei
  |yugoslavia|jugoslavia|jugoslawien|jugoslavija|serbia and montenegro|austria hungary|osterreich ungarn|austro hungarian empire
  |french west africa|french equatorial africa|indochina|french indochina|indochine|netherlands antilles|nederlandse antillen
  |ruanda urundi|united arab republic|high seas|international waters|open sea|atlantic ocean|pacific ocean|indian ocean|arctic ocean
  |southern ocean|oceano atlantico|oceano pacifico|north sea|baltic sea|mediterranean sea|mediterranean|west indies|caribbean|caribbean sea|xz|zz|xx`
    .split('|')
    .map((name) => name.trim()),
);

/** Text of a label for a country: a code, a name known to stand for no single country, or something unknown. */
export type CountryReading = { readonly code: string } | { readonly code?: undefined; readonly known: boolean };

const remembered = new Map<string, CountryReading>();
const REMEMBERED_AT_MOST = 4_096;

/** What a country's name, in any of the languages of the table, or its ISO code stands for. */
export function readCountry(text: string): CountryReading {
  const known = remembered.get(text);
  if (known) return known;
  const whole = readingOf(foldName(text));
  const reading = whole.code === undefined && !whole.known ? readingOf(firstPart(text)) : whole;
  if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
  remembered.set(text, reading);
  return reading;
}

function readingOf(name: string): CountryReading {
  const code = byName.get(name) ?? byName.get(name.replace(/^the /, '').replace(/ the$/, ''));
  return code === undefined ? { known: WITHOUT_CODE.has(name) } : { code };
}

/** What stands before the first slash or bracket: `Malaysia/Sabah`, `USA (except Alaska)`. */
function firstPart(text: string): string {
  return foldName(text.split(/[/(]/, 1)[0] ?? '');
}

/** The alpha-2 code in a dwc:countryCode, in either case; undefined when it is none. */
export function readCountryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return CODES.has(code) ? code : undefined;
}

/** Whether a dwc:countryCode is a code for what lies outside all countries: high seas, unknown. */
export function isCodeWithoutCountry(text: string): boolean {
  return WITHOUT_CODE.has(text.trim().toLowerCase());
}

/** The alpha-2 code of a shape of world-atlas. */
export function codeOfNumeric(numeric: string | undefined): string | undefined {
  return numeric === undefined ? undefined : byNumeric.get(numeric);
}

/** Names compared without case, accents and punctuation: `Côte d'Ivoire` and `COTE D IVOIRE` are one. */
export function foldName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * Territories whose shape in the atlas is part of their state's, or whose specimens are commonly filed under it: a point
 * in one is no contradiction to the other.
 */
const FAMILIES: readonly (readonly string[])[] = [
  'FR GF GP MQ RE YT PF NC PM WF BL MF TF',
  'US PR VI GU AS MP UM',
  'GB GG JE IM GI FK BM KY VG TC AI MS SH PN IO GS',
  'NL AW CW SX BQ',
  'DK GL FO',
  'NO SJ BV',
  'FI AX',
  'AU CX CC NF HM',
  'NZ CK NU TK',
  'CN HK MO TW',
  'RS XK',
  'MA EH',
  'IL PS',
  // Each pair was one country when most of what is filed under the first was collected.
  'SD SS',
  'ET ER',
].map((codes) => codes.split(' '));
const familyOf = new Map(FAMILIES.flatMap((family) => family.map((code) => [code, family[0] as string])));

/** The state that a code is filed with: the code itself for most. */
export function stateOf(code: string): string {
  return familyOf.get(code) ?? code;
}
