import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { RecordIdentification } from '#projections/specimen-record/view.js';
import { fileAddress } from '../../ledger-client/files';
import { newKey, type Receipt } from '../../ledger-client/ledger-http';
import type { Problem } from '../../ledger-client/problem';
import { Session } from '../../ledger-client/session';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { PageTitle } from '../../shell/page-title';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { PointMap } from '../../ui/point-map';
import { ProblemNote } from '../../ui/problem-note';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { CorrectForm } from './correct-form';
import { FactSheet } from './fact-sheet';
import { HistoryTimeline } from './history-timeline';
import { IdentifyForm } from './identify-form';
import { LabelCard } from './label-card';
import { nameOf, type OpinionAct, Opinions } from './opinions';
import { RecordDesk } from './record-desk';
import { WithdrawForm } from './withdraw-form';
import { BackToSearch } from './back-to-search';

type Doing =
  | { readonly what: 'identify' }
  | { readonly what: 'correct'; readonly term: string }
  | { readonly what: 'withdraw'; readonly identification: RecordIdentification };

/** One specimen: what it is and was thought to be, what its label says, and all that happened to its record. */
@Component({
  selector: 'app-specimen-page',
  imports: [
    BackToSearch,
    CorrectForm,
    Dialog,
    FactSheet,
    HistoryTimeline,
    Icon,
    IdentifyForm,
    LabelCard,
    MatButtonModule,
    Opinions,
    PointMap,
    ProblemNote,
    WithdrawForm,
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

  protected readonly doing = signal<Doing | undefined>(undefined);
  protected readonly refused = signal<Problem | undefined>(undefined);
  protected readonly said = signal('');
  protected readonly fileAddress = fileAddress;

  protected readonly may = computed(() => {
    const record = this.desk.record();
    const isOpen = record !== undefined && !record.voided;
    return {
      identify: isOpen && this.session.may('specimen.identify', record.collectionId),
      correct: isOpen && this.session.may('specimen.correct', record.collectionId),
    };
  });
  /** Why there is nothing to do here, when there is not. */
  protected readonly whyNot = computed(() => {
    if (!this.desk.record() || (this.may().identify && this.may().correct)) return undefined;
    if (this.desk.record()?.voided) return 'specimen.whyVoided';
    return this.may().identify ? 'specimen.whyNoCorrection' : 'specimen.whyNoRight';
  });
  protected readonly media = computed(() => (this.desk.record()?.media ?? []).filter(({ detached }) => !detached));
  protected readonly measurements = computed(() => this.desk.record()?.measurements ?? []);

  protected readonly termDoing = computed(() => {
    const doing = this.doing();
    return doing?.what === 'correct' ? doing.term : '';
  });
  protected readonly withdrawing = computed(() => {
    const doing = this.doing();
    return doing?.what === 'withdraw' ? doing.identification : undefined;
  });

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => void this.desk.open(id));
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
    this.doing.set(undefined);
    this.refused.set(undefined);
    this.said.set('');
    await this.desk.follow(receipt);
    this.said.set(this.words.say('act.recorded'));
  }

  protected async act({ act, identification }: OpinionAct): Promise<void> {
    if (act === 'withdraw') return this.doing.set({ what: 'withdraw', identification });
    const [id, opinion, options] = [this.id(), identification.identificationId, { key: newKey() }];
    const outcome = await (act === 'accept'
      ? this.acts.accept(id, opinion, options)
      : this.acts.verify(id, opinion, undefined, options));
    if (outcome.ok) await this.finish(outcome.value);
    else this.refused.set(outcome.problem);
  }

  /** Leaves theirs as it is, and shows it. */
  protected leaveCorrection(): void {
    this.doing.set(undefined);
    void this.desk.load();
  }

  protected namesOf(terms: readonly string[]): string {
    return terms.map(this.terms.of).join(', ');
  }

  protected nameOfMedia(terms: Readonly<Record<string, string>>): string {
    return (
      terms['title'] ?? terms['description'] ?? terms['caption'] ?? terms['type'] ?? this.words.say('specimen.picture')
    );
  }

  /** Only addresses of the web are followed. */
  protected linkOf(terms: Readonly<Record<string, string>>): string | undefined {
    return [terms['accessURI'], terms['identifier'], terms['references']].find((address) =>
      /^https?:\/\//.test(address ?? ''),
    );
  }
}
