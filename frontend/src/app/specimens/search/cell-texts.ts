import { inject, Injectable } from '@angular/core';
import type { FoundSpecimen } from '../../ledger-client/specimens';
import { sayLabelDate } from '../../words/label-date';
import { Words } from '../../words/words';
import { type SearchColumn, valueOf } from './columns';
import { ValueNames } from './value-names';

const DATES: ReadonlySet<string> = new Set(['eventDate', 'dateIdentified']);
const YEARS: ReadonlySet<string> = new Set(['year', 'decade']);

/** Says what specimens have in a column. A table has hundreds of cells: they are text, not components of their own. */
@Injectable({ providedIn: 'root' })
export class CellTexts {
  private readonly words = inject(Words);
  private readonly names = inject(ValueNames);

  /** What a specimen has in a column, in words; empty when it has nothing there. */
  readonly of = (column: SearchColumn, specimen: FoundSpecimen): string => {
    const { name, kind } = column;
    const value = valueOf(column, specimen);
    if (value === undefined || value === '') return '';
    if (DATES.has(name)) return sayLabelDate(String(value), this.words.language());
    if (name === 'issue' || name === 'typeStatus')
      return String(value)
        .split('; ')
        .map((one) => this.names.of(name, one))
        .join('; ');
    if (kind === 'number' && typeof value === 'number' && !YEARS.has(name)) return this.words.number(value);
    return this.names.of(name, String(value));
  };
}
