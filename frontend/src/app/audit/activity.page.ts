import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Audit } from '../ledger-client/audit';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { AuditTabs } from './audit-tabs';

/** Who did what, per month: a table of people, opened to kinds of events; every number leads to its lines. */
@Component({
  selector: 'app-activity-page',
  imports: [AuditTabs, ProblemNote, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './activity.page.html',
  styles: `
    .period {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(170px, 1fr));
      gap: 0 16px;
      max-width: 400px;
    }
    tbody th {
      font-weight: 600;
      color: var(--ink);
      min-width: 150px;
    }
    .kind th {
      font-weight: 400;
      padding-inline-start: 34px;
    }
    .kind td,
    .kind th {
      font-size: 0.8125rem;
      background: var(--surface-2);
    }
    .card.table-wrap {
      padding: 8px 12px;
    }
    td a {
      display: inline-block;
      min-width: 24px;
      min-height: 24px;
    }
  `,
})
export class ActivityPage {
  protected readonly words = inject(Words);
  private readonly audit = inject(Audit);
  protected readonly from = signal('');
  protected readonly to = signal('');
  protected readonly opened = signal<ReadonlySet<string>>(new Set());
  private readonly answer = resource({
    params: () => ({ from: this.from(), to: this.to() }),
    loader: ({ params }) => this.audit.activity(params.from || undefined, params.to || undefined),
  });
  protected readonly report = computed(() => {
    const answer = this.answer.value();
    return answer?.ok ? answer.value : undefined;
  });
  protected readonly problem = computed(() => {
    const answer = this.answer.value();
    return answer && !answer.ok ? answer.problem : undefined;
  });

  protected toggle(actorId: string): void {
    this.opened.update((before) => {
      const after = new Set(before);
      if (!after.delete(actorId)) after.add(actorId);
      return after;
    });
  }

  /** The lines that a number counts. */
  protected linesOf(actorId: string, month: string | undefined, type?: string) {
    const months = this.report()?.months ?? [];
    const [first, last] = [month ?? months[0], month ?? months.at(-1)];
    const end = new Date(Date.UTC(Number(last?.slice(0, 4)), Number(last?.slice(5, 7)), 0)).toISOString().slice(0, 10);
    return { actorId, from: `${first}-01`, to: end, numbers: 'true', ...(type && { type }) };
  }

  protected monthIn(event: Event): string {
    return (event.target as HTMLInputElement).value.trim();
  }
}
