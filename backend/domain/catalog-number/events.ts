import type { Fact } from '../kernel/decider.js';

/** A number is taken; stream `catalogNumber-{UUIDv5 of the key}`. */
export type CatalogNumberReserved = Fact<
  'CatalogNumberReserved',
  {
    readonly specimenId: string;
    readonly collectionId: string;
    readonly institutionCode?: string;
    readonly collectionCode?: string;
    readonly catalogNumber: string;
  }
>;
/** The number is free again. */
export type CatalogNumberReleased = Fact<'CatalogNumberReleased', { readonly specimenId: string }>;
export type CatalogNumberEvent = CatalogNumberReserved | CatalogNumberReleased;
