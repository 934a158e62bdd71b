import { Rejection, unreachable, type Aggregate } from '../kernel/decider.js';
import { fact } from '../kernel/fact.js';
import type { CatalogNumberCommand, ReserveCatalogNumber } from './commands.js';
import type { CatalogNumberEvent, CatalogNumberReleased, CatalogNumberReserved } from './events.js';

/** Free, or held by one specimen. */
export type CatalogNumberState =
  { readonly status: 'free' } | { readonly status: 'reserved'; readonly specimenId: string };

function decide(state: CatalogNumberState, command: CatalogNumberCommand): readonly CatalogNumberEvent[] {
  switch (command.type) {
    case 'ReserveCatalogNumber':
      return reserve(state, command);
    case 'ReleaseCatalogNumber':
      return state.status === 'reserved' && state.specimenId === command.specimenId
        ? [fact<CatalogNumberReleased>('CatalogNumberReleased', { specimenId: command.specimenId })]
        : [];
    default:
      return unreachable(command);
  }
}

function reserve(state: CatalogNumberState, command: ReserveCatalogNumber): readonly CatalogNumberEvent[] {
  const { type: _type, ...reservation } = command;
  if (state.status === 'free') return [fact<CatalogNumberReserved>('CatalogNumberReserved', reservation)];
  if (state.specimenId === command.specimenId) return [];
  throw new Rejection(
    'CATALOG_NUMBER_TAKEN',
    `Catalogue number ${command.catalogNumber} belongs to another specimen of this collection: open that record, or give this one another number.`,
    { catalogNumber: command.catalogNumber, specimenId: state.specimenId },
  );
}

function evolve(state: CatalogNumberState, fact: CatalogNumberEvent): CatalogNumberState {
  switch (fact.type) {
    case 'CatalogNumberReserved':
      return { status: 'reserved', specimenId: fact.data.specimenId };
    case 'CatalogNumberReleased':
      return { status: 'free' };
    default:
      return state;
  }
}

/** A number that one specimen of a collection holds at most. Stream `catalogNumber-{UUIDv5 of the key}`. */
export const catalogNumber: Aggregate<CatalogNumberState, CatalogNumberCommand, CatalogNumberEvent> = {
  category: 'catalogNumber',
  initial: { status: 'free' },
  decide,
  evolve,
  guards: { ReserveCatalogNumber: 'rules', ReleaseCatalogNumber: 'rules' },
  events: { CatalogNumberReserved: 1, CatalogNumberReleased: 1 },
};
