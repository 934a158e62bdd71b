import type { TermChange, Terms } from '#domain/specimen/events.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { AuditFacts } from './view.js';

type Mutable = { -readonly [Member in keyof AuditFacts]: AuditFacts[Member] };

const TERMS_AT_MOST = 8;
const NOTE_AT_MOST = 120;
/** Text members of event data that tell what a line is about, by the name they have in the line. */
const TOLD = {
  identificationId: 'identificationId',
  instead: 'otherIdentificationId',
  successor: 'otherIdentificationId',
  georeferenceId: 'georeferenceId',
  mediaId: 'mediaId',
  specimenId: 'specimenId',
  catalogNumber: 'catalogNumber',
  name: 'name',
  role: 'grantedRole',
} as const satisfies Readonly<Record<string, keyof AuditFacts>>;
const TOLD_ENTRIES = Object.entries(TOLD) as readonly (readonly [
  keyof typeof TOLD,
  (typeof TOLD)[keyof typeof TOLD],
])[];
/** Members that are lists of things: the line says how many. */
const COUNTED = ['measurements', 'media', 'rows'] as const;

/** What a line says about its event beyond the envelope; undefined when there is nothing short to say. */
export function factsOf(event: LedgerEvent): AuditFacts | undefined {
  const data = event.data as Readonly<Record<string, unknown>>;
  const facts: Mutable = {};
  for (const [member, name] of TOLD_ENTRIES) {
    const value = data[member];
    if (typeof value === 'string') facts[name] = value;
  }
  if (data['accepted'] === true) facts.accepted = true;
  tellTerms(facts, data['terms'] as Terms | undefined);
  tellChanges(facts, data['changes']);
  tellCounts(facts, data);
  const note = data['note'];
  if (typeof note === 'string') facts.note = note.length > NOTE_AT_MOST ? `${note.slice(0, NOTE_AT_MOST)}…` : note;
  for (const _ in facts) return facts;
  return undefined;
}

function tellTerms(facts: Mutable, terms: Terms | undefined): void {
  if (!terms) return;
  if (terms['catalogNumber'] !== undefined) facts.catalogNumber = terms['catalogNumber'];
  if (terms['scientificName'] !== undefined) facts.scientificName = terms['scientificName'];
}

/** Specimens and names change by `{term, was, now}`; a collection's description by member. */
function tellChanges(facts: Mutable, changes: unknown): void {
  if (typeof changes !== 'object' || changes === null) return;
  const names = Array.isArray(changes)
    ? (changes as readonly TermChange[]).map(({ term }) => term)
    : Object.keys(changes);
  facts.terms = names.slice(0, TERMS_AT_MOST);
  if (names.length > TERMS_AT_MOST) facts.count = names.length;
}

function tellCounts(facts: Mutable, data: Readonly<Record<string, unknown>>): void {
  for (const member of COUNTED) {
    const list = data[member];
    if (Array.isArray(list)) facts.count = list.length;
  }
}
