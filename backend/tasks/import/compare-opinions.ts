import { fact } from '#domain/kernel/fact.js';
import type {
  Identification,
  IdentificationAccepted,
  IdentificationNomenclaturallyUpdated,
  SpecimenEvent,
  SpecimenIdentified,
  TermChange,
  Terms,
} from '#domain/specimen/events.js';
import { isNomenclaturalTerm } from '#domain/terms/darwin-core.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { KnownRecord } from './known-record.js';
import type { RowProblem } from './row-plan.js';

/** What a newer file's opinions come to. */
export interface OpinionOutcome {
  readonly facts: readonly SpecimenEvent[];
  readonly conflicts: readonly RowProblem[];
  readonly added: number;
}

/** Compares what a file says of determinations with what its source said before and what stands here. The file's accepted one comes first. */
export function compareOpinions(known: KnownRecord, planned: readonly Identification[], row: number): OpinionOutcome {
  const facts: SpecimenEvent[] = [];
  const conflicts: RowProblem[] = [];
  const opinions = planned.map((opinion) => ({
    ...opinion,
    identificationId: standingId(known, opinion.identificationId),
  }));
  const fresh = opinions.filter((opinion) => !known.state.identifications.has(opinion.identificationId));
  const noneAccepted = known.state.acceptedIdentification === undefined;
  fresh.forEach((opinion, at) => {
    facts.push(
      fact<SpecimenIdentified>(
        'SpecimenIdentified',
        noneAccepted && at === 0 ? { ...opinion, accepted: true } : opinion,
      ),
    );
  });
  for (const opinion of opinions) if (!fresh.includes(opinion)) facts.push(...renamed(known, opinion, row, conflicts));
  const first = opinions[0];
  const firstIsAccepted = noneAccepted && first !== undefined && fresh[0] === first;
  if (first && !firstIsAccepted)
    facts.push(
      ...accepted(
        known,
        first,
        noneAccepted ? fresh[0]?.identificationId : known.state.acceptedIdentification,
        row,
        conflicts,
      ),
    );
  return { facts, conflicts, added: fresh.length };
}

// An opinion that was taken back with an import and is imported again gets a new id, since a withdrawal is for good.
function standingId(known: KnownRecord, id: string): string {
  return known.undone.has(id) ? standingId(known, uuidV5(id, 'again')) : id;
}

function renamed(known: KnownRecord, opinion: Identification, row: number, conflicts: RowProblem[]): SpecimenEvent[] {
  const { identificationId } = opinion;
  const stands = known.state.identifications.get(identificationId);
  const said = known.sourceOpinions.get(identificationId);
  if (!stands || !said || stands.withdrawn) return [];
  const changes: TermChange[] = [];
  for (const term of termsOf(said, opinion.terms).filter(isNomenclaturalTerm)) {
    const verdict = threeWay(said[term], opinion.terms[term], stands.terms[term]);
    if (verdict === 'take') changes.push(change(term, stands.terms[term], opinion.terms[term]));
    if (verdict === 'conflict') conflicts.push(conflict(row, term, opinion.terms[term], stands.terms[term]));
  }
  if (!changes.length) return [];
  return [
    fact<IdentificationNomenclaturallyUpdated>(
      'IdentificationNomenclaturallyUpdated',
      { identificationId, changes },
      'source-updated',
    ),
  ];
}

function accepted(
  known: KnownRecord,
  first: Identification,
  current: string | undefined,
  row: number,
  conflicts: RowProblem[],
): SpecimenEvent[] {
  const { identificationId } = first;
  if (identificationId === known.sourceAccepted || identificationId === current) return [];
  if (mayAccept(known, identificationId, current)) {
    return [
      fact<IdentificationAccepted>(
        'IdentificationAccepted',
        { identificationId, ...(current && { instead: current }) },
        'source-updated',
      ),
    ];
  }
  const here = current === undefined ? undefined : known.state.identifications.get(current)?.terms['scientificName'];
  conflicts.push(conflict(row, 'accepted identification', first.terms['scientificName'], here));
  return [];
}

// Nobody here chose another, and nobody took this one back.
function mayAccept({ state, sourceAccepted }: KnownRecord, id: string, current: string | undefined): boolean {
  if (state.identifications.get(id)?.withdrawn === true) return false;
  return current === undefined || current === sourceAccepted || state.acceptedIdentification === undefined;
}

/** What to do with a value: nothing, take the source's, or leave it to a person. */
export function threeWay(
  said: string | undefined,
  says: string | undefined,
  here: string | undefined,
): 'keep' | 'take' | 'conflict' {
  if (said === says || here === says) return 'keep';
  return here === said ? 'take' : 'conflict';
}

/** Every term that either of two says, in one order whoever asks. */
export function termsOf(one: Terms, other: Terms): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
}

/** A change of one term, absent values left out. */
export function change(term: string, was: string | undefined, now: string | undefined): TermChange {
  return { term, ...(was === undefined ? {} : { was }), ...(now === undefined ? {} : { now }) };
}

/** Says that both sides changed a value. */
export function conflict(
  row: number,
  column: string,
  source: string | undefined,
  here: string | undefined,
): RowProblem {
  return {
    kind: 'conflict',
    row,
    column,
    ...(source === undefined ? {} : { value: source }),
    params: { source: source ?? '', here: here ?? '' },
    sentence: `The source now says ${quoted(source)}, but it was changed here to ${quoted(here)}: left as it is here.`,
  };
}

function quoted(value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return `“${value.length > 80 ? `${value.slice(0, 80)}…` : value}”`;
}
