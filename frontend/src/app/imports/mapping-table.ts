import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { DARWIN_CORE, isTermUri } from '#domain/terms/darwin-core.js';
import { MEDIA_TERMS } from '#domain/terms/term-header.js';
import type { ColumnMapping } from '#domain/import-batch/events.js';
import type { ImportPreview, PreviewColumn } from '../ledger-client/imports';
import { TermNames } from '../words/term-names';
import { Words } from '../words/words';

type Table = ImportPreview['tables'][number];

/** Which column of a file is read as which term, and which texts in it mean "absent"; each can be changed. */
@Component({
  selector: 'app-mapping-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './mapping-table.html',
  styles: `
    .input {
      min-height: 36px;
      padding: 4px 8px;
      min-width: 190px;
    }
    .samples {
      max-width: 320px;
      overflow-wrap: anywhere;
    }
    .nulls {
      display: grid;
      gap: 2px;
    }
    .wrong {
      color: var(--type);
    }
    /* Half a term is no mistake yet. */
    .input:focus + .wrong {
      display: none;
    }
    h4 {
      margin: 16px 0 6px;
      font: 600 0.9375rem/1.4 var(--sans);
    }
    .table-wrap {
      max-height: 480px;
      overflow: auto;
      border: 1px solid var(--line);
      border-radius: 8px;
    }
    thead th {
      position: sticky;
      top: 0;
      background: var(--surface);
      z-index: 1;
    }
  `,
})
export class MappingTable {
  protected readonly words = inject(Words);
  protected readonly names = inject(TermNames);
  readonly preview = input.required<ImportPreview>();
  /** The choices so far. */
  readonly mapping = input.required<readonly ColumnMapping[]>();
  readonly changed = output<readonly ColumnMapping[]>();

  protected readonly offered = computed(() =>
    [...DARWIN_CORE.keys()].map((term) => ({ term, name: this.names.of(term) })),
  );

  protected choice(column: PreviewColumn): ColumnMapping {
    return this.mapping().find((one) => same(one, column)) ?? column;
  }

  protected isUnknown(term: string | undefined): boolean {
    return term !== undefined && !DARWIN_CORE.has(term) && !MEDIA_TERMS.includes(term) && !isTermUri(term);
  }

  protected setTerm(column: PreviewColumn, event: Event): void {
    const term = (event.target as HTMLInputElement).value.trim();
    this.replace(column, (before) => ({ ...before, term: term || undefined }));
  }

  protected toggleNull(column: PreviewColumn, value: string): void {
    this.replace(column, (before) => {
      const nulls = before.nulls ?? [];
      const after = nulls.includes(value) ? nulls.filter((one) => one !== value) : [...nulls, value];
      return { ...before, nulls: after };
    });
  }

  protected titleOf(table: Table): string {
    return table.table === 'core' ? this.words.say('imports.core') : table.table.replace(/^.*[/#]/, '');
  }

  private replace(column: PreviewColumn, change: (before: ColumnMapping) => ColumnMapping): void {
    this.changed.emit(this.mapping().map((one) => (same(one, column) ? change(one) : one)));
  }
}

function same(one: ColumnMapping, other: ColumnMapping): boolean {
  return one.table === other.table && one.index === other.index && one.column === other.column;
}
