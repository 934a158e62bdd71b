import {
  accession,
  accessioned,
  correct,
  corrected,
  identified,
  identify,
  voided,
} from '../../../infra/testing/specimen-history.js';
import { givenFor, stateAfter } from '../kernel/given.js';
import type { SpecimenCommand } from './commands.js';
import type { SpecimenEvent, Terms } from './events.js';
import { specimen } from './specimen.js';

const given = givenFor(specimen);

describe('A specimen', () => {
  describe('that is not there yet', () => {
    it('is accessioned, not public unless said', () => given().when(accession()).then(accessioned()));
    it('is accessioned with its first determination accepted', () =>
      given()
        .when({ ...accession(), identification: { identificationId: 'a', terms: { scientificName: 'Acer rubrum' } } })
        .then(accessioned(), identified('a', 'Acer rubrum', true)));
    it('cannot be corrected', () =>
      given()
        .when(correct('locality', 'a', 'b'))
        .thenRejected('SPECIMEN_UNKNOWN'));
    it('cannot be voided', () =>
      given().when({ type: 'VoidSpecimenRecord', reason: 'other' }).thenRejected('SPECIMEN_UNKNOWN'));
  });

  describe('that is there', () => {
    it('ignores the same accession twice, also after a correction', () =>
      given(accessioned(), corrected('locality', 'Mont Royal', 'Mont-Royal'))
        .when(accession())
        .thenNothing());
    it('rejects another accession', () =>
      given(accessioned())
        .when(accession({ locality: 'Oka' }))
        .thenRejected('SPECIMEN_ALREADY_ACCESSIONED'));
    it('is released once', () =>
      given(accessioned())
        .when({ type: 'ReleaseSpecimen' }, { type: 'ReleaseSpecimen' })
        .then({ type: 'SpecimenReleased', data: {} }));
    it('is not withheld before it was released', () =>
      given(accessioned()).when({ type: 'WithholdSpecimen', reason: 'sensitive-locality' }).thenNothing());
    it('is withheld with a reason', () =>
      given(accessioned(undefined, { released: true }))
        .when({ type: 'WithholdSpecimen', reason: 'sensitive-locality' })
        .then({ type: 'SpecimenWithheld', data: {}, reason: 'sensitive-locality' }));
  });

  describe('whose label says what looks doubtful', () => {
    const confirm = { type: 'ConfirmFinding', issue: 'COUNTRY_INVALID', values: { country: 'Acadie' } } as const;
    const confirmed = {
      type: 'SpecimenFindingConfirmed',
      data: { issue: 'COUNTRY_INVALID', values: { country: 'Acadie' } },
    } as const;
    it('has that confirmed, once for the same values', () => {
      given(accessioned()).when(confirm).then(confirmed);
      given(accessioned(), confirmed).when(confirm).thenNothing();
    });
    it('has it confirmed anew for other values', () =>
      given(accessioned(), confirmed)
        .when({ ...confirm, values: { country: 'Acadia' } })
        .then({ ...confirmed, data: { ...confirmed.data, values: { country: 'Acadia' } } }));
  });

  describe('with a wrong value', () => {
    it('is corrected with a reason', () =>
      given(accessioned())
        .when(correct('locality', 'Mont Royal', 'Oka'))
        .then(corrected('locality', 'Mont Royal', 'Oka')));
    it('gets a value it did not have', () =>
      given(accessioned())
        .when(correct('county', undefined, 'Montréal'))
        .then(corrected('county', undefined, 'Montréal')));
    it('loses a value it should not have', () =>
      given(accessioned()).when(correct('locality', 'Mont Royal')).then(corrected('locality', 'Mont Royal')));
    it('is not corrected on a value that nobody has seen lately', () =>
      given(accessioned())
        .when(correct('locality', 'Oka', 'Laval'))
        .thenRejected('VALUE_NOT_AS_SEEN'));
    it('ignores a correction that is true already', () =>
      given(accessioned())
        .when(correct('locality', 'Oka', 'Mont Royal'))
        .thenNothing());
    it('rejects two values for one term', () =>
      given(accessioned())
        .when({
          ...correct('locality'),
          changes: [
            { term: 'county', now: 'a' },
            { term: 'county', now: 'b' },
          ],
        })
        .thenRejected('TERM_CHANGED_TWICE'));
    it('does not take a determination for a label value', () =>
      given(accessioned())
        .when(correct('scientificName', undefined, 'Acer'))
        .thenRejected('TERM_OF_DETERMINATION'));
  });

  describe('that came from a source', () => {
    const imported = accessioned({ locality: 'Oka' }, { sourceKey: { kind: 'occurrenceID', value: 'u:1' } });
    const saidAfter = (...history: SpecimenEvent[]): unknown => {
      const state = stateAfter(specimen, [imported, ...history]);
      return state.status === 'unknown' ? undefined : [state.sourceSaid, state.terms];
    };

    it('remembers what the source said when a curator corrects it', () =>
      expect(saidAfter(corrected('locality', 'Oka', 'Laval'))).toEqual([{ locality: 'Oka' }, { locality: 'Laval' }]));
    it('follows the source when a newer file says so', () =>
      expect(saidAfter(corrected('locality', 'Oka', 'Laval', 'source-updated'))).toEqual([
        { locality: 'Laval' },
        { locality: 'Laval' },
      ]));
  });

  describe('with a place', () => {
    const point = { decimalLatitude: '45.5', decimalLongitude: '-73.6' };
    const georeference = (georeferenceId: string, accept?: true): SpecimenCommand => ({
      type: 'GeoreferenceSpecimen',
      georeferenceId,
      terms: point,
      ...(accept && { accept }),
    });
    const georeferenced = (georeferenceId: string, accepted?: true): SpecimenEvent => ({
      type: 'SpecimenGeoreferenced',
      data: { georeferenceId, terms: point, ...(accepted && { accepted }) },
    });

    it('accepts the first georeference by that event, later ones when asked', () =>
      given(accessioned())
        .when(georeference('g'), georeference('h'), georeference('i', true))
        .then(georeferenced('g', true), georeferenced('h'), georeferenced('i'), {
          type: 'GeoreferenceAccepted',
          data: { georeferenceId: 'i' },
        }));
    it('rejects a georeference it never had', () =>
      given(accessioned())
        .when({ type: 'AcceptGeoreference', georeferenceId: 'z' })
        .thenRejected('GEOREFERENCE_UNKNOWN'));
  });

  describe('with measurements, media and rows that mean nothing here', () => {
    const length = { measurementId: 'm', terms: { measurementType: 'wing length', measurementValue: '91' } };
    const sheet = { mediaId: 'p', terms: { title: 'Sheet' }, sha256: 'ab' };
    const rows = [{ 'http://example.org/a': '1' }, { 'http://example.org/a': '1' }];

    it('keeps a measurement once', () =>
      given(accessioned())
        .when({ type: 'MeasureSpecimen', measurements: [length] }, { type: 'MeasureSpecimen', measurements: [length] })
        .then({ type: 'SpecimenMeasured', data: { measurements: [length] } }));
    it('rejects another measurement under the same id', () =>
      given(accessioned(), { type: 'SpecimenMeasured', data: { measurements: [length] } })
        .when({ type: 'MeasureSpecimen', measurements: [{ ...length, terms: { measurementValue: '9' } }] })
        .thenRejected('MEASUREMENT_EXISTS'));
    it('has a measurement taken back once, and keeps it', () => {
      const withdraw: SpecimenCommand = { type: 'WithdrawMeasurement', measurementId: 'm', reason: 'typing-error' };
      const withdrawn: SpecimenEvent = {
        type: 'MeasurementWithdrawn',
        data: { measurementId: 'm' },
        reason: 'typing-error',
      };
      const measured: SpecimenEvent = { type: 'SpecimenMeasured', data: { measurements: [length] } };
      given(accessioned(), measured)
        .when(withdraw, withdraw, { type: 'MeasureSpecimen', measurements: [length] })
        .then(withdrawn);
      given(accessioned()).when(withdraw).thenRejected('MEASUREMENT_UNKNOWN');
    });
    it('is detached from a picture and attached again', () => {
      const attached: SpecimenEvent = { type: 'SpecimenMediaAttached', data: { media: [sheet] } };
      const detached: SpecimenEvent = { type: 'SpecimenMediaDetached', data: { mediaId: 'p' } };
      given(accessioned())
        .when(
          { type: 'AttachMedia', media: [sheet] },
          { type: 'DetachMedia', mediaId: 'p' },
          { type: 'DetachMedia', mediaId: 'p' },
          { type: 'AttachMedia', media: [sheet] },
        )
        .then(attached, detached, attached);
    });
    it('rejects a picture it never had', () =>
      given(accessioned()).when({ type: 'DetachMedia', mediaId: 'q' }).thenRejected('MEDIA_UNKNOWN'));
    it('keeps the rows that are not kept yet, twins included', () => {
      const supplement = (list: readonly Terms[]): SpecimenCommand => ({
        type: 'SupplementSpecimen',
        rowType: 'r',
        rows: list,
      });
      given(accessioned())
        .when(supplement(rows), supplement(rows), supplement([...rows, { 'http://example.org/a': '2' }]))
        .then(
          { type: 'SpecimenSupplemented', data: { rowType: 'r', rows } },
          { type: 'SpecimenSupplemented', data: { rowType: 'r', rows: [{ 'http://example.org/a': '2' }] } },
        );
    });
  });

  describe('that is struck through', () => {
    it.each<SpecimenCommand>([
      correct('locality', 'Mont Royal', 'Oka'),
      identify('a', 'Acer'),
      { type: 'ReleaseSpecimen' },
      { type: 'MeasureSpecimen', measurements: [] },
    ])('refuses $type', (command) => given(accessioned(), voided).when(command).thenRejected('RECORD_VOID'));
    it('is not struck through twice', () =>
      given(accessioned(), voided).when({ type: 'VoidSpecimenRecord', reason: 'other' }).thenNothing());
    it('is reinstated, once', () =>
      given(accessioned(), voided)
        .when({ type: 'ReinstateSpecimenRecord' }, { type: 'ReinstateSpecimenRecord' })
        .then({ type: 'SpecimenRecordReinstated', data: {} }));
  });
});
