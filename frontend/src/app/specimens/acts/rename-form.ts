import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  type OnInit,
  output,
  signal,
} from '@angular/core';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { ChangedBy } from '../../ledger-client/history-entry';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome, Problem } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { Specimens } from '../../ledger-client/specimens';
import { ReasonFields } from '../../ui/reason-fields';
import { TextField } from '../../ui/text-field';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { changesOf, type Clash, clashesIn, type DraftLine, rebased } from '../record/correction-draft';
import { nameOf } from '../record/opinions';
import { ActFrame } from './act-frame';
import { StalePanel } from './stale-panel';

interface Typed {
  readonly lines: readonly DraftLine[];
  readonly reason: ReasonCode | '';
  readonly note: string;
  readonly seen: number;
}

const NAME_TERMS = ['scientificName', 'scientificNameAuthorship', 'family', 'genus', 'specificEpithet'] as const;
const REASONS: readonly ReasonCode[] = ['nomenclature', 'typing-error', 'other'];

/** Following a change of name (combination, spelling, authorship) where the opinion itself stays as it was. */
@Component({
  selector: 'app-rename-form',
  imports: [ActFrame, ReasonFields, StalePanel, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (stale(); as stale) {
      <app-stale-panel
        [changedBy]="stale.changedBy"
        [clashes]="stale.clashes"
        (keepTheirs)="yield()"
        (edit)="rebase()"
        (applyMine)="applyMine()"
      />
    } @else {
      <p>{{ words.say('do.rename.text', { what: name() }) }}</p>
      <app-act-frame
        [draft]="draft"
        [label]="words.say('do.rename.send')"
        [send]="send"
        [whyNot]="whyNot()"
        (recorded)="recorded.emit($event)"
        (left)="left.emit()"
      >
        @for (line of draft.value().lines; track line.term) {
          <app-text-field
            [fieldId]="'rename-' + line.term"
            [label]="terms.of(line.term)"
            [value]="line.now"
            (typed)="write(line.term, $event)"
          />
        }
        <app-reason-fields
          fieldId="rename"
          [reasons]="reasons"
          [reason]="draft.value().reason"
          [note]="draft.value().note"
          (reasonChange)="draft.set({ reason: $event })"
          (noteChange)="draft.set({ note: $event })"
        />
      </app-act-frame>
    }
  `,
})
export class RenameForm implements OnInit {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly specimens = inject(Specimens);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly identification = input.required<RecordIdentification>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly reasons = REASONS;
  protected draft!: Draft<Typed>;
  protected readonly stale = signal<
    | {
        readonly revision: number;
        readonly present: Readonly<Record<string, string>>;
        readonly changedBy: readonly ChangedBy[];
        readonly clashes: readonly Clash[];
      }
    | undefined
  >(undefined);
  protected readonly name = computed(() => nameOf(this.identification()) ?? this.words.say('specimen.unnamed'));
  protected readonly whyNot = computed(() => {
    const { lines, reason } = this.draft.value();
    if (changesOf(lines).length === 0) return this.words.say('correct.changesNothing');
    return reason === '' ? this.words.say('why.missing') : undefined;
  });

  ngOnInit(): void {
    const { identificationId, terms } = this.identification();
    const lines = NAME_TERMS.filter((term) => term === 'scientificName' || terms[term] !== undefined).map((term) => ({
      term,
      now: terms[term] ?? '',
      ...(terms[term] !== undefined && { was: terms[term] }),
    }));
    this.draft = this.drafts.open<Typed>(`specimen/${this.specimenId()}/rename/${identificationId}`, {
      lines,
      reason: 'nomenclature',
      note: '',
      seen: this.record().revision,
    });
  }

  protected write(term: string, now: string): void {
    this.draft.set({ lines: this.draft.value().lines.map((line) => (line.term === term ? { ...line, now } : line)) });
  }

  protected readonly send = async (): Promise<Outcome<Receipt> | undefined> => {
    const { lines, reason, note, seen } = this.draft.value();
    if (reason === '') return undefined;
    const said = { changes: changesOf(lines), reason, ...(note.trim() && { note: note.trim() }) };
    const options = { key: this.draft.keyFor({ said, seen }), seen };
    const outcome = await this.acts.rename(this.specimenId(), this.identification().identificationId, said, options);
    const isStale = !outcome.ok && (outcome.problem.status === 412 || outcome.problem.code === 'VALUE_NOT_AS_SEEN');
    return isStale ? this.compare(outcome.problem) : outcome;
  };

  protected async applyMine(): Promise<void> {
    this.rebase();
    const outcome = await this.send();
    if (!outcome?.ok) return;
    this.draft.forget();
    this.recorded.emit(outcome.value);
  }

  protected rebase(): void {
    const stale = this.stale();
    if (!stale) return;
    this.draft.set({ lines: rebased(this.draft.value().lines, stale.present), seen: stale.revision });
    this.stale.set(undefined);
  }

  protected yield(): void {
    this.draft.forget();
    this.left.emit();
  }

  private async compare(problem: Problem): Promise<Outcome<Receipt> | undefined> {
    const read = await this.specimens.record(this.specimenId());
    if (!read.ok) return read;
    const { identificationId } = this.identification();
    const present = read.value.identifications.find((one) => one.identificationId === identificationId)?.terms ?? {};
    const changedBy = (problem.details['changedBy'] as readonly ChangedBy[] | undefined) ?? [];
    const clashes = clashesIn(this.draft.value().lines, present);
    this.stale.set({ revision: read.value.revision, present, changedBy, clashes });
    return undefined;
  }
}
