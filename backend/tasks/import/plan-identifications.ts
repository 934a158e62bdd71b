import type { Identification, Terms } from '#domain/specimen/events.js';
import { isNomenclaturalTerm } from '#domain/terms/darwin-core.js';
import { uuidV5 } from '#ledger/uuid.js';
import { ReadingDraft, type RowReading } from './row-reading.js';

/** Terms that say who held an opinion, when and why: never taken from another row's opinion. */
const OF_THE_OPINION: ReadonlySet<string> = new Set([
  'identifiedBy',
  'identifiedByID',
  'dateIdentified',
  'identificationID',
  'identificationQualifier',
  'identificationReferences',
  'identificationRemarks',
  'identificationVerificationStatus',
  'verbatimIdentification',
]);

/** The opinions of a row: those of its extension, and the core's own where no row has its name. The accepted one comes first. */
export function planIdentifications(
  specimenId: string,
  core: ReadingDraft,
  rows: readonly ReadingDraft[],
  leftOver: ReadingDraft,
): readonly Identification[] {
  const readings = rows.filter((row) => row.size > 0);
  for (const row of rows) if (row.size === 0) row.handOver(leftOver);
  const name = core.terms['scientificName'];
  const fitting = readings.filter((row) => name !== undefined && row.terms['scientificName'] === name);
  const ownOpinion = core.size > 0 && (readings.length === 0 || (name !== undefined && fitting.length === 0));
  const accepted = ownOpinion ? core : chooseAccepted(core, fitting.length ? fitting : readings);
  if (!accepted) {
    core.handOver(leftOver);
    return [];
  }
  if (!ownOpinion) complete(accepted, core, leftOver);
  const ordered = [accepted, ...readings.filter((row) => row !== accepted)];
  const seen = new Map<string, number>();
  for (const reading of ordered) keepSplitNames(reading);
  return ordered.map((reading) => toIdentification(specimenId, reading.finish(), seen));
}

function chooseAccepted(core: ReadingDraft, rows: readonly ReadingDraft[]): ReadingDraft | undefined {
  const same = (row: ReadingDraft): boolean =>
    ['identifiedBy', 'dateIdentified'].every((term) => row.terms[term] === core.terms[term]);
  return (
    rows.find(same) ??
    rows.reduce<ReadingDraft | undefined>(
      (best, row) => (best === undefined || dateKey(row) >= dateKey(best) ? row : best),
      undefined,
    )
  );
}

// Of dates only what sorts: a year, perhaps with month and day. Anything else is older than all.
function dateKey(row: ReadingDraft): string {
  return /^\d{4}(-\d\d){0,2}/.exec(row.terms['dateIdentified'] ?? '')?.[0] ?? '';
}

// The core repeats the current opinion and often says more of the name (family, type status) than the row does.
function complete(accepted: ReadingDraft, core: ReadingDraft, leftOver: ReadingDraft): void {
  const sameOpinion = ['identifiedBy', 'dateIdentified'].every(
    (term) => core.terms[term] === undefined || core.terms[term] === accepted.terms[term],
  );
  for (const [term, value] of Object.entries(core.terms)) {
    if (accepted.terms[term] === value) continue;
    if (accepted.terms[term] === undefined && (sameOpinion || !OF_THE_OPINION.has(term))) accepted.terms[term] = value;
    else leftOver.keep(term, value);
  }
  core.handOver(leftOver);
}

function toIdentification(specimenId: string, reading: RowReading, seen: Map<string, number>): Identification {
  const { identifiedBy, identifiedByID, ...terms } = reading.terms;
  const name = opinionName(reading.terms);
  const ordinal = (seen.get(name) ?? 0) + 1;
  seen.set(name, ordinal);
  return {
    identificationId: uuidV5(specimenId, ordinal === 1 ? name : `${name}\n${ordinal}`),
    terms,
    ...(identifiedBy === undefined ? {} : { identifiedBy: namesIn(identifiedBy) }),
    ...(identifiedByID === undefined ? {} : { identifiedByID: namesIn(identifiedByID) }),
    ...(reading.unmapped && { unmapped: reading.unmapped }),
    ...(reading.literalNulls && { literalNulls: reading.literalNulls }),
  };
}

// Another name, determiner, date or remark makes another opinion; another classification of the same name does not.
function opinionName(terms: Terms): string {
  const own = Object.keys(terms).filter((term) => term !== 'modified' && !isNomenclaturalTerm(term));
  const said = own.sort().map((term) => [term, terms[term]]);
  return JSON.stringify([
    'identification',
    terms['identificationID'] === undefined ? (terms['scientificName'] ?? nameParts(terms)) : '',
    said,
  ]);
}

function nameParts(terms: Terms): string {
  const parts = [
    'genus',
    'genericName',
    'specificEpithet',
    'infraspecificEpithet',
    'family',
    'order',
    'class',
    'phylum',
    'kingdom',
  ];
  return parts
    .map((part) => terms[part] ?? '')
    .join(' ')
    .trim();
}

// What the names do not tell again, byte for byte, is kept beside them.
function keepSplitNames(reading: ReadingDraft): void {
  for (const term of ['identifiedBy', 'identifiedByID']) {
    const text = reading.terms[term];
    if (text !== undefined && !['|', ' | '].some((bar) => namesIn(text).join(bar) === text)) reading.keep(term, text);
  }
}

/** Names in a field, which Darwin Core separates by vertical bars. */
function namesIn(text: string): readonly string[] {
  if (!text.includes('|')) return [text];
  const names = text
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length ? names : [text];
}
