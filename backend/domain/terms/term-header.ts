import { DARWIN_CORE, NAMESPACES, isTermUri } from './darwin-core.js';

/** Simple names of what multimedia extensions say of a picture, sound or film: GBIF Simple Multimedia and Audubon Core. */
export const MEDIA_TERMS: readonly string[] = (
  'identifier accessURI title format type subtype description caption creator contributor publisher audience source license ' +
  'rights rightsHolder usageTerms webStatement owner credit created modified references furtherInformationURL ' +
  'attributionLinkURL providerManagedID provider providerLiteral subjectCategory tag variant variantLiteral ' +
  'associatedSpecimenReference metadataLanguage language CreateDate WebStatement UsageTerms Owner Credit'
).split(' ');

// What people write above columns, folded; only names that can mean one thing.
const ALIASES: Readonly<Record<string, string>> = {
  catalognumber: 'catalogNumber',
  cataloguenumber: 'catalogNumber',
  numerodecatalogue: 'catalogNumber',
  collector: 'recordedBy',
  collectors: 'recordedBy',
  collecteur: 'recordedBy',
  collectornumber: 'recordNumber',
  collectornumberrecordnumber: 'recordNumber',
  determiner: 'identifiedBy',
  determinedby: 'identifiedBy',
  detby: 'identifiedBy',
  datedetermined: 'dateIdentified',
  latitude: 'decimalLatitude',
  longitude: 'decimalLongitude',
  datum: 'geodeticDatum',
  pays: 'country',
  province: 'stateProvince',
  state: 'stateProvince',
  localite: 'locality',
  famille: 'family',
  genre: 'genus',
  author: 'scientificNameAuthorship',
  individualid: 'organismID',
};

const BY_FOLDED_NAME = new Map([...DARWIN_CORE.keys()].map((name) => [foldHeader(name), name]));
const MEDIA_BY_FOLDED_NAME = new Map(MEDIA_TERMS.map((name) => [foldHeader(name), name]));
const SPACES_BY_LENGTH = Object.values(NAMESPACES);
const PREFIX = new RegExp(`^(${Object.keys(NAMESPACES).join('|')})[:_]`, 'i');

/** Case, accents, blanks and punctuation do not tell columns apart: `Catalog_Number` is `catalogNumber`. */
export function foldHeader(header: string): string {
  return header
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The term that a column's header (or a meta.xml term URI) stands for: a simple Darwin Core name where it is one, another
 * vocabulary's full URI as it is, undefined when nothing is recognised. `table: 'media'` knows Audubon Core's names too.
 */
export function resolveTerm(header: string, table: 'record' | 'media' = 'record'): string | undefined {
  const text = header.trim();
  const space = SPACES_BY_LENGTH.find((uri) => text.startsWith(uri));
  const local = space ? text.slice(space.length) : text.replace(PREFIX, '');
  const known = knownName(local, table);
  if (!space) return known ?? (isTermUri(text) ? text : undefined);
  return belongsTo(known, space, table) ? known : text;
}

function knownName(local: string, table: 'record' | 'media'): string | undefined {
  const folded = foldHeader(local);
  if (table === 'media' && MEDIA_BY_FOLDED_NAME.has(folded)) return MEDIA_BY_FOLDED_NAME.get(folded);
  return BY_FOLDED_NAME.get(folded) ?? (Object.hasOwn(ALIASES, folded) ? ALIASES[folded] : undefined);
}

// dc:type and dcterms:type say the same; a foreign vocabulary's `order` is not Darwin Core's.
function belongsTo(name: string | undefined, space: string, table: 'record' | 'media'): boolean {
  if (name === undefined) return false;
  if (table === 'media' && MEDIA_TERMS.includes(name)) return true;
  const uri = DARWIN_CORE.get(name)?.uri ?? '';
  return uri.startsWith(space) || (isDublinCore(uri) && isDublinCore(space));
}

function isDublinCore(uri: string): boolean {
  return uri.startsWith(NAMESPACES.dc) || uri.startsWith(NAMESPACES.dcterms);
}
