import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal, viewChild } from '@angular/core';
import type { TermChange } from '#domain/specimen/events.js';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import type { ChangedBy } from '../../ledger-client/history-entry';
import type { CommandOptions, Receipt } from '../../ledger-client/ledger-http';
import type { Outcome, Problem } from '../../ledger-client/problem';
import type { Why } from '../../ledger-client/specimen-acts';
import { Specimens } from '../../ledger-client/specimens';
import { ReasonFields } from '../../ui/reason-fields';
import { Words } from '../../words/words';
import { changesOf, type Clash, clashesIn, type DraftLine, rebased, type SeenValues } from '../record/correction-draft';
import { ActFrame } from './act-frame';
import { StalePanel } from './stale-panel';

/** Values that somebody is changing, why, and what they saw. */
export interface TypedValues {
  readonly lines: readonly DraftLine[];
  readonly reason: ReasonCode | '';
  readonly note: string;
  /** The revision that the values were seen at. */
  readonly seen: number;
}

/** Sends changes of values. */
export type SendValues = (
  changes: readonly TermChange[],
  why: Why,
  options: CommandOptions,
) => Promise<Outcome<Receipt>>;

/** What happened between reading and sending. */
interface Stale {
  readonly revision: number;
  readonly present: SeenValues;
  readonly changedBy: readonly ChangedBy[];
  readonly clashes: readonly Clash[];
}

/**
 * The frame of a form that changes values: the reason, and, when somebody else was quicker, theirs beside mine; mine can be
 * put on top of it in one click, and nothing typed is lost.
 */
@Component({
  selector: 'app-values-frame',
  imports: [ActFrame, ReasonFields, StalePanel],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (stale(); as stale) {
      <app-stale-panel
        [changedBy]="stale.changedBy"
        [clashes]="stale.clashes"
        (keepTheirs)="leaveTheirs()"
        (edit)="rebase()"
        (applyMine)="applyMine()"
      />
    }
    <app-act-frame
      [hidden]="!!stale()"
      [draft]="draft()"
      [label]="label()"
      [send]="attempt"
      [whyNot]="whyNot()"
      (recorded)="recorded.emit($event)"
      (left)="left.emit()"
    >
      <ng-content />
      <app-reason-fields
        [fieldId]="fieldId()"
        [reasons]="reasons()"
        [reason]="draft().value().reason"
        [note]="draft().value().note"
        (reasonChange)="draft().set({ reason: $event })"
        (noteChange)="draft().set({ note: $event })"
      />
    </app-act-frame>
  `,
})
export class ValuesFrame {
  private readonly words = inject(Words);
  private readonly specimens = inject(Specimens);
  readonly specimenId = input.required<string>();
  readonly draft = input.required<Draft<TypedValues>>();
  readonly fieldId = input.required<string>();
  readonly label = input.required<string>();
  readonly reasons = input.required<readonly ReasonCode[]>();
  /** The values that are being changed, as a record has them. */
  readonly valuesIn = input.required<(record: SpecimenRecord) => SeenValues>();
  readonly send = input.required<SendValues>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  private readonly frame = viewChild.required(ActFrame);
  protected readonly stale = signal<Stale | undefined>(undefined);
  protected readonly whyNot = computed(() => {
    const { lines, reason } = this.draft().value();
    if (changesOf(lines).length === 0) return this.words.say('correct.changesNothing');
    return reason === '' ? this.words.say('why.missing') : undefined;
  });

  protected readonly attempt = async (): Promise<Outcome<Receipt> | undefined> => {
    const { lines, reason, note, seen } = this.draft().value();
    if (reason === '') return undefined;
    const changes = changesOf(lines);
    const why = { reason, ...(note.trim() && { note: note.trim() }) };
    const outcome = await this.send()(changes, why, { key: this.draft().keyFor({ changes, why, seen }), seen });
    return outcome.ok || !isStale(outcome.problem) ? outcome : this.compare(outcome.problem);
  };

  /** Mine on top of theirs; when that does not work, the form says why. */
  protected async applyMine(): Promise<void> {
    this.rebase();
    await this.frame().submit();
  }

  /** The form again, its values as typed, on top of what is in the record now. */
  protected rebase(): void {
    const stale = this.stale();
    if (!stale) return;
    this.draft().set({ lines: rebased(this.draft().value().lines, stale.present), seen: stale.revision });
    this.stale.set(undefined);
  }

  protected leaveTheirs(): void {
    this.draft().forget();
    this.left.emit();
  }

  private async compare(problem: Problem): Promise<Outcome<Receipt> | undefined> {
    const read = await this.specimens.record(this.specimenId());
    if (!read.ok) return read;
    const present = this.valuesIn()(read.value);
    const changedBy = (problem.details['changedBy'] as readonly ChangedBy[] | undefined) ?? [];
    const clashes = clashesIn(this.draft().value().lines, present);
    this.stale.set({ revision: read.value.revision, present, changedBy, clashes });
    return undefined;
  }
}

function isStale({ status, code }: Problem): boolean {
  return status === 412 || code === 'VALUE_NOT_AS_SEEN';
}
