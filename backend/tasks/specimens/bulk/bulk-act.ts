import { Rejection } from '#domain/kernel/decider.js';
import { sameData } from '#domain/kernel/fact.js';
import type { CorrectSpecimen, IdentifySpecimen } from '#domain/specimen/commands.js';
import type { SpecimenEvent, TermChange, Terms } from '#domain/specimen/events.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { AccessionedSpecimen, SpecimenState } from '#domain/specimen/state.js';
import { grantFor, type Grant, type Permission } from '#domain/terms/permissions.js';
import type { ReasonCode } from '#domain/terms/reason-code.js';

/** The same determination for many specimens. */
export interface BulkIdentify {
  readonly kind: 'identify';
  readonly terms: Terms;
  readonly identifiedBy?: readonly string[];
  readonly basedOn?: string;
  /** Whether it becomes the accepted one; where there is none, the first always does. */
  readonly accept: boolean;
  readonly note?: string;
}

/** What happens to one term of many specimens, and where: whatever it says, where it is or contains `was`, or is absent. */
export interface BulkChange {
  readonly term: string;
  readonly where: 'any' | 'is' | 'contains' | 'absent';
  readonly was?: string;
  /** The value, or with `contains` what takes the place of `was`; absent takes it away. */
  readonly now?: string;
}

/** The same correction for many specimens. */
export interface BulkCorrect {
  readonly kind: 'correct';
  readonly changes: readonly BulkChange[];
  readonly reason: ReasonCode;
  readonly note?: string;
}

export type BulkAct = BulkIdentify | BulkCorrect;

/** Who asks for a bulk act, and what they may do where. */
export interface BulkActor {
  readonly id: string;
  readonly via: 'session' | 'token';
  readonly grants: readonly Grant[];
}

/** What a bulk act means for one specimen: facts to record with the role that permits them, or why there are none. */
export type BulkVerdict =
  | {
      readonly outcome: 'change';
      readonly facts: readonly SpecimenEvent[];
      readonly role: string;
      readonly changes: readonly TermChange[];
    }
  | { readonly outcome: 'same' }
  | { readonly outcome: 'refused'; readonly code: string; readonly sentence: string };

const PERMISSIONS = { correct: 'specimen.correct', accept: 'specimen.accept', identify: 'specimen.identify' } as const;

/** Decides a bulk act for one specimen by the same rules as the single act. Pure. */
export function judge(act: BulkAct, state: SpecimenState, identificationId: string, actor: BulkActor): BulkVerdict {
  if (state.status === 'unknown') return refused('SPECIMEN_UNKNOWN', 'There is no such specimen.');
  const permission: Permission = PERMISSIONS[act.kind === 'identify' && act.accept ? 'accept' : act.kind];
  const grant = grantFor(actor.grants, permission, state.collectionId);
  if (!grant) return refused('NOT_PERMITTED', `No role of yours permits ${permission} in this collection.`);
  const changes = changesOf(act, state);
  if (changes.length === 0) return { outcome: 'same' };
  try {
    const facts = specimen.decide(state, commandOf(act, changes, identificationId));
    return facts.length === 0 ? { outcome: 'same' } : { outcome: 'change', facts, role: grant.role, changes };
  } catch (error) {
    if (error instanceof Rejection) return refused(error.code, error.message);
    throw error;
  }
}

function refused(code: string, sentence: string): BulkVerdict {
  return { outcome: 'refused', code, sentence };
}

function commandOf(
  act: BulkAct,
  changes: readonly TermChange[],
  identificationId: string,
): IdentifySpecimen | CorrectSpecimen {
  if (act.kind === 'correct')
    return { type: 'CorrectSpecimen', changes, reason: act.reason, ...(act.note !== undefined && { note: act.note }) };
  const { kind: _kind, accept, ...identification } = act;
  return { type: 'IdentifySpecimen', identificationId, ...identification, ...(accept && { accept }) };
}

/** What becomes of the record, as a person compares it: terms corrected, or the name before and after. */
function changesOf(act: BulkAct, state: AccessionedSpecimen): readonly TermChange[] {
  if (act.kind === 'correct') return act.changes.flatMap((change) => correctionOf(change, state.terms[change.term]));
  const accepted = state.identifications.get(state.acceptedIdentification ?? '');
  const said = { terms: act.terms, identifiedBy: act.identifiedBy ?? [] };
  if (accepted && sameData(said, { terms: accepted.terms, identifiedBy: accepted.identifiedBy ?? [] })) return [];
  const [was, now] = [accepted?.terms['scientificName'], act.terms['scientificName'] ?? ''];
  return [{ term: 'scientificName', now, ...(was !== undefined && { was }) }];
}

function correctionOf({ term, where, was = '', now }: BulkChange, value: string | undefined): readonly TermChange[] {
  const applies = {
    any: true,
    is: value === was,
    contains: value !== undefined && was !== '' && value.includes(was),
    absent: value === undefined,
  }[where];
  if (!applies) return [];
  const wanted = where === 'contains' ? value!.replaceAll(was, () => now ?? '') : (now ?? '');
  const next = wanted.trim() === '' ? undefined : wanted;
  if (next === value) return [];
  return [{ term, ...(value !== undefined && { was: value }), ...(next !== undefined && { now: next }) }];
}
