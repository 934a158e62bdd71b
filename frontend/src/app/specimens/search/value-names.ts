import { inject, Injectable, signal } from '@angular/core';
import { Collections } from '../../ledger-client/collections';
import { Words } from '../../words/words';

/** What a value of a facet or filter is called by people. */
@Injectable({ providedIn: 'root' })
export class ValueNames {
  private readonly words = inject(Words);
  private readonly collections = signal<ReadonlyMap<string, string>>(new Map());

  constructor() {
    void inject(Collections)
      .list()
      .then((outcome) => {
        if (outcome.ok) this.collections.set(new Map(outcome.value.map(({ id, name }) => [id, name])));
      });
  }

  readonly of = (name: string, value: string): string => {
    if (name === 'collectionId') return this.collections().get(value) ?? value;
    if (name === 'decade') return this.words.say('search.decade', { decade: value });
    if (name === 'issue' || name === 'typeStatus') return this.words.sayIfKnown(`${name}.${value}`) ?? value;
    if (name === 'eventDate.from' || name === 'eventDate.to') return this.words.say(`search.${name}Chip`, { value });
    return this.words.sayIfKnown(`search.condition.${name}`) ?? value;
  };
}
