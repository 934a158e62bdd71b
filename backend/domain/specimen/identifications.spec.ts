import {
  accept,
  accepted,
  accessioned,
  identified,
  identify,
  withdraw,
  withdrawn,
} from '../../../infra/testing/specimen-history.js';
import { givenFor } from '../kernel/given.js';
import type { SpecimenCommand } from './commands.js';
import { specimen } from './specimen.js';

const given = givenFor(specimen);

describe('A specimen', () => {
  describe('that nobody has identified', () => {
    it('accepts its first determination by that event', () =>
      given(accessioned())
        .when(identify('a', 'Acer rubrum'))
        .then(identified('a', 'Acer rubrum', true)));
    it('has none to accept', () => given(accessioned()).when(accept('a')).thenRejected('IDENTIFICATION_UNKNOWN'));
  });

  describe('with an accepted determination', () => {
    const history = [accessioned(), identified('a', 'Acer rubrum', true)];

    it('keeps a later opinion beside it', () =>
      given(...history)
        .when(identify('b', 'Acer saccharum'))
        .then(identified('b', 'Acer saccharum')));
    it('accepts a later opinion when asked, in an event of its own', () =>
      given(...history)
        .when(identify('b', 'Acer saccharum', { accept: true }))
        .then(identified('b', 'Acer saccharum'), accepted('b', 'a')));
    it('ignores the same determination twice', () =>
      given(...history)
        .when(identify('a', 'Acer rubrum'))
        .thenNothing());
    it('rejects another determination under the same id', () =>
      given(...history)
        .when(identify('a', 'Acer nigrum'))
        .thenRejected('IDENTIFICATION_EXISTS'));
    it('ignores accepting it again', () =>
      given(...history)
        .when(accept('a'))
        .thenNothing());
    it('has none left when it is withdrawn', () =>
      given(...history)
        .when(withdraw('a'))
        .then(withdrawn('a')));
    it('ignores withdrawing it twice', () =>
      given(...history, withdrawn('a'))
        .when(withdraw('a'))
        .thenNothing());
    it('accepts the next determination by its own event once none is left', () =>
      given(...history, withdrawn('a'))
        .when(identify('b', 'Acer'))
        .then(identified('b', 'Acer', true)));
    it('does not accept a withdrawn one', () =>
      given(...history, withdrawn('a'))
        .when(accept('a'))
        .thenRejected('IDENTIFICATION_WITHDRAWN'));
    it('is verified once by the same people', () => {
      const verify: SpecimenCommand = {
        type: 'VerifyIdentification',
        identificationId: 'a',
        verifiedBy: ['E. Rouleau'],
      };
      given(...history)
        .when(verify, verify)
        .then({ type: 'IdentificationVerified', data: { identificationId: 'a', verifiedBy: ['E. Rouleau'] } });
    });
    it('follows a change of name', () =>
      given(...history)
        .when({
          type: 'UpdateIdentificationNomenclature',
          identificationId: 'a',
          changes: [{ term: 'scientificName', was: 'Acer rubrum', now: 'Acer rubrum L.' }],
          reason: 'nomenclature',
        })
        .then({
          type: 'IdentificationNomenclaturallyUpdated',
          data: {
            identificationId: 'a',
            changes: [{ term: 'scientificName', was: 'Acer rubrum', now: 'Acer rubrum L.' }],
          },
          reason: 'nomenclature',
        }));
    it('does not change who determined it under the name of nomenclature', () =>
      given(...history)
        .when({
          type: 'UpdateIdentificationNomenclature',
          identificationId: 'a',
          changes: [{ term: 'dateIdentified', now: '1931' }],
          reason: 'nomenclature',
        })
        .thenRejected('NOT_NOMENCLATURE'));
  });

  describe('with several opinions', () => {
    const history = [accessioned(), identified('a', 'Acer rubrum', true), identified('b', 'Acer nigrum')];

    it('falls back to the one that remains', () =>
      given(...history)
        .when(withdraw('a'))
        .then(withdrawn('a', 'b')));
    it('keeps the accepted one when another is withdrawn', () =>
      given(...history)
        .when(withdraw('b'))
        .then(withdrawn('b')));
    it('needs to know which of several is next', () =>
      given(...history, identified('c', 'Acer'))
        .when(withdraw('a'))
        .thenRejected('SUCCESSOR_NEEDED'));
    it('takes the one that is named', () =>
      given(...history, identified('c', 'Acer'))
        .when(withdraw('a', 'c'))
        .then(withdrawn('a', 'c')));
    it('has no use for a successor when the accepted one stays', () =>
      given(...history, identified('c', 'Acer'))
        .when(withdraw('b', 'c'))
        .thenRejected('SUCCESSOR_NOT_NEEDED'));
    it('cannot be succeeded by the one withdrawn', () =>
      given(...history, identified('c', 'Acer'))
        .when(withdraw('a', 'a'))
        .thenRejected('SUCCESSOR_NEEDED'));
    it('accepts another, which un-accepts the first in the same event', () =>
      given(...history)
        .when(accept('b'))
        .then(accepted('b', 'a')));
  });
});
