import { Rejection } from '../kernel/decider.js';
import { fact, present } from '../kernel/fact.js';
import { isDeterminationTerm } from '../terms/darwin-core.js';
import type { CorrectSpecimen } from './commands.js';
import type { SpecimenCorrected, TermChange, Terms } from './events.js';
import type { AccessionedSpecimen } from './state.js';

/** Corrects values of the specimen and its collecting event; changes that are true already are left out. */
export function correct(specimen: AccessionedSpecimen, command: CorrectSpecimen): readonly SpecimenCorrected[] {
  const misplaced = command.changes.find(({ term }) => isDeterminationTerm(term));
  if (misplaced)
    throw new Rejection(
      'TERM_OF_DETERMINATION',
      `${misplaced.term} is part of a determination: add a new identification, or update its nomenclature.`,
      { term: misplaced.term },
    );
  const changes = changesToMake(specimen.terms, command.changes);
  if (changes.length === 0) return [];
  const { catalogNumberClash, note } = command;
  return [fact<SpecimenCorrected>('SpecimenCorrected', { changes, catalogNumberClash, note }, command.reason)];
}

/** The changes that are not true yet. Fails when one was made on an older value, or a term is named twice. */
export function changesToMake(terms: Terms, changes: readonly TermChange[]): readonly TermChange[] {
  const twice = changes.find(({ term }, index) => changes.findIndex((other) => other.term === term) !== index);
  if (twice)
    throw new Rejection('TERM_CHANGED_TWICE', `${twice.term} is changed twice in one correction: say it once.`, {
      term: twice.term,
    });
  return changes.filter((change) => terms[change.term] !== change.now).map((change) => madeOnPresent(terms, change));
}

function madeOnPresent(terms: Terms, { term, was, now }: TermChange): TermChange {
  const value = terms[term];
  if (value === was) return present({ term, was, now });
  throw new Rejection(
    'VALUE_NOT_AS_SEEN',
    `${term} is ${quoted(value)} now, not ${quoted(was)}: look at the record again, then correct what it says.`,
    { term, now: value ?? '', was: was ?? '' },
  );
}

function quoted(value: string | undefined): string {
  if (value === undefined) return 'absent';
  return value.length > 100 ? `"${value.slice(0, 100)}…"` : `"${value}"`;
}
