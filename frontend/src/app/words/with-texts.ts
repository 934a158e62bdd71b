import { inject } from '@angular/core';
import type { ResolveFn } from '@angular/router';
import { Words } from './words';

/** Makes a page wait for the texts of its part of the app: those that the first download does not have. */
export function withTexts(section: string): { readonly texts: ResolveFn<void> } {
  return { texts: () => inject(Words).need(section) };
}
