import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { HistoryEntry } from '../../ledger-client/history-entry';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { changesIn, namesIn, noteIn, sentenceOf, termsIn } from './event-sentence';

/** All that ever happened to a specimen, newest first: in plain words, by whom, when, why, and what was before. */
@Component({
  selector: 'app-history-timeline',
  imports: [RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './history-timeline.html',
  styleUrl: './history-timeline.scss',
})
export class HistoryTimeline {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  readonly history = input.required<readonly HistoryEntry[]>();

  protected readonly entries = computed(() => {
    const history = this.history();
    const names = namesIn(history);
    return [...history].reverse().map((event) => {
      const { key, params } = sentenceOf(event, names);
      return {
        event,
        sentence: this.words.sayIfKnown(key, params) ?? event.type,
        changes: changesIn(event),
        terms: termsIn(event),
        note: noteIn(event),
        isImport: event.source.kind === 'import',
      };
    });
  });
}
