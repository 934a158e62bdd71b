import { ChangeDetectionStrategy, Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { PeopleField } from '../../ui/people-field';
import { QUALIFIERS, TYPE_STATUSES } from '../../ui/term-vocabulary';
import { TextField } from '../../ui/text-field';
import { Words } from '../../words/words';
import { type DeterminationTerm, problemsOf, type TypedDetermination } from './determination';
import { UsedNames } from './used-names';

const PAUSE_MILLISECONDS = 150;

/** The fields of a determination; names that the collections use are offered, any other can be written. */
@Component({
  selector: 'app-determination-fields',
  imports: [PeopleField, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './determination-fields.html',
  styles: `
    .pair {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
      gap: 0 16px;
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
export class DeterminationFields {
  protected readonly words = inject(Words);
  private readonly names = inject(UsedNames);
  readonly fieldId = input.required<string>();
  readonly typed = input.required<TypedDetermination>();
  /** Whether it was tried to send: what is missing is said then. */
  readonly isSent = input(false);
  readonly changed = output<Partial<TypedDetermination>>();

  protected readonly typeStatuses = TYPE_STATUSES;
  protected readonly qualifiers = QUALIFIERS;
  private readonly asked = signal('');
  private readonly offered = resource({
    params: () => this.asked(),
    loader: async ({ params, abortSignal }) => {
      await new Promise((done) => setTimeout(done, PAUSE_MILLISECONDS));
      return abortSignal.aborted ? [] : this.names.beginning(params);
    },
  });
  protected readonly choices = computed(() => (this.offered.value() ?? []).map(({ name }) => name));
  protected readonly wrong = computed(() => new Set(problemsOf(this.typed())));
  protected readonly hasMore = computed(() => {
    const { terms, basedOn, note } = this.typed();
    return !!(terms.typeStatus || terms.typifiedName || terms.identificationReferences || basedOn || note);
  });

  protected set(term: DeterminationTerm, value: string): void {
    this.changed.emit({ terms: { ...this.typed().terms, [term]: value } });
  }

  protected write(name: string): void {
    this.set('scientificName', name);
    this.asked.set(name);
  }

  /** The family that the collections put a chosen name into, unless one is written. */
  protected settle(name: string): void {
    const family = (this.offered.value() ?? []).find((one) => one.name === name)?.family;
    if (family && !this.typed().terms.family) this.set('family', family);
  }

  protected valueOf(event: Event): string {
    return (event.target as HTMLSelectElement).value;
  }
}
