import { inject, Injectable } from '@angular/core';
import { Words } from './words';

/** What a Darwin Core term is called by people: from the texts, else its own name taken apart ("verbatimLocality" → "Verbatim locality"). */
@Injectable({ providedIn: 'root' })
export class TermNames {
  private readonly words = inject(Words);

  readonly of = (term: string): string => this.words.sayIfKnown(`term.${term}`) ?? apart(term);
}

/** A camel-case name, or the last part of a URI, as words. */
export function apart(term: string): string {
  const local = term.includes('/') ? (term.split(/[/#]/).filter(Boolean).pop() ?? term) : term;
  const spaced = local
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\bid\b/g, 'ID');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
