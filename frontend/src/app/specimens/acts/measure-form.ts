import { ChangeDetectionStrategy, Component, computed, inject, input, type OnInit, output } from '@angular/core';
import type { Terms } from '#domain/specimen/events.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { TextField } from '../../ui/text-field';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { ActFrame } from './act-frame';
import { writtenTerms } from './written-terms';

const TERMS = ['measurementType', 'measurementValue', 'measurementUnit', 'measurementMethod'] as const;
type Row = Readonly<Partial<Record<(typeof TERMS)[number], string>>>;

/** Measurements and other facts: a row each. */
@Component({
  selector: 'app-measure-form',
  imports: [ActFrame, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <app-act-frame
      [draft]="draft"
      [label]="words.say('do.measure.send')"
      [send]="send"
      [whyNot]="whyNot()"
      (recorded)="recorded.emit($event)"
      (left)="left.emit()"
    >
      @for (row of draft.value().rows; track $index; let at = $index) {
        <fieldset>
          <legend class="sr">{{ words.say('measure.row', { n: at + 1 }) }}</legend>
          @for (term of fields; track term) {
            <app-text-field
              [fieldId]="term + '-' + at"
              [label]="terms.of(term)"
              [value]="row[term] ?? ''"
              (typed)="write(at, term, $event)"
            />
          }
        </fieldset>
      }
      <button type="button" class="plain-button" (click)="add()">+ {{ words.say('measure.add') }}</button>
    </app-act-frame>
  `,
  styles: `
    fieldset {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
      gap: 0 12px;
      min-width: 0;
      margin: 0 0 6px;
      padding: 0;
      border: 0;
    }
  `,
})
export class MeasureForm implements OnInit {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly fields = TERMS;
  protected draft!: Draft<{ readonly rows: readonly Row[] }>;
  protected readonly whyNot = computed(() =>
    given(this.draft.value().rows).length === 0 ? this.words.say('measure.missing') : undefined,
  );

  ngOnInit(): void {
    this.draft = this.drafts.open(`specimen/${this.specimenId()}/measure`, { rows: [{}] as readonly Row[] });
  }

  protected write(at: number, term: string, value: string): void {
    const rows = this.draft.value().rows.map((row, index) => (index === at ? { ...row, [term]: value } : row));
    this.draft.set({ rows });
  }

  protected add(): void {
    this.draft.set({ rows: [...this.draft.value().rows, {}] });
  }

  protected readonly send = (): Promise<Outcome<Receipt>> => {
    const said = { measurements: given(this.draft.value().rows) };
    return this.acts.measure(this.specimenId(), said, { key: this.draft.keyFor(said) });
  };
}

/** Rows that say what was measured and how much. */
function given(rows: readonly Row[]): readonly { readonly terms: Terms }[] {
  return rows
    .filter((row) => row.measurementType?.trim() && row.measurementValue?.trim())
    .map((row) => ({ terms: writtenTerms(TERMS, row) }));
}
