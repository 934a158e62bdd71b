import type { Identification, TermChange } from '#domain/specimen/events.js';
import { nameWithAuthorship } from '../quality/names.js';
import type { SearchIdentification } from './view.js';

/** Terms of a determination that a search row keeps as they are. */
const KEPT_AS_WRITTEN = [
  'scientificNameAuthorship',
  'identificationQualifier',
  'kingdom',
  'phylum',
  'class',
  'order',
  'family',
  'genus',
  'specificEpithet',
  'infraspecificEpithet',
  'taxonRank',
  'vernacularName',
  'typeStatus',
  'typifiedName',
  'dateIdentified',
  'verbatimIdentification',
] as const;

type Mutable = { -readonly [Member in keyof SearchIdentification]: SearchIdentification[Member] };

/** What a search row keeps of a determination. `day`: YYYY-MM-DD on which it was entered. */
export function searchIdentification(opinion: Identification, day: string): SearchIdentification {
  const { identificationId, terms, identifiedBy } = opinion;
  const kept: Mutable = { identificationId, enteredAt: day };
  for (const name of KEPT_AS_WRITTEN) {
    const value = terms[name];
    if (value !== undefined) kept[name] = value;
  }
  setName(kept, terms['scientificName'], terms['scientificNameAuthorship']);
  if (identifiedBy?.length) kept.identifiedBy = identifiedBy;
  return kept;
}

/** The determination after its name was brought up to date; everything else of it stands. */
export function renamed(opinion: SearchIdentification, changes: readonly TermChange[]): SearchIdentification {
  const { scientificName, nameAsWritten, ...rest } = opinion;
  const terms: Record<string, string | undefined> = {};
  const kept: Mutable = { ...rest };
  for (const { term, now } of changes) {
    terms[term] = now;
    if (!isKept(term)) continue;
    if (now === undefined) delete kept[term];
    else kept[term] = now;
  }
  setName(
    kept,
    'scientificName' in terms ? terms['scientificName'] : (nameAsWritten ?? scientificName),
    kept.scientificNameAuthorship,
  );
  return kept;
}

const KEPT_NAMES: ReadonlySet<string> = new Set(KEPT_AS_WRITTEN);
function isKept(term: string): term is (typeof KEPT_AS_WRITTEN)[number] {
  return KEPT_NAMES.has(term);
}

function setName(kept: Mutable, written: string | undefined, authorship: string | undefined): void {
  if (written === undefined) return;
  kept.scientificName = nameWithAuthorship(written, authorship);
  if (kept.scientificName !== written) kept.nameAsWritten = written;
}
