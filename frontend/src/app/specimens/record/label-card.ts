import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { ScientificName } from '../../ui/scientific-name';
import { sayLabelDate } from '../../words/label-date';
import { peopleText } from '../../words/people-text';
import { Words } from '../../words/words';
import { nameOf } from './opinions';

/** The specimen at a glance, set like the label in the lower right corner of a sheet. */
@Component({
  selector: 'app-label-card',
  imports: [ScientificName, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="institution">{{ institution() }}</p>
    <h1 [class.struck]="record().voided">
      @if (accepted(); as accepted) {
        <app-scientific-name
          [name]="name()"
          [rank]="accepted.terms['taxonRank']"
          [authorship]="accepted.terms['scientificNameAuthorship']"
          [qualifier]="accepted.terms['identificationQualifier']"
        />
      } @else {
        {{ words.say('specimen.unidentified') }}
      }
    </h1>
    <div class="row badges">
      @if (accepted()?.terms?.['family']; as family) {
        <span class="soft">{{ family }}</span>
      }
      @for (type of types(); track type) {
        <span class="badge type">{{ type }}</span>
      }
      @if (record().voided) {
        <span class="badge warn">{{ words.say('specimen.voided') }}</span>
      }
      <span class="badge">{{ words.say(record().released ? 'specimen.released' : 'specimen.notReleased') }}</span>
    </div>
    <p class="place">{{ place() }}</p>
    <div class="gathering">
      <p>{{ collector() }}</p>
      <p>{{ collected() }}</p>
    </div>
    <p class="number">{{ number() }}</p>
    @if (record().voided; as voided) {
      <p class="void">
        {{ words.say('specimen.voidedWhy', { when: words.day(voided.at) }) }}
        <strong>{{ words.sayIfKnown('reason.' + voided.reason) ?? '' }}</strong> {{ voided.note }}
        @if (voided.duplicateOf) {
          <a [routerLink]="['/specimens', voided.duplicateOf]">{{ words.say('specimen.duplicateOf') }}</a>
        }
      </p>
    }
  `,
  styleUrl: './label-card.scss',
})
export class LabelCard {
  protected readonly words = inject(Words);
  readonly record = input.required<SpecimenRecord>();

  protected readonly accepted = computed(() => {
    const { identifications, acceptedIdentificationId } = this.record();
    return identifications.find(({ identificationId }) => identificationId === acceptedIdentificationId);
  });
  protected readonly name = computed(() => {
    const accepted = this.accepted();
    return (accepted && nameOf(accepted)) ?? this.words.say('specimen.unnamed');
  });
  protected readonly institution = computed(() => {
    const { institutionCode, collectionCode, datasetName } = this.record().terms;
    return [institutionCode, collectionCode].filter(Boolean).join(' · ') || datasetName || '';
  });
  protected readonly types = computed(() =>
    (this.record().interpreted.typeStatus ?? []).map(
      (status) => this.words.sayIfKnown(`typeStatus.${status}`) ?? status,
    ),
  );
  protected readonly place = computed(() => {
    const { country, stateProvince, county, municipality, locality, verbatimLocality } = this.record().terms;
    return [country, stateProvince, county, municipality, locality ?? verbatimLocality].filter(Boolean).join(', ');
  });
  protected readonly collector = computed(() => {
    const { recordedBy, recordNumber } = this.record().terms;
    return [peopleText(recordedBy), recordNumber && `${this.words.say('specimen.no')} ${recordNumber}`]
      .filter(Boolean)
      .join(', ');
  });
  protected readonly collected = computed(() => {
    const { eventDate, verbatimEventDate, year } = this.record().terms;
    const text = eventDate ?? verbatimEventDate ?? year;
    return text ? sayLabelDate(text, this.words.language()) : '';
  });
  protected readonly number = computed(
    () => this.record().terms['catalogNumber'] ?? this.record().terms['occurrenceID'] ?? '',
  );
}
