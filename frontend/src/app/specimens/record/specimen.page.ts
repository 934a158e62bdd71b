import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Permission } from '#domain/terms/permissions.js';
import { newKey, type Receipt } from '../../ledger-client/ledger-http';
import type { Problem } from '../../ledger-client/problem';
import { Session } from '../../ledger-client/session';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { PageTitle } from '../../shell/page-title';
import { Icon } from '../../ui/icon';
import { LocatorMap } from '../../ui/locator-map';
import { ProblemNote } from '../../ui/problem-note';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { ActDialog, type Doing } from './act-dialog';
import { BackToSearch } from './back-to-search';
import { FactSheet } from './fact-sheet';
import { HistoryTimeline } from './history-timeline';
import { IssueList } from './issue-list';
import { LabelCard } from './label-card';
import { MediaStrip } from './media-strip';
import { nameOf, type OpinionAct, Opinions } from './opinions';
import { RecordDesk } from './record-desk';
import { Siblings } from './siblings';
import { UnfinishedBar } from './unfinished-bar';

/** One specimen: what it is and was thought to be, what its label says, and all that happened to its record. */
@Component({
  selector: 'app-specimen-page',
  imports: [
    ActDialog,
    BackToSearch,
    FactSheet,
    HistoryTimeline,
    Icon,
    IssueList,
    LabelCard,
    LocatorMap,
    MediaStrip,
    Opinions,
    ProblemNote,
    RouterLink,
    Siblings,
    UnfinishedBar,
  ],
  providers: [RecordDesk],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './specimen.page.html',
  styleUrl: './specimen.page.scss',
})
export class SpecimenPage {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  protected readonly desk = inject(RecordDesk);
  private readonly session = inject(Session);
  private readonly acts = inject(SpecimenActs);
  private readonly title = inject(PageTitle);
  /** Of the specimen; from the address. */
  readonly id = input.required<string>();
  /** The moment of its history that is shown, from the address; absent: now. */
  readonly revision = input<string>();

  protected readonly doing = signal<Doing | undefined>(undefined);
  protected readonly timesClosed = signal(0);
  protected readonly refused = signal<Problem | undefined>(undefined);
  protected readonly said = signal('');

  protected readonly moment = computed(() =>
    /^\d+$/.test(this.revision() ?? '') ? Number(this.revision()) : undefined,
  );
  protected readonly isPast = computed(() => this.moment() !== undefined);
  /** The event after which the record is shown. */
  protected readonly shown = computed(() => this.desk.history().find(({ revision }) => revision === this.moment()));

  protected readonly may = computed(() => {
    const record = this.desk.record();
    const has = (permission: Permission): boolean =>
      !!record && !this.isPast() && this.session.may(permission, record.collectionId);
    const isOpen = record !== undefined && !record.voided;
    return {
      identify: isOpen && has('specimen.identify'),
      correct: isOpen && has('specimen.correct'),
      georeference: isOpen && has('specimen.georeference'),
      accept: isOpen && has('specimen.accept'),
      measure: isOpen && has('specimen.measure'),
      media: isOpen && has('specimen.attach-media'),
      release: isOpen && has('specimen.release'),
      void: isOpen && has('specimen.void'),
      reinstate: !!record?.voided && has('specimen.void'),
    };
  });
  /** Why there is nothing to do here, when there is not. */
  protected readonly whyNot = computed(() => {
    if (!this.desk.record() || (this.may().identify && this.may().correct)) return undefined;
    if (this.isPast()) return 'specimen.whyPast';
    if (this.desk.record()?.voided) return 'specimen.whyVoided';
    return this.may().identify ? 'specimen.whyNoCorrection' : 'specimen.whyNoRight';
  });
  protected readonly mayEnter = computed(() => this.session.may('specimen.accession'));
  protected readonly measurements = computed(() =>
    (this.desk.record()?.measurements ?? []).filter(({ withdrawn }) => !withdrawn),
  );
  /** Other opinions about the place: the accepted one is on the map already. */
  protected readonly otherGeoreferences = computed(() => {
    const record = this.desk.record();
    return (record?.georeferences ?? []).filter((one) => one.georeferenceId !== record?.acceptedGeoreferenceId);
  });
  protected readonly otherPoints = computed(() =>
    this.otherGeoreferences()
      .map(({ terms }): [number, number] => [Number(terms['decimalLongitude']), Number(terms['decimalLatitude'])])
      .filter((point) => point.every(Number.isFinite)),
  );

  constructor() {
    effect(() => {
      const [id, moment] = [this.id(), this.moment()];
      untracked(() => void this.desk.open(id, moment));
    });
    effect(() => {
      const record = this.desk.record();
      if (!record) return;
      const accepted = record.identifications.find(({ status }) => status === 'accepted');
      const name = (accepted && nameOf(accepted)) ?? this.words.say('specimen.unidentified');
      untracked(() => this.title.name([name, record.terms['catalogNumber']].filter(Boolean).join(' · ')));
    });
  }

  protected async finish(receipt: Receipt): Promise<void> {
    this.close();
    this.refused.set(undefined);
    this.said.set('');
    await this.desk.follow(receipt);
    this.said.set(this.words.say('act.recorded'));
  }

  /** Closes the form; what was typed stays, and the record is read again, since others may have changed it. */
  protected leave(): void {
    this.close();
    void this.desk.load();
  }

  protected async act({ act, identification }: OpinionAct): Promise<void> {
    if (act !== 'accept') return this.doing.set({ what: act, identification });
    const outcome = await this.acts.accept(this.id(), identification.identificationId, { key: newKey() });
    if (outcome.ok) await this.finish(outcome.value);
    else this.refused.set(outcome.problem);
  }

  protected async acceptPlace(georeferenceId: string): Promise<void> {
    const outcome = await this.acts.acceptGeoreference(this.id(), georeferenceId, { key: newKey() });
    if (outcome.ok) await this.finish(outcome.value);
    else this.refused.set(outcome.problem);
  }

  private close(): void {
    this.doing.set(undefined);
    this.timesClosed.update((times) => times + 1);
  }
}
