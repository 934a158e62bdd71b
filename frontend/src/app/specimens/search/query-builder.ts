import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { NgTemplateOutlet } from '@angular/common';
import { Specimens } from '../../ledger-client/specimens';
import { Icon } from '../../ui/icon';
import { Words } from '../../words/words';
import { columnNamed, COLUMNS_BY_GROUP } from './columns';
import {
  type How,
  HOWS,
  isGroup,
  printQuery,
  type QueryGroup,
  type QueryLeaf,
  readQuery,
  replaced,
  valuesOf,
} from './query';
import { ValueNames } from './value-names';

const FIRST: QueryLeaf = { column: 'scientificName', how: 'contains', values: [''] };
const SUGGESTED = 100;

/** Filters in groups: all, any or none of them must hold; groups stand in groups. */
@Component({
  selector: 'app-query-builder',
  imports: [Icon, NgTemplateOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './query-builder.html',
  styleUrl: './query-builder.scss',
})
export class QueryBuilder {
  protected readonly words = inject(Words);
  protected readonly names = inject(ValueNames);
  private readonly specimens = inject(Specimens);
  /** The parameter `where` of the address. */
  readonly where = input('');
  readonly asked = output<string>();

  private readonly edited = signal<QueryGroup | undefined>(undefined);
  protected readonly query = computed<QueryGroup>(
    () => this.edited() ?? readQuery(this.where()) ?? { join: 'and', parts: [FIRST] },
  );
  protected readonly groups = COLUMNS_BY_GROUP;
  protected readonly joins = ['and', 'or', 'none'] as const;
  protected readonly isGroup = isGroup;
  protected readonly valuesOf = valuesOf;
  protected readonly columnNamed = columnNamed;
  /** Values that specimens have, by column: for those that are counted. */
  protected readonly suggested = signal<Readonly<Record<string, readonly string[]>>>({});

  protected howsOf(column: string): readonly How[] {
    return HOWS[columnNamed(column)?.kind ?? 'text'];
  }

  protected ask(event: Event): void {
    event.preventDefault();
    this.asked.emit(printQuery(this.query()));
  }

  protected setJoin(path: readonly number[], group: QueryGroup, event: Event): void {
    const join = (event.target as HTMLSelectElement).value as QueryGroup['join'];
    const changed = { ...group, join };
    this.edited.set(path.length === 0 ? changed : replaced(this.query(), path, changed));
  }

  protected setColumn(path: readonly number[], leaf: QueryLeaf, event: Event): void {
    const column = (event.target as HTMLSelectElement).value;
    const hows = this.howsOf(column);
    const how = hows.includes(leaf.how) ? leaf.how : hows[0]!;
    const isFlag = columnNamed(column)?.kind === 'flag';
    this.change(path, { column, how, values: isFlag ? ['1'] : leaf.values });
  }

  protected setHow(path: readonly number[], leaf: QueryLeaf, event: Event): void {
    this.change(path, { ...leaf, how: (event.target as HTMLSelectElement).value as How });
  }

  protected setValue(path: readonly number[], leaf: QueryLeaf, at: number, event: Event): void {
    const values = [leaf.values[0] ?? '', leaf.values[1] ?? ''];
    values[at] = (event.target as HTMLInputElement).value;
    this.change(path, { ...leaf, values });
  }

  protected add(path: readonly number[], group: QueryGroup, isNested: boolean): void {
    const part = isNested ? ({ join: 'or', parts: [FIRST] } as const) : FIRST;
    const changed = { ...group, parts: [...group.parts, part] };
    this.edited.set(path.length === 0 ? changed : replaced(this.query(), path, changed));
  }

  protected remove(path: readonly number[]): void {
    this.edited.set(replaced(this.query(), path, undefined));
  }

  /** Offers the most frequent values of a counted column. */
  protected async suggest(column: string): Promise<void> {
    if (!columnNamed(column)?.isFacet || this.suggested()[column]) return;
    const outcome = await this.specimens.facets({ facets: column, facetLimit: SUGGESTED });
    if (!outcome.ok) return;
    const values = (outcome.value[column] ?? []).map(({ value }) => String(value));
    this.suggested.update((before) => ({ ...before, [column]: values }));
  }

  private change(path: readonly number[], leaf: QueryLeaf): void {
    this.edited.set(replaced(this.query(), path, leaf));
  }
}
