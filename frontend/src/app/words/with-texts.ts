import { inject } from '@angular/core';
import type { ResolveFn } from '@angular/router';
import { Words } from './words';

/** Makes a page wait for the texts of its parts of the app: those that the first download does not have. */
export function withTexts(...sections: readonly string[]): { readonly texts: ResolveFn<void> } {
  return {
    texts: async () => {
      const words = inject(Words);
      await Promise.all(sections.map((section) => words.need(section)));
    },
  };
}
