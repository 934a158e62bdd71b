import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Icon } from '../../ui/icon';
import { Words } from '../../words/words';
import { COLUMNS_BY_GROUP } from './columns';
import { TableLayout } from './table-layout';
import { ValueNames } from './value-names';

/** Which columns the table has, in which order, and which stay in place. */
@Component({
  selector: 'app-column-chooser',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h3>{{ words.say('table.chosen') }}</h3>
    <ol>
      @for (name of layout.names(); track name) {
        <li>
          <span class="name">{{ names.column(name) }}</span>
          <button
            type="button"
            class="plain-button"
            [attr.aria-pressed]="layout.isPinned(name)"
            [attr.aria-label]="words.say('table.pin', { column: names.column(name) })"
            [title]="words.say('table.pin', { column: names.column(name) })"
            (click)="layout.pin(name)"
          >
            <app-icon name="pin" />
          </button>
          <button
            type="button"
            class="plain-button"
            [attr.aria-label]="words.say('table.earlier', { column: names.column(name) })"
            (click)="layout.move(name, -1)"
          >
            ↑
          </button>
          <button
            type="button"
            class="plain-button"
            [attr.aria-label]="words.say('table.later', { column: names.column(name) })"
            (click)="layout.move(name, 1)"
          >
            ↓
          </button>
          <button
            type="button"
            class="plain-button"
            [attr.aria-label]="words.say('table.hide', { column: names.column(name) })"
            (click)="layout.toggle(name)"
          >
            <app-icon name="close" />
          </button>
        </li>
      }
    </ol>
    @for (one of groups; track one.group) {
      <fieldset>
        <legend>{{ words.say('query.columns.' + one.group) }}</legend>
        @for (column of one.columns; track column.name) {
          <label class="tick">
            <input type="checkbox" [checked]="layout.has(column.name)" (change)="layout.toggle(column.name)" />
            {{ names.column(column.name) }}
          </label>
        }
      </fieldset>
    }
    <button type="button" class="plain-button" (click)="layout.reset()">{{ words.say('table.reset') }}</button>
  `,
  styles: `
    ol {
      margin: 8px 0 16px;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: 4px;
      padding: 2px 0;
      border-bottom: 1px solid var(--line);
    }
    .name {
      flex: 1;
      min-width: 0;
      overflow-wrap: anywhere;
    }
    [aria-pressed='true'] {
      background: var(--accent-soft);
      border-color: var(--accent);
    }
    fieldset {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(190px, 1fr));
      gap: 2px 12px;
      margin: 0 0 12px;
      padding: 0;
      border: 0;
    }
    legend {
      padding: 0 0 4px;
      font-weight: 600;
    }
  `,
})
export class ColumnChooser {
  protected readonly words = inject(Words);
  protected readonly names = inject(ValueNames);
  protected readonly layout = inject(TableLayout);
  protected readonly groups = COLUMNS_BY_GROUP;
}
