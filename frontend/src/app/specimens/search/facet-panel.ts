import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import type { SpecimenFacets } from '../../ledger-client/specimens';
import { Words } from '../../words/words';
import { Found } from './found';
import { type Facet, FACETS, MORE_FACETS, type SearchState, toggled, withFilter } from './search-state';
import { ValueNames } from './value-names';

const FIRST_SHOWN = 6;
const SWITCHES: readonly string[] = ['hasMedia', 'unidentified', 'voided'];

/** The ways to narrow a search, each value with how many of the found specimens have it. */
@Component({
  selector: 'app-facet-panel',
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './facet-panel.html',
  styleUrl: './facet-panel.scss',
})
export class FacetPanel {
  protected readonly words = inject(Words);
  protected readonly names = inject(ValueNames);
  readonly state = input.required<SearchState>();
  readonly facets = input.required<SpecimenFacets>();
  /** Starts every id in the panel: it can be on the page twice, beside the list and in the drawer. */
  readonly prefix = input('side');
  readonly narrowed = output<SearchState>();

  protected readonly found = inject(Found);
  protected readonly switches = SWITCHES;
  private readonly expanded = signal<ReadonlySet<Facet>>(new Set());

  protected readonly groups = computed(() =>
    [...FACETS, ...(this.found.wantsMoreFacets() ? MORE_FACETS : [])]
      .map((facet) => {
        const chosen = this.state().filters[facet] ?? [];
        const counted = (this.facets()[facet] ?? []).map(({ value, count }) => ({ value: String(value), count }));
        const missing = chosen
          .filter((value) => !counted.some((one) => one.value === value))
          .map((value) => ({ value, count: undefined }));
        const all = [...missing, ...counted];
        const isExpanded = this.expanded().has(facet);
        return {
          facet,
          values: (isExpanded ? all : all.slice(0, FIRST_SHOWN + missing.length)).map((one) => ({
            ...one,
            isChosen: chosen.includes(one.value),
          })),
          hidden: isExpanded ? 0 : Math.max(0, all.length - FIRST_SHOWN - missing.length),
          isExpanded,
          chosen: chosen.length,
        };
      })
      .filter(({ values, facet }) => values.length > (facet === 'collectionId' ? 1 : 0)),
  );

  protected nameOf(facet: Facet): string {
    return this.words.sayIfKnown(`search.facet.${facet}`) ?? this.names.column(facet);
  }

  protected toggle(facet: Facet, value: string): void {
    this.narrowed.emit(toggled(this.state(), facet, value));
  }

  protected setCondition(name: string, value: string): void {
    this.narrowed.emit(withFilter(this.state(), name, [value.trim()]));
  }

  protected valueOf(name: string): string {
    return this.state().filters[name]?.[0] ?? '';
  }

  protected expand(facet: Facet): void {
    this.expanded.update((before) => {
      const after = new Set(before);
      if (!after.delete(facet)) after.add(facet);
      return after;
    });
  }

  protected textOf(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
}
