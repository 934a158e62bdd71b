import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { FoundSpecimen } from '../../ledger-client/specimens';
import { ScientificName } from '../../ui/scientific-name';
import { sayLabelDate } from '../../words/label-date';
import { Words } from '../../words/words';
import { type SearchColumn, valueOf } from './columns';
import { ValueNames } from './value-names';

const DATES: ReadonlySet<string> = new Set(['eventDate', 'dateIdentified']);

/** What a specimen has in a column, in words. */
@Component({
  selector: 'app-result-cell',
  imports: [ScientificName],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `@if (isName()) {
      <app-scientific-name
        [name]="said()"
        [rank]="specimen().identification?.taxonRank"
        [qualifier]="specimen().identification?.identificationQualifier"
      />
    } @else {
      {{ said() }}
    }`,
})
export class ResultCell {
  private readonly words = inject(Words);
  private readonly names = inject(ValueNames);
  readonly column = input.required<SearchColumn>();
  readonly specimen = input.required<FoundSpecimen>();

  protected readonly isName = computed(() => this.column().name === 'scientificName' && this.said() !== '');
  protected readonly said = computed(() => {
    const { name, kind } = this.column();
    const value = valueOf(this.column(), this.specimen());
    if (value === undefined || value === '') return '';
    if (DATES.has(name)) return sayLabelDate(String(value), this.words.language());
    if (name === 'issue' || name === 'typeStatus')
      return String(value)
        .split('; ')
        .map((one) => this.names.of(name, one))
        .join('; ');
    if (kind === 'number' && typeof value === 'number' && name !== 'year' && name !== 'decade')
      return this.words.number(value);
    return this.names.of(name, String(value));
  });
}
