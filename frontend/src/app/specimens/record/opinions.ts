import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { RecordIdentification, SpecimenRecord } from '#projections/specimen-record/view.js';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import { Session } from '../../ledger-client/session';
import { Icon } from '../../ui/icon';
import { ScientificName } from '../../ui/scientific-name';
import { sayLabelDate } from '../../words/label-date';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { differenceFrom } from './opinion-difference';

/** What somebody wants to do with an opinion. */
export interface OpinionAct {
  readonly act: 'accept' | 'verify' | 'withdraw' | 'rename';
  readonly identification: RecordIdentification;
}

/**
 * Every determination the specimen ever had, newest first: the accepted one marked, withdrawn ones struck through and with
 * why, and each with what it changed against the one before.
 */
@Component({
  selector: 'app-opinions',
  imports: [ScientificName, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './opinions.html',
  styleUrl: './opinions.scss',
})
export class Opinions {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly session = inject(Session);
  readonly record = input.required<SpecimenRecord>();
  readonly history = input.required<readonly HistoryEntry[]>();
  /** Whether this is the record as it was: nothing can be done to it then. */
  readonly isPast = input(false);
  readonly acted = output<OpinionAct>();

  private readonly people = computed(() => new Map(this.history().map(({ id, actor }) => [id, actor.name])));

  protected readonly may = computed(() => {
    const { collectionId, voided } = this.record();
    const isOpen = !voided && !this.isPast();
    return {
      accept: isOpen && this.session.may('specimen.accept', collectionId),
      withdraw: isOpen && this.session.may('specimen.withdraw', collectionId),
      rename: isOpen && this.session.may('specimen.identify', collectionId),
    };
  });

  protected readonly opinions = computed(() => {
    const { identifications } = this.record();
    return identifications
      .map((identification, at) => ({
        identification,
        id: identification.identificationId,
        terms: identification.terms,
        status: identification.status,
        name: nameOf(identification) ?? this.words.say('specimen.unnamed'),
        facts: this.factsOf(identification),
        difference: at > 0 ? differenceFrom(identifications[at - 1]!, identification) : undefined,
        remarks: this.remarksOf(identification),
      }))
      .reverse();
  });

  protected who(eventId: string): string {
    return this.people().get(eventId) ?? this.words.say('opinion.somebody');
  }

  protected nameById(id: string): string {
    const other = this.record().identifications.find(({ identificationId }) => identificationId === id);
    return (other && nameOf(other)) ?? this.words.say('specimen.unnamed');
  }

  private remarksOf(identification: RecordIdentification): readonly { readonly key: string; readonly value: string }[] {
    const { terms, basedOn } = identification;
    const told = [
      { key: 'basedOn', value: basedOn },
      { key: 'typifiedName', value: terms['typifiedName'] },
      { key: 'identificationRemarks', value: terms['identificationRemarks'] },
      { key: 'identificationReferences', value: terms['identificationReferences'] },
      { key: 'verbatimIdentification', value: terms['verbatimIdentification'] },
    ];
    return told.filter(
      (one): one is { key: string; value: string } => one.value !== undefined && one.value !== nameOf(identification),
    );
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
