import type { HistoryEntry } from '../../ledger-client/history-entry';

/** A sentence of the texts: its key, and what is filled in. */
export interface Sentence {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Before and after of one term. */
export interface ToldChange {
  readonly term: string;
  readonly was?: string;
  readonly now?: string;
}

interface Data {
  readonly accepted?: boolean;
  readonly identificationId?: string;
  readonly instead?: string;
  readonly successor?: string;
  readonly duplicateOf?: string;
  readonly terms?: Readonly<Record<string, string>>;
  readonly identifiedBy?: readonly string[];
  readonly changes?: readonly ToldChange[];
  /** Of a correction: changes in columns of the source; of an accession: the columns themselves. */
  readonly unmapped?: unknown;
  readonly measurements?: readonly { readonly terms: Readonly<Record<string, string>> }[];
  readonly media?: readonly { readonly terms: Readonly<Record<string, string>> }[];
  readonly values?: Readonly<Record<string, string>>;
  readonly rows?: readonly unknown[];
  readonly note?: string;
}

/** The names of all determinations in a history, by identification id. */
export function namesIn(history: readonly HistoryEntry[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { type, data } of history) {
    const { identificationId, terms } = data as Data;
    if (type === 'SpecimenIdentified' && identificationId) names.set(identificationId, nameOf(terms));
  }
  return names;
}

/** What happened, as a sentence of the texts: `event.<type>` with a variant where it was done in a particular way. */
export function sentenceOf(event: HistoryEntry, names: ReadonlyMap<string, string>): Sentence {
  const data = event.data as Data;
  const name = names.get(data.identificationId ?? '') ?? '?';
  const params = { name, other: names.get(data.instead ?? data.successor ?? '') ?? '?', n: countIn(data) };
  return { key: `event.${event.type}${VARIANTS[event.type]?.(data, event.source) || ''}`, params };
}

const VARIANTS: Readonly<Record<string, (data: Data, source: HistoryEntry['source']) => string | boolean | undefined>> =
  {
    SpecimenAccessioned: (_data, { kind }) => kind === 'import' && '.import',
    SpecimenCorrected: (_data, { kind }) => kind === 'import' && '.import',
    SpecimenIdentified: ({ accepted }) => accepted && '.accepted',
    IdentificationAccepted: ({ instead }) => instead !== undefined && '.instead',
    IdentificationWithdrawn: ({ successor }) => successor !== undefined && '.successor',
    SpecimenRecordVoided: ({ duplicateOf }) => duplicateOf !== undefined && '.duplicate',
  };

function countIn({ measurements, media, rows }: Data): number {
  return (measurements ?? media ?? rows ?? []).length;
}

/** Before and after per term; for an event that only adds, what it brought. `names` tells the determinations it is about. */
export function changesIn(
  { type, data }: HistoryEntry,
  names: ReadonlyMap<string, string> = new Map<string, string>(),
): readonly ToldChange[] {
  const { changes, unmapped, identificationId, instead, successor } = data as Data;
  if (changes) return Array.isArray(unmapped) ? [...changes, ...(unmapped as readonly ToldChange[])] : changes;
  if (type === 'IdentificationAccepted' && instead)
    return [change(names.get(instead), names.get(identificationId ?? ''))];
  if (type === 'IdentificationWithdrawn' && successor)
    return [change(names.get(identificationId ?? ''), names.get(successor))];
  return broughtBy(type, data as Data);
}

/** What an event that only adds brought. */
function broughtBy(type: string, { measurements, media, values, terms }: Data): readonly ToldChange[] {
  if (measurements)
    return measurements.map((one) => ({ term: one.terms['measurementType'] ?? '', now: amountIn(one.terms) }));
  if (media) return media.map((one) => ({ term: 'associatedMedia', now: titleIn(one.terms) }));
  if (values) return Object.entries(values).map(([term, now]) => ({ term, now }));
  if (type === 'SpecimenGeoreferenced' && terms) return Object.entries(terms).map(([term, now]) => ({ term, now }));
  return [];
}

function change(was: string | undefined, now: string | undefined): ToldChange {
  return { term: 'scientificName', ...(was !== undefined && { was }), ...(now !== undefined && { now }) };
}

function amountIn(terms: Readonly<Record<string, string>>): string {
  return [terms['measurementValue'], terms['measurementUnit']].filter(Boolean).join(' ');
}

function titleIn(terms: Readonly<Record<string, string>>): string {
  return terms['title'] ?? terms['accessURI'] ?? terms['identifier'] ?? terms['type'] ?? '';
}

/** The terms that an event brought, when there are too many to show at once. */
export function termsIn({ type, data }: HistoryEntry): readonly ToldChange[] {
  const { terms } = data as Data;
  if (!terms || (type !== 'SpecimenAccessioned' && type !== 'SpecimenIdentified')) return [];
  return Object.entries(terms).map(([term, now]) => ({ term, now }));
}

/** The person's own sentence of explanation. */
export function noteIn({ data }: HistoryEntry): string | undefined {
  return (data as Data).note;
}

function nameOf(terms: Readonly<Record<string, string>> | undefined): string {
  return terms?.['scientificName'] ?? terms?.['verbatimIdentification'] ?? terms?.['genus'] ?? '?';
}
