import { ChangeDetectionStrategy, Component, computed, inject, input, type OnInit, output } from '@angular/core';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { Receipt } from '../../ledger-client/ledger-http';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { TextField } from '../../ui/text-field';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { lineOf, retyped, type SeenValues } from '../record/correction-draft';
import { nameOf } from '../record/opinions';
import { type SendValues, type TypedValues, ValuesFrame } from './values-frame';

const NAME_TERMS = ['scientificName', 'scientificNameAuthorship', 'family', 'genus', 'specificEpithet'] as const;
const REASONS: readonly ReasonCode[] = ['nomenclature', 'typing-error', 'other'];

/** Following a change of name (combination, spelling, authorship) where the opinion itself stays as it was. */
@Component({
  selector: 'app-rename-form',
  imports: [TextField, ValuesFrame],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <app-values-frame
      fieldId="rename"
      [specimenId]="specimenId()"
      [draft]="draft"
      [label]="words.say('do.rename.send')"
      [reasons]="reasons"
      [valuesIn]="valuesIn"
      [send]="send"
      (recorded)="recorded.emit($event)"
      (left)="left.emit()"
    >
      <p>{{ words.say('do.rename.text', { what: name() }) }}</p>
      @for (line of draft.value().lines; track line.term) {
        <app-text-field
          [fieldId]="'rename-' + line.term"
          [label]="terms.of(line.term)"
          [value]="line.now"
          (typed)="write(line.term, $event)"
        />
      }
    </app-values-frame>
  `,
})
export class RenameForm implements OnInit {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly identification = input.required<RecordIdentification>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly reasons = REASONS;
  protected draft!: Draft<TypedValues>;
  protected readonly name = computed(() => nameOf(this.identification()) ?? this.words.say('specimen.unnamed'));

  ngOnInit(): void {
    const { identificationId, terms } = this.identification();
    const asked = NAME_TERMS.filter((term) => term === 'scientificName' || terms[term] !== undefined);
    this.draft = this.drafts.open<TypedValues>(`specimen/${this.specimenId()}/rename/${identificationId}`, {
      lines: asked.map((term) => lineOf(term, terms)),
      reason: 'nomenclature',
      note: '',
      seen: this.record().revision,
    });
  }

  protected write(term: string, now: string): void {
    this.draft.set({ lines: retyped(this.draft.value().lines, term, now) });
  }

  protected readonly valuesIn = ({ identifications }: SpecimenRecord): SeenValues => {
    const { identificationId } = this.identification();
    return identifications.find((one) => one.identificationId === identificationId)?.terms ?? {};
  };

  protected readonly send: SendValues = (changes, why, options) =>
    this.acts.rename(this.specimenId(), this.identification().identificationId, { changes, ...why }, options);
}
