import { inject, Injectable } from '@angular/core';
import { type FoundSpecimen, Specimens } from '../../ledger-client/specimens';

/** A name that the collections use, with its family where they say so. */
export interface UsedName {
  readonly name: string;
  readonly family?: string;
}

const LISTED = 100;

/** Names by which specimens of the collections are identified: what is offered while a name is typed. */
@Injectable({ providedIn: 'root' })
export class UsedNames {
  private readonly specimens = inject(Specimens);

  /** Accepted names that begin so, in order, each once; none while too little is typed. */
  async beginning(text: string): Promise<readonly UsedName[]> {
    if (text.trim().length < 3) return [];
    const asked = { 'scientificName.prefix': text.trim(), sort: 'scientificName', limit: LISTED };
    const found = await this.specimens.search(asked);
    return found.ok ? distinct(found.value.items) : [];
  }
}

function distinct(found: readonly FoundSpecimen[]): readonly UsedName[] {
  const names = new Map<string, UsedName>();
  for (const { identification } of found) {
    const { scientificName: name, family } = identification ?? {};
    if (name && !names.has(name)) names.set(name, { name, ...(family && { family }) });
  }
  return [...names.values()];
}
