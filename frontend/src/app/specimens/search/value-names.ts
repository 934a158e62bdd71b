import { inject, Injectable, signal } from '@angular/core';
import { Collections } from '../../ledger-client/collections';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { columnNamed } from './columns';

/** What columns, and values of facets and filters, are called by people. */
@Injectable({ providedIn: 'root' })
export class ValueNames {
  private readonly words = inject(Words);
  private readonly terms = inject(TermNames);
  private readonly collections = signal<ReadonlyMap<string, string>>(new Map());

  constructor() {
    void inject(Collections)
      .list()
      .then((outcome) => {
        if (outcome.ok) this.collections.set(new Map(outcome.value.map(({ id, name }) => [id, name])));
      });
  }

  /** The name of a column. */
  readonly column = (name: string): string => this.words.sayIfKnown(`column.${name}`) ?? this.terms.of(name);

  /** A value as its column shows it. */
  readonly of = (name: string, value: string): string => {
    if (name === 'collectionId') return this.collections().get(value) ?? value;
    if (name === 'decade') return this.words.say('search.decade', { decade: value });
    if (name === 'issue' || name === 'typeStatus') return this.words.sayIfKnown(`${name}.${value}`) ?? value;
    if (name === 'modifiedAt') return this.words.moment(value);
    if (name === 'enteredAt') return this.words.day(value);
    if (columnNamed(name)?.kind === 'flag') return this.words.say(value === '1' ? 'search.yes' : 'search.no');
    return value;
  };

  /** A filter of the address in a few words: what the button says that takes it away. */
  readonly filter = (name: string, value: string): string => {
    if (name === 'eventDate.from' || name === 'eventDate.to') return this.words.say(`search.${name}Chip`, { value });
    if (name === 'bbox' || name === 'polygon' || name === 'where') return this.words.say(`search.chip.${name}`);
    const [column = '', operator = 'is'] = name.split('.');
    const condition = value === '1' ? this.words.sayIfKnown(`search.condition.${name}`) : undefined;
    if (condition || name === 'importId') return condition ?? this.words.say('search.condition.importId');
    return operator === 'is' ? this.#is(column, value) : this.#how(column, operator, value);
  };

  #is(column: string, value: string): string {
    const said = this.of(column, value);
    return columnNamed(column)?.isFacet ? said : `${this.column(column)}: ${said}`;
  }

  #how(column: string, operator: string, value: string): string {
    const how = operator === 'exists' ? (value === 'true' ? 'filled' : 'empty') : operator;
    return this.words.say(`search.chip.${how}`, { column: this.column(column), value: this.of(column, value) });
  }
}
