import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ToldLine } from '../ledger-client/audit';
import { ScientificName } from '../ui/scientific-name';
import { ValueChange } from '../ui/value-change';
import { TermNames } from '../words/term-names';
import { Words } from '../words/words';
import { lineSentence } from './line-sentence';

const PAGES: Readonly<Record<string, string>> = { import: '/imports', collection: '/collections' };

/** One line of the audit trail in plain words: when, who, what, to which thing, why; with the way to the record as it was. */
@Component({
  selector: 'app-audit-line',
  imports: [RouterLink, ScientificName, ValueChange],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './audit-line.html',
  styleUrl: './audit-line.scss',
})
export class AuditLineView {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  readonly line = input.required<ToldLine>();

  protected readonly sentence = computed(() => {
    const { key, params, role } = lineSentence(this.line());
    const all = { ...params, ...(role && { role: this.words.say(`role.${role}`) }) };
    return this.words.sayIfKnown(key, all) ?? this.line().type;
  });
  /** Where the thing is read, other than a specimen. */
  protected readonly page = computed(() => {
    const { category, subject } = this.line();
    const page = PAGES[category];
    if (!page) return undefined;
    return category === 'import' ? [page, subject] : [page];
  });
  protected readonly isImport = computed(() => {
    const { sourceKind, category } = this.line();
    return sourceKind === 'import' && category !== 'import';
  });
}
