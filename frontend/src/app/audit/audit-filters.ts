import { ChangeDetectionStrategy, Component, computed, inject, input, output, resource } from '@angular/core';
import { REASON_CODES } from '#domain/terms/reason-code.js';
import { Audit, type Inquiry } from '../ledger-client/audit';
import { Imports } from '../ledger-client/imports';
import { Words } from '../words/words';
import { type AuditFilter, type AuditState, monthOf } from './audit-state';
import { DEEDS } from './deeds';

/** Narrowing the audit trail: by person, period, kind of event, record, reason, import, ground and words. */
@Component({
  selector: 'app-audit-filters',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './audit-filters.html',
  styles: `
    form {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(210px, 100%), 1fr));
      gap: 0 16px;
      align-items: end;
      padding-top: 12px;
    }
    details {
      padding: 12px 20px;
    }
    summary {
      padding: 4px 0;
      cursor: pointer;
      font-weight: 600;
    }
    .wide {
      grid-column: 1 / -1;
      display: flex;
      flex-wrap: wrap;
      gap: 4px 8px;
      align-items: center;
    }
  `,
})
export class AuditFilters {
  protected readonly words = inject(Words);
  private readonly audit = inject(Audit);
  private readonly importList = inject(Imports);
  readonly state = input.required<AuditState>();
  readonly inquiry = input.required<Inquiry>();
  readonly changed = output<Partial<Record<AuditFilter, string>>>();

  private readonly peopleAnswer = resource({ loader: () => this.audit.people() });
  private readonly importsAnswer = resource({ loader: () => this.importList.list() });
  protected readonly people = computed(() => {
    const answer = this.peopleAnswer.value();
    return answer?.ok ? answer.value : [];
  });
  protected readonly imports = computed(() => {
    const answer = this.importsAnswer.value();
    return answer?.ok ? answer.value : [];
  });
  protected readonly deeds = Object.entries(DEEDS).map(([category, types]) => ({ category, types }));
  protected readonly reasons = REASON_CODES;
  /** On a phone the lines come first. */
  protected readonly isWide = matchMedia('(min-width: 721px)').matches;

  protected set(name: AuditFilter, event: Event): void {
    const field = event.target as HTMLInputElement | HTMLSelectElement;
    this.changed.emit({ [name]: field.value.trim() });
  }

  protected tick(name: AuditFilter, event: Event): void {
    this.changed.emit({ [name]: (event.target as HTMLInputElement).checked ? 'true' : '' });
  }

  protected period(back: number | 'year'): void {
    const now = new Date();
    const year = { from: `${now.getUTCFullYear()}-01-01`, to: `${now.getUTCFullYear()}-12-31` };
    this.changed.emit(back === 'year' ? year : monthOf(now, back));
  }

  protected clear(): void {
    this.changed.emit(Object.fromEntries(Object.keys(this.state()).map((name) => [name, ''])));
  }

  protected readonly isNarrowed = computed(() => Object.keys(this.state()).length > 0);
}
