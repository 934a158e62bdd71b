import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { BulkActs, type BulkResult } from '../../ledger-client/bulk';
import { hasEnded, WatchedJob } from '../../ledger-client/jobs';
import type { Problem } from '../../ledger-client/problem';
import { Session } from '../../ledger-client/session';
import { ProblemNote } from '../../ui/problem-note';
import { Words } from '../../words/words';

/** A bulk act after it was carried out: by whom, how much, what was left alone, and the one button that takes it back. */
@Component({
  selector: 'app-bulk-act-page',
  imports: [ProblemNote, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page narrow">
      <h1>{{ words.say('bulk.actTitle') }}</h1>
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem">
          <button type="button" class="plain-button" (click)="read.reload()">{{ words.say('act.again') }}</button>
        </app-problem-note>
      }
      @if (act(); as act) {
        <section class="card">
          <p>
            <strong>{{ words.sayIfKnown('bulk.type.' + act.type) ?? words.say('bulk.type.other') }}</strong>
          </p>
          <p>{{ words.say('bulk.byWhom', { who: act.by, when: words.moment(act.at) }) }}</p>
          <p>{{ words.count('bulk.events', act.events) }}</p>
          @if (keptNow(); as kept) {
            <p>{{ words.count('bulk.kept', kept) }}</p>
          }
          @if (result(); as result) {
            <p role="status">
              <strong>{{ words.count('bulk.undone', result.done) }}</strong>
            </p>
            @if (result.kept > 0) {
              <p>{{ words.count('bulk.keptUndo', result.kept) }}</p>
              <ul>
                @for (id of result.keptIds; track id) {
                  <li>
                    <a [routerLink]="['/specimens', id]">{{ id }}</a>
                  </li>
                }
              </ul>
            }
          } @else if (act.undoneEvents > 0) {
            <p>
              <strong>{{ words.say('bulk.takenBack') }}</strong>
            </p>
          }
          @if (undoing()) {
            <p role="status">{{ words.say('bulk.undoing', { done: words.number(undoneSoFar()) }) }}</p>
          } @else if (!result() && act.undoneEvents === 0) {
            @if (asking()) {
              <p>{{ words.say('bulk.undoText') }}</p>
              <button class="button" type="button" (click)="asking.set(false)">{{ words.say('act.cancel') }}</button>
              <button class="button filled" type="button" (click)="undo()">{{ words.say('bulk.undoSend') }}</button>
            } @else {
              <button
                class="button outlined"
                type="button"
                [disabled]="!mayUndo"
                [attr.aria-describedby]="mayUndo ? null : 'undo-why-not'"
                (click)="asking.set(true)"
              >
                {{ words.say('bulk.undo') }}
              </button>
              @if (!mayUndo) {
                <span class="soft small" id="undo-why-not">{{ words.say('specimen.whyNoCorrection') }}</span>
              }
            }
          }
        </section>
      } @else if (!problem()) {
        <p class="soft" role="status">{{ words.say('act.loading') }}</p>
      }
      <p>
        <a routerLink="/specimens">{{ words.say('specimen.back') }}</a>
      </p>
    </div>
  `,
  styles: `
    .card {
      margin: 12px 0;
    }
    button {
      margin-inline-end: 8px;
    }
    li {
      font-family: var(--mono);
      font-size: 0.8125rem;
    }
  `,
})
export class BulkActPage {
  protected readonly words = inject(Words);
  private readonly bulk = inject(BulkActs);
  protected readonly mayUndo = inject(Session).may('specimen.correct');
  /** Of the act; from the address. */
  readonly id = input.required<string>();
  /** How many were left alone when it was carried out, and what to wait for; from the address. */
  readonly kept = input<string>();
  readonly position = input<string>();

  private readonly job = new WatchedJob<BulkResult>();
  protected readonly asking = signal(false);
  private readonly begun = signal(false);
  private readonly refused = signal<Problem | undefined>(undefined);

  protected readonly read = resource({
    params: () => ({ id: this.id(), position: this.position() }),
    loader: ({ params }) => this.bulk.show(params.id, params.position),
  });
  protected readonly act = computed(() => {
    const read = this.read.value();
    return read?.ok ? read.value : undefined;
  });
  protected readonly problem = computed(() => {
    const read = this.read.value();
    return this.refused() ?? (read && !read.ok ? read.problem : undefined);
  });
  protected readonly keptNow = computed(() => Number(this.kept() ?? 0) || undefined);
  protected readonly undoing = computed(() => this.begun() && !hasEnded(this.job.job()));
  protected readonly undoneSoFar = computed(() => Number(this.job.job()?.progress?.['rowsDone'] ?? 0));
  protected readonly result = computed(() => this.job.job()?.result);

  constructor() {
    effect(() => {
      const job = this.job.job();
      if (job?.status !== 'failed') return;
      untracked(() =>
        this.refused.set({ status: 500, code: 'UNEXPECTED', detail: job.error ?? '', details: {}, errors: [] }),
      );
    });
  }

  protected async undo(): Promise<void> {
    this.asking.set(false);
    this.refused.set(undefined);
    const outcome = await this.bulk.undo(this.id());
    if (!outcome.ok) return this.refused.set(outcome.problem);
    this.begun.set(true);
    this.job.follow(outcome.value.jobId);
  }
}
