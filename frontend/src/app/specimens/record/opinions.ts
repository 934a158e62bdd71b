import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import { Session } from '../../ledger-client/session';
import { Icon } from '../../ui/icon';
import { ScientificName } from '../../ui/scientific-name';
import { sayLabelDate } from '../../words/label-date';
import { Words } from '../../words/words';

/** What somebody wants to do with an opinion. */
export interface OpinionAct {
  readonly act: 'accept' | 'verify' | 'withdraw';
  readonly identification: RecordIdentification;
}

const ORDER = { accepted: 0, standing: 1, withdrawn: 2 } as const;

/** Every determination the specimen ever had: the accepted one first, withdrawn ones struck through and with why. */
@Component({
  selector: 'app-opinions',
  imports: [ScientificName, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './opinions.html',
  styleUrl: './opinions.scss',
})
export class Opinions {
  protected readonly words = inject(Words);
  private readonly session = inject(Session);
  readonly record = input.required<SpecimenRecord>();
  readonly history = input.required<readonly HistoryEntry[]>();
  readonly acted = output<OpinionAct>();

  private readonly people = computed(() => new Map(this.history().map(({ id, actor }) => [id, actor.name])));

  protected readonly may = computed(() => {
    const { collectionId, voided } = this.record();
    return {
      accept: !voided && this.session.may('specimen.accept', collectionId),
      withdraw: !voided && this.session.may('specimen.withdraw', collectionId),
    };
  });

  protected readonly opinions = computed(() =>
    [...this.record().identifications]
      .reverse()
      .sort((one, other) => ORDER[one.status] - ORDER[other.status])
      .map((identification) => ({
        identification,
        id: identification.identificationId,
        terms: identification.terms,
        status: identification.status,
        name: nameOf(identification) ?? this.words.say('specimen.unnamed'),
        facts: this.factsOf(identification),
        remarks: ['identificationRemarks', 'identificationReferences', 'verbatimIdentification']
          .map((term) => ({ term, value: identification.terms[term] }))
          .filter(({ value }) => value !== undefined && value !== nameOf(identification)),
      })),
  );

  protected who(eventId: string): string {
    return this.people().get(eventId) ?? '';
  }

  private factsOf({ terms, identifiedBy }: RecordIdentification): string {
    const date = terms['dateIdentified'];
    const said = date && sayLabelDate(date, this.words.language());
    const who = identifiedBy?.length ? this.words.list(identifiedBy) : this.words.say('opinion.noDeterminer');
    return [this.words.say('opinion.by', { who }), said].filter(Boolean).join(', ');
  }
}

/** The name of an opinion as written. */
export function nameOf({ terms }: RecordIdentification): string | undefined {
  return terms['scientificName'] ?? terms['verbatimIdentification'] ?? terms['genus'] ?? terms['family'];
}
