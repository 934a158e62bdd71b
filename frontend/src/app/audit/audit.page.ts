import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { Audit, type Inquiry, type ToldLine } from '../ledger-client/audit';
import type { Problem } from '../ledger-client/problem';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { AuditFilters } from './audit-filters';
import { AuditLineView } from './audit-line';
import { askedOf, type AuditFilter, readAudit, withFilter } from './audit-state';
import { AuditTabs } from './audit-tabs';

/** The auditor's desk: every line of the ledger, or a report of it, narrowed, read in plain words, and taken out. */
@Component({
  selector: 'app-audit-page',
  imports: [AuditFilters, AuditLineView, AuditTabs, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './audit.page.html',
  styles: `
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px;
      min-height: 56px;
      margin: 16px 0 12px;
    }
    h2 {
      font-family: var(--sans);
      font-size: 1rem;
    }
    ol {
      margin: 0;
      padding: 0 16px;
      list-style: none;
    }
    li + li {
      border-top: 1px solid var(--line);
    }
    .more {
      margin-top: 16px;
      text-align: center;
    }
    .lines {
      min-height: 240px;
      padding: 4px 0;
    }
    .empty {
      padding: 48px 24px;
      text-align: center;
    }
  `,
})
export class AuditPage {
  protected readonly words = inject(Words);
  private readonly audit = inject(Audit);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  /** From the route. */
  readonly inquiry = input.required<Inquiry>();

  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });
  protected readonly state = computed(() => readAudit(this.params()));
  protected readonly lines = signal<readonly ToldLine[]>([]);
  protected readonly total = signal<number | undefined>(undefined);
  protected readonly next = signal<string | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly busy = signal(true);
  private asking = 0;

  protected readonly said = computed(() => {
    if (this.busy()) return this.words.say('act.loading');
    const [total, shown] = [this.total(), this.lines().length];
    if (total !== undefined) return this.words.count('audit.found', total);
    return this.words.count(this.next() ? 'audit.foundMore' : 'audit.found', shown);
  });

  constructor() {
    effect(() => {
      const [inquiry, state] = [this.inquiry(), this.state()];
      untracked(() => void this.load(inquiry, { ...askedOf(state), ...(inquiry === 'lines' && { count: true }) }));
    });
  }

  protected exportAs(format: 'csv' | 'jsonl'): string {
    return this.audit.exportAddress(this.inquiry(), format, askedOf(this.state()));
  }

  protected narrow(changes: Partial<Record<AuditFilter, string>>): void {
    let queryParams = this.state();
    for (const [name, value] of Object.entries(changes))
      queryParams = withFilter(queryParams, name as AuditFilter, value);
    void this.router.navigate([], { relativeTo: this.route, queryParams });
  }

  protected async more(): Promise<void> {
    const [asked, cursor] = [this.asking, this.next()];
    const outcome = await this.audit.search(this.inquiry(), { ...askedOf(this.state()), cursor });
    // Another search meanwhile, or the same page asked for twice.
    if (asked !== this.asking || cursor !== this.next()) return;
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.lines.update((before) => [...before, ...outcome.value.items]);
    this.next.set(outcome.value.next);
  }

  private async load(inquiry: Inquiry, asked: Parameters<Audit['search']>[1]): Promise<void> {
    const mine = ++this.asking;
    this.busy.set(true);
    const outcome = await this.audit.search(inquiry, asked);
    if (mine !== this.asking) return;
    this.busy.set(false);
    this.problem.set(outcome.ok ? undefined : outcome.problem);
    this.lines.set(outcome.ok ? outcome.value.items : []);
    this.total.set(outcome.ok ? outcome.value.total : undefined);
    this.next.set(outcome.ok ? outcome.value.next : undefined);
  }
}
