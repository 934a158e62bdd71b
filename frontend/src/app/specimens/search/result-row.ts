import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { fileAddress } from '../../ledger-client/files';
import type { FoundSpecimen } from '../../ledger-client/specimens';
import { Icon } from '../../ui/icon';
import { ScientificName } from '../../ui/scientific-name';
import { sayLabelDate } from '../../words/label-date';
import { peopleText } from '../../words/people-text';
import { Words } from '../../words/words';
import { Selection } from '../selection';
import { numberOf } from './number-of';

/** One found specimen, to be read like a label: what it is, who collected it and when, where. */
@Component({
  selector: 'app-result-row',
  imports: [RouterLink, ScientificName, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './result-row.html',
  styleUrl: './result-row.scss',
  host: { '[class.voided]': 'specimen().voided', '[class.selected]': 'selection.has(specimen().id)' },
})
export class ResultRow {
  protected readonly words = inject(Words);
  protected readonly selection = inject(Selection);
  readonly specimen = input.required<FoundSpecimen>();

  protected readonly number = computed(() => numberOf(this.specimen()));

  protected readonly collector = computed(() => {
    const { recordedBy, recordNumber } = this.specimen().terms;
    return [peopleText(recordedBy), recordNumber].filter(Boolean).join(' ');
  });

  protected readonly collected = computed(() => {
    const { eventDate, verbatimEventDate, year } = this.specimen().terms;
    const text = eventDate ?? verbatimEventDate ?? year;
    return text ? sayLabelDate(text, this.words.language()) : '';
  });

  protected readonly region = computed(() => {
    const { country, stateProvince, county } = this.specimen().terms;
    return [country, stateProvince, county].filter(Boolean).join(' · ');
  });
  protected readonly locality = computed(
    () => this.specimen().terms['locality'] ?? this.specimen().terms['verbatimLocality'] ?? '',
  );

  protected readonly types = computed(() =>
    (this.specimen().typeStatus ?? []).map((status) => this.words.sayIfKnown(`typeStatus.${status}`) ?? status),
  );

  protected readonly issues = computed(() =>
    (this.specimen().issues ?? []).map((issue) => this.words.say(`issue.${issue}`)),
  );

  protected select(event: Event): void {
    this.selection.set([this.specimen().id], (event.target as HTMLInputElement).checked);
  }

  protected readonly thumbnail = computed(() => {
    const held = this.specimen().media?.find(({ sha256 }) => sha256)?.sha256;
    return held && fileAddress(held);
  });
}
