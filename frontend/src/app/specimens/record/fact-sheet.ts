import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { Icon } from '../../ui/icon';
import { sayLabelDate } from '../../words/label-date';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { factsOf } from './facts';

/** Every term of the record: the present value, what it is understood as, and what the label says beside it. */
@Component({
  selector: 'app-fact-sheet',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (part of parts(); track part.group) {
      @if (part.facts.length > 0) {
        <section class="card">
          <h3>{{ words.say('specimen.group.' + part.group) }}</h3>
          <dl>
            @for (fact of part.facts; track fact.term) {
              <div>
                <dt [title]="fact.term">{{ terms.of(fact.term) }}</dt>
                <dd>
                  <div class="said">
                    <span class="value">{{ fact.value ?? '—' }}</span>
                    @if (understood(fact.term, fact.value); as understood) {
                      <span class="soft small"> = {{ understood }}</span>
                    }
                    @if (fact.isCorrected) {
                      <span class="badge">{{ words.say('specimen.corrected') }}</span>
                    }
                    @if (fact.verbatim; as verbatim) {
                      <q class="soft" [title]="terms.of(verbatim.term)">{{ verbatim.value }}</q>
                    }
                  </div>
                  @if (mayCorrect()) {
                    <button
                      type="button"
                      class="plain-button"
                      [attr.aria-label]="words.say('correct.term', { term: terms.of(fact.term) })"
                      [title]="words.say('correct.term', { term: terms.of(fact.term) })"
                      (click)="correct.emit(fact.term)"
                    >
                      <app-icon name="pencil" />
                    </button>
                  }
                </dd>
              </div>
            }
          </dl>
        </section>
      }
    }
  `,
  styleUrl: './fact-sheet.scss',
})
export class FactSheet {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  readonly record = input.required<SpecimenRecord>();
  readonly mayCorrect = input.required<boolean>();
  /** The term that somebody wants to put right. */
  readonly correct = output<string>();
  protected readonly parts = computed(() => factsOf(this.record()));

  /** What the text of a term is understood as, where that says more than the text. */
  protected understood(term: string, value: string | undefined): string | undefined {
    const language = this.words.language();
    if (term === 'eventDate' && value) {
      const said = sayLabelDate(value, language);
      return said === value ? undefined : said;
    }
    const code = this.record().interpreted.countryCode;
    if (term !== 'country' || !code) return undefined;
    const name = new Intl.DisplayNames(language, { type: 'region' }).of(code);
    return name === value ? undefined : name;
  }
}
