import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Drafts } from '../../drafts/drafts';
import { Collections } from '../../ledger-client/collections';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome } from '../../ledger-client/problem';
import { Session } from '../../ledger-client/session';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { ProblemNote } from '../../ui/problem-note';
import { TextField } from '../../ui/text-field';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { ActFrame } from '../acts/act-frame';
import { determinationOf, isBegun, NO_DETERMINATION, problemsOf } from '../acts/determination';
import { DeterminationFields } from '../acts/determination-fields';
import { offeredTerms } from '../acts/offered-terms';
import { writtenTerms } from '../acts/written-terms';
import { next, type TypedSpecimen } from './carry-over';

/** Terms that the form offers at once, in the order of a label. */
const TERMS = [
  'catalogNumber',
  'recordedBy',
  'recordNumber',
  'eventDate',
  'verbatimEventDate',
  'country',
  'stateProvince',
  'county',
  'municipality',
  'locality',
  'verbatimLocality',
  'habitat',
  'minimumElevationInMeters',
  'occurrenceRemarks',
];
const KEPT = ['recordedBy', 'eventDate', 'country', 'stateProvince', 'county', 'municipality', 'locality', 'habitat'];

interface Entered {
  readonly id: string;
  readonly number: string;
}

/**
 * Entering specimens one after the other by keyboard: Control and Enter records one and begins the next with what is kept of
 * it. What is typed stays in this browser until it is recorded.
 */
@Component({
  selector: 'app-new-specimen-page',
  imports: [ActFrame, DeterminationFields, ProblemNote, RouterLink, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './new-specimen.page.html',
  styleUrl: './new-specimen.page.scss',
})
export class NewSpecimenPage {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly session = inject(Session);
  private readonly ofHouse = inject(Collections);

  protected readonly draft = inject(Drafts).open<TypedSpecimen>('new', {
    collectionId: '',
    terms: {},
    determination: NO_DETERMINATION,
    keep: KEPT,
  });
  protected readonly entered = signal<readonly Entered[]>([]);
  protected readonly isSent = signal(false);
  protected readonly read = resource({ loader: () => this.ofHouse.list() });
  /** Why the collections could not be read. */
  protected readonly problem = computed(() => {
    const read = this.read.value();
    return read?.ok === false ? read.problem : undefined;
  });
  /** Collections that one may enter specimens into. */
  protected readonly collections = computed(() => {
    const read = this.read.value();
    return read?.ok ? read.value.filter(({ id }) => this.session.may('specimen.accession', id)) : [];
  });
  protected readonly collectionId = computed(() => {
    const chosen = this.draft.value().collectionId;
    return this.collections().some(({ id }) => id === chosen) ? chosen : (this.collections()[0]?.id ?? '');
  });
  protected readonly shown = computed(() => [
    ...TERMS,
    ...Object.keys(this.draft.value().terms).filter((term) => !TERMS.includes(term)),
  ]);
  protected readonly addable = computed(() => offeredTerms(this.terms, new Set(this.shown())));
  protected readonly isIdentified = computed(() => isBegun(this.draft.value().determination));
  protected readonly whyNot = computed(() => {
    if (!this.read.value()?.ok) return this.words.say('act.loading');
    if (this.collectionId() === '') return this.words.say('new.noRight');
    const isEmpty = Object.values(this.draft.value().terms).every((value) => value.trim() === '');
    return isEmpty ? this.words.say('new.empty') : undefined;
  });

  protected set(term: string, value: string): void {
    this.draft.set({ terms: { ...this.draft.value().terms, [term]: value } });
  }

  protected merged(changes: Partial<TypedSpecimen['determination']>): TypedSpecimen['determination'] {
    return { ...this.draft.value().determination, ...changes };
  }

  protected add(event: Event): void {
    const select = event.target as HTMLSelectElement;
    if (select.value) this.set(select.value, '');
    select.value = '';
  }

  protected keeps(term: string): boolean {
    return this.draft.value().keep.includes(term);
  }

  protected toggle(term: string): void {
    const { keep } = this.draft.value();
    this.draft.set({ keep: keep.includes(term) ? keep.filter((one) => one !== term) : [...keep, term] });
  }

  protected choose(event: Event): void {
    this.draft.set({ collectionId: (event.target as HTMLSelectElement).value });
  }

  protected readonly send = async (): Promise<Outcome<Receipt> | undefined> => {
    this.isSent.set(true);
    const { terms, determination } = this.draft.value();
    const isIdentified = this.isIdentified();
    const wrong = isIdentified ? problemsOf(determination)[0] : undefined;
    if (wrong) {
      document.getElementById(`new-${wrong}`)?.focus();
      return undefined;
    }
    const specimen = {
      collectionId: this.collectionId(),
      terms: writtenTerms(Object.keys(terms), terms),
      ...(isIdentified && { identification: determinationOf(determination) }),
    };
    return this.acts.enter(specimen, { key: this.draft.keyFor(specimen) });
  };

  /** Begins the next one, with the cursor at its number. */
  protected goOn({ id }: Receipt): void {
    const typed = this.draft.value();
    this.entered.update((before) => [{ id, number: typed.terms['catalogNumber'] || id }, ...before].slice(0, 20));
    this.isSent.set(false);
    this.draft.set(next(typed));
    setTimeout(() => document.getElementById('new-catalogNumber')?.focus());
  }
}
