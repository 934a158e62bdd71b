import type { SpecimenActs } from '../../ledger-client/specimen-acts';
import type { CommandOptions, Receipt } from '../../ledger-client/ledger-http';
import type { Outcome } from '../../ledger-client/problem';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';

/** An act that takes a reason at most, and a sentence. `key` names its texts. */
export type SimpleAct =
  | { readonly what: 'verify'; readonly identification: RecordIdentification }
  | { readonly what: 'confirm'; readonly issue: string }
  | { readonly what: 'detach'; readonly mediaId: string }
  | { readonly what: 'release' | 'withhold' | 'void' | 'reinstate' };

/** What a form of a simple act holds. */
export interface TypedWhy {
  readonly reason: ReasonCode | '';
  readonly note: string;
  /** Who confirms it. */
  readonly people: readonly string[];
  /** Catalogue number of the record that stays. */
  readonly duplicate: string;
}

/** Why a record is withheld, or struck through. Acts that are not here take no reason. */
export const REASONS_OF: Readonly<Partial<Record<SimpleAct['what'], readonly ReasonCode[]>>> = {
  withhold: ['sensitive-locality', 'legal-restriction', 'donor-restriction', 'other'],
  void: ['duplicate-record', 'entered-by-mistake', 'wrong-specimen', 'other'],
};

/** The values that a doubt rests on, as they stand in the record. */
export function valuesBehind(record: SpecimenRecord, issue: string): Readonly<Record<string, string>> {
  const finding = record.issues?.find((one) => one.issue === issue);
  const accepted = record.identifications.find(({ status }) => status === 'accepted')?.terms ?? {};
  const all = (finding?.terms ?? []).map((term) => [term, record.terms[term] ?? accepted[term]] as const);
  return Object.fromEntries(all.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

/** Whether somebody has confirmed just these values as on the label. */
export function confirmationOf(record: SpecimenRecord, issue: string) {
  const confirmation = record.confirmedFindings?.find((one) => one.issue === issue);
  if (!confirmation) return undefined;
  const present = valuesBehind(record, issue);
  const terms = new Set([...Object.keys(present), ...Object.keys(confirmation.values)]);
  return [...terms].every((term) => present[term] === confirmation.values[term]) ? confirmation : undefined;
}

/** What is sent for a simple act; `duplicateOf` is the id behind the number that was typed. */
export function bodyOf(act: SimpleAct, record: SpecimenRecord, typed: TypedWhy, duplicateOf?: string): object {
  const note = typed.note.trim();
  return {
    ...(REASONS_OF[act.what] && { reason: typed.reason }),
    ...(note && { note }),
    ...(act.what === 'verify' && typed.people.length > 0 && { verifiedBy: typed.people }),
    ...(act.what === 'confirm' && { issue: act.issue, values: valuesBehind(record, act.issue) }),
    ...(duplicateOf && { duplicateOf }),
  };
}

/** Sends a simple act. */
export function carryOut(
  acts: SpecimenActs,
  id: string,
  act: SimpleAct,
  body: object,
  options: CommandOptions,
): Promise<Outcome<Receipt>> {
  switch (act.what) {
    case 'verify':
      return acts.verify(id, act.identification.identificationId, body, options);
    case 'confirm':
      return acts.confirm(id, body as Parameters<SpecimenActs['confirm']>[1], options);
    case 'detach':
      return acts.detach(id, act.mediaId, body, options);
    case 'release':
      return acts.release(id, body, options);
    case 'withhold':
      return acts.withhold(id, body as Parameters<SpecimenActs['withhold']>[1], options);
    case 'void':
      return acts.strikeThrough(id, body as Parameters<SpecimenActs['strikeThrough']>[1], options);
    case 'reinstate':
      return acts.reinstate(id, body, options);
  }
}
