import fc from 'fast-check';
import { keepsItsPromises } from '../../../infra/testing/aggregate-properties.js';
import { givenFor } from '../kernel/given.js';
import { catalogNumber } from './catalog-number.js';
import type { CatalogNumberCommand } from './commands.js';
import type { CatalogNumberEvent } from './events.js';

const given = givenFor(catalogNumber);
const reserve = (specimenId: string): CatalogNumberCommand => ({
  type: 'ReserveCatalogNumber',
  specimenId,
  collectionId: 'k',
  catalogNumber: 'QFA0123456',
});
const reserved = (specimenId: string): CatalogNumberEvent => ({
  type: 'CatalogNumberReserved',
  data: { specimenId, collectionId: 'k', catalogNumber: 'QFA0123456' },
});
const release = (specimenId: string): CatalogNumberCommand => ({ type: 'ReleaseCatalogNumber', specimenId });
const released = (specimenId: string): CatalogNumberEvent => ({ type: 'CatalogNumberReleased', data: { specimenId } });

describe('A catalogue number', () => {
  it('is reserved once by the same specimen', () => given().when(reserve('s'), reserve('s')).then(reserved('s')));
  it('is refused to another specimen', () =>
    given(reserved('s')).when(reserve('t')).thenRejected('CATALOG_NUMBER_TAKEN'));
  it('is given back once', () => given(reserved('s')).when(release('s'), release('s')).then(released('s')));
  it('is not given back by who does not hold it', () => given(reserved('s')).when(release('t')).thenNothing());
  it('is free for another after that', () =>
    given(reserved('s'), released('s')).when(reserve('t')).then(reserved('t')));
});

const commands = fc.constantFrom(reserve('s'), reserve('t'), release('s'), release('t'));
describe('Any catalogue number', () => keepsItsPromises(catalogNumber, commands));
