import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ColumnMapping } from '#domain/import-batch/events.js';
import type { ImportPreview } from '../ledger-client/imports';
import { Words } from '../words/words';
import { CountsTable } from './counts-table';
import { MappingTable } from './mapping-table';
import { ProblemKind } from './problem-kind';

/** What an import would do: counts, problems with examples, and how each column is read. */
@Component({
  selector: 'app-preview-report',
  imports: [CountsTable, MappingTable, ProblemKind, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (preview().earlierImports[0]; as earlier) {
      <p class="card note">
        {{ words.say('imports.earlier', { when: words.moment(earlier.startedAt) }) }}
        <a [routerLink]="['/imports', earlier.importId]">{{ words.say('imports.oneTitle') }}</a>
      </p>
    }
    <section class="card" aria-labelledby="would-do" aria-live="polite">
      <h2 id="would-do">{{ words.say('imports.wouldDo') }}</h2>
      <app-counts-table [counts]="preview().counts" />
      @for (notice of preview().notices; track $index) {
        @if (words.sayIfKnown('imports.notice.' + notice.kind, notice.params); as said) {
          <p class="soft small">{{ said }}</p>
        } @else {
          <p class="soft small" lang="en">{{ notice.sentence }}</p>
        }
      }
      @if (preview().unknownExtensions.length > 0) {
        <p class="soft small">
          {{ words.say('imports.keptVerbatim', { which: preview().unknownExtensions.join(', ') }) }}
        </p>
      }
    </section>
    @if (preview().problems.length > 0) {
      <section class="card" aria-labelledby="problems-title">
        <h2 id="problems-title">{{ words.say('imports.problems') }}</h2>
        @for (problem of preview().problems; track problem.kind) {
          <app-problem-kind [kind]="problem.kind" [count]="problem.count" [examples]="problem.examples" />
        }
      </section>
    }
    <section class="card" aria-labelledby="mapping-title">
      <h2 id="mapping-title">{{ words.say('imports.mapping') }}</h2>
      <p class="soft">{{ words.say('imports.mappingText') }}</p>
      <app-mapping-table [preview]="preview()" [mapping]="mapping()" (changed)="changed.emit($event)" />
    </section>
  `,
  styles: `
    .card {
      margin-bottom: 16px;
    }
    h2 {
      margin-bottom: 12px;
    }
    .note {
      background: var(--warn-soft);
    }
  `,
})
export class PreviewReport {
  protected readonly words = inject(Words);
  readonly preview = input.required<ImportPreview>();
  readonly mapping = input.required<readonly ColumnMapping[]>();
  readonly changed = output<readonly ColumnMapping[]>();
}
