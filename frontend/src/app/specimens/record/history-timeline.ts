import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import { ValueChange } from '../../ui/value-change';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { EVENT_KINDS, type EventKind, kindOf } from './event-kinds';
import { changesIn, namesIn, noteIn, sentenceOf, termsIn } from './event-sentence';

/**
 * All that ever happened to a specimen, newest first: in plain words, by whom, when, why, and what was before. Each moment has
 * an address of its own, where the record is shown as it was then.
 */
@Component({
  selector: 'app-history-timeline',
  imports: [RouterLink, ValueChange],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './history-timeline.html',
  styleUrl: './history-timeline.scss',
})
export class HistoryTimeline {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  readonly specimenId = input.required<string>();
  readonly history = input.required<readonly HistoryEntry[]>();
  /** The moment that is shown; undefined: now. */
  readonly moment = input<number>();

  protected readonly kind = signal<EventKind | undefined>(undefined);
  protected readonly kinds = computed(() => {
    const counts = new Map<EventKind, number>();
    for (const { type } of this.history()) counts.set(kindOf(type), (counts.get(kindOf(type)) ?? 0) + 1);
    return EVENT_KINDS.flatMap((kind) => (counts.has(kind) ? [{ kind, count: counts.get(kind)! }] : []));
  });
  protected readonly last = computed(() => this.history().at(-1)?.revision ?? 0);

  private readonly told = computed(() => {
    const history = this.history();
    const names = namesIn(history);
    return [...history].reverse().map((event) => {
      const { key, params } = sentenceOf(event, names);
      return {
        event,
        kind: kindOf(event.type),
        sentence: this.words.sayIfKnown(key, params) ?? event.type,
        changes: changesIn(event, names),
        terms: termsIn(event),
        note: noteIn(event),
        isImport: event.source.kind === 'import',
        isBulk: event.source.kind !== 'import' && event.source.ref !== undefined,
        role: this.words.sayIfKnown(`role.${event.actor.role}`) ?? event.actor.role,
      };
    });
  });
  protected readonly entries = computed(() =>
    this.told().filter(({ kind }) => this.kind() === undefined || kind === this.kind()),
  );

  constructor() {
    effect(() => {
      const moment = this.moment();
      if (moment === undefined || this.history().length === 0) return;
      // A permalink leads to its own line.
      setTimeout(() => document.getElementById(`event-${moment}`)?.scrollIntoView({ block: 'nearest' }));
    });
  }

  protected choose(kind: EventKind): void {
    this.kind.update((before) => (before === kind ? undefined : kind));
  }
}
