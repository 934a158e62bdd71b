import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  type OnInit,
  output,
  signal,
} from '@angular/core';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome } from '../../ledger-client/problem';
import { Session } from '../../ledger-client/session';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { Words } from '../../words/words';
import { ActFrame } from '../acts/act-frame';
import { DeterminationFields } from '../acts/determination-fields';
import { determinationOf, NO_DETERMINATION, problemsOf, type TypedDetermination } from '../acts/determination';

interface Typed extends TypedDetermination {
  readonly accept: boolean;
}

/** A new determination: an opinion beside the earlier ones. */
@Component({
  selector: 'app-identify-form',
  imports: [ActFrame, DeterminationFields],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './identify-form.html',
})
export class IdentifyForm implements OnInit {
  protected readonly words = inject(Words);
  private readonly acts = inject(SpecimenActs);
  private readonly session = inject(Session);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly isSent = signal(false);
  protected draft!: Draft<Typed>;

  protected readonly isFirst = computed(
    () => !this.record().identifications.some(({ status }) => status !== 'withdrawn'),
  );
  protected readonly mayAccept = computed(() => this.session.may('specimen.accept', this.record().collectionId));

  ngOnInit(): void {
    const name = `specimen/${this.specimenId()}/identify`;
    this.draft = this.drafts.open<Typed>(name, { ...NO_DETERMINATION, accept: true });
  }

  protected readonly send = async (): Promise<Outcome<Receipt> | undefined> => {
    this.isSent.set(true);
    const typed = this.draft.value();
    const wrong = problemsOf(typed)[0];
    if (wrong) {
      document.getElementById(`identify-${wrong}`)?.focus();
      return undefined;
    }
    const accept = !this.isFirst() && this.mayAccept() && typed.accept;
    const identification = { ...determinationOf(typed), ...(accept && { accept }) };
    return this.acts.identify(this.specimenId(), identification, { key: this.draft.keyFor(identification) });
  };
}
