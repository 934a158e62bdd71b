import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { newKey, type Receipt } from '../../ledger-client/ledger-http';
import type { Problem } from '../../ledger-client/problem';
import { Session } from '../../ledger-client/session';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { PeopleField } from '../../ui/people-field';
import { ProblemNote } from '../../ui/problem-note';
import { QUALIFIERS, TYPE_STATUSES } from '../../ui/term-vocabulary';
import { Words } from '../../words/words';

// A year, month or day, or two of them with a slash.
const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?(\/\d{4}(-\d{2}(-\d{2})?)?)?$/;
const FIELDS = [
  'scientificName',
  'family',
  'identificationQualifier',
  'dateIdentified',
  'typeStatus',
  'typifiedName',
  'identificationReferences',
  'identificationRemarks',
] as const;
type Field = (typeof FIELDS)[number];

/** A new determination: an opinion beside the earlier ones. */
@Component({
  selector: 'app-identify-form',
  imports: [MatButtonModule, PeopleField, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './identify-form.html',
  styles: `
    .pair {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
      gap: 0 16px;
    }
    .acts {
      display: flex;
      justify-content: flex-end;
      gap: 8px;
      margin-top: 12px;
    }
    details {
      margin-bottom: 14px;
    }
    summary {
      padding: 6px 0;
      color: var(--accent);
      cursor: pointer;
      font-weight: 600;
      font-size: 0.875rem;
      width: fit-content;
    }
  `,
})
export class IdentifyForm {
  protected readonly words = inject(Words);
  private readonly acts = inject(SpecimenActs);
  private readonly session = inject(Session);
  readonly specimenId = input.required<string>();
  readonly record = input.required<SpecimenRecord>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly typeStatuses = TYPE_STATUSES;
  protected readonly qualifiers = QUALIFIERS;
  private readonly key = newKey();

  protected readonly values = signal<Readonly<Partial<Record<Field, string>>>>({});
  protected readonly people = signal<readonly string[]>([]);
  protected readonly note = signal('');
  protected readonly wantsAccepted = signal(true);
  protected readonly busy = signal(false);
  protected readonly isSent = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected readonly isFirst = computed(
    () => !this.record().identifications.some(({ status }) => status !== 'withdrawn'),
  );
  protected readonly mayAccept = computed(() => this.session.may('specimen.accept', this.record().collectionId));
  protected readonly dateIsWrong = computed(() => {
    const date = this.values().dateIdentified?.trim();
    return !!date && !PARTIAL_DATE.test(date);
  });
  protected readonly nameIsMissing = computed(() => !this.values().scientificName?.trim());

  protected set(field: Field, event: Event): void {
    const value = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
    this.values.update((before) => ({ ...before, [field]: value }));
  }

  protected write(event: Event): void {
    this.note.set((event.target as HTMLTextAreaElement).value);
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.isSent.set(true);
    if (this.nameIsMissing() || this.dateIsWrong() || this.busy()) return this.goToWrong();
    this.busy.set(true);
    const terms = Object.fromEntries(
      FIELDS.map((field) => [field, this.values()[field]?.trim() ?? '']).filter(([, value]) => value),
    );
    const identification = {
      terms,
      ...(this.people().length > 0 && { identifiedBy: this.people() }),
      ...(!this.isFirst() && this.mayAccept() && this.wantsAccepted() && { accept: true }),
      ...(this.note().trim() && { note: this.note().trim() }),
    };
    const outcome = await this.acts.identify(this.specimenId(), identification, { key: this.key });
    this.busy.set(false);
    if (outcome.ok) this.recorded.emit(outcome.value);
    else this.problem.set(outcome.problem);
  }

  private goToWrong(): void {
    document.getElementById(this.nameIsMissing() ? 'identify-name' : 'identify-date')?.focus();
  }
}
