import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithSharedData } from '../../infra/testing/shared-data.js';
import { RegisterAccount } from './account/commands.js';
import { EstablishCollection } from './collection/commands.js';
import { AttachMedia } from './specimen/attachment-commands.js';
import { AccessionSpecimen, CorrectSpecimen, IdentifySpecimen } from './specimen/commands.js';
import { InvalidCommand, parseCommand, type FieldError } from './kernel/parse-command.js';

const ID = '0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11';

function errorsOf(parse: () => unknown): readonly FieldError[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidCommand) return error.errors;
    throw error;
  }
  throw new Error('Expected the command to be refused.');
}

describe('A command from plain JSON', () => {
  it('becomes an instance with its type', () => {
    const command = parseCommand(IdentifySpecimen, {
      identificationId: ID,
      terms: { scientificName: 'Quercus rubra L.' },
      identifiedBy: ['Frère Marie-Victorin', 'E. Rouleau'],
    });
    expect(command).toBeInstanceOf(IdentifySpecimen);
    expect(command).toEqual({
      type: 'IdentifySpecimen',
      identificationId: ID,
      terms: { scientificName: 'Quercus rubra L.' },
      identifiedBy: ['Frère Marie-Victorin', 'E. Rouleau'],
    });
  });

  it('has what is nested checked and made too', () => {
    const command = parseCommand(CorrectSpecimen, {
      changes: [{ term: 'locality', was: 'Mont-Royal', now: 'Mont Royal' }],
      reason: 'typing-error',
    });
    expect(command.changes[0]).toEqual({ term: 'locality', was: 'Mont-Royal', now: 'Mont Royal' });
  });

  it('takes null and blank for absent', () => {
    const command = parseCommand(CorrectSpecimen, {
      changes: [{ term: 'locality', was: 'x', now: '  ' }],
      reason: 'typing-error',
      note: null,
    });
    expect(command).toEqual({
      type: 'CorrectSpecimen',
      changes: [{ term: 'locality', was: 'x' }],
      reason: 'typing-error',
    });
    const accession = parseCommand(AccessionSpecimen, {
      collectionId: ID,
      terms: { locality: '\t', country: 'Canada' },
    });
    expect(accession.terms).toEqual({ country: 'Canada' });
  });

  it.each([
    ['a member it does not know', { collectionId: ID, terms: {}, colour: 'red' }, 'colour', 'UNKNOWN_FIELD'],
    [
      'a member that only imports may say',
      { collectionId: ID, terms: {}, catalogNumberClash: ID },
      'catalogNumberClash',
      'UNKNOWN_FIELD',
    ],
    ['an id that is none', { collectionId: '7', terms: {} }, 'collectionId', 'MATCHES'],
    ['a missing member', { terms: {} }, 'collectionId', 'REQUIRED'],
    ['a term nobody knows', { collectionId: ID, terms: { colour: 'red' } }, 'terms', 'IS_TERM_MAP'],
    [
      'a determination among the specimen’s terms',
      { collectionId: ID, terms: { family: 'Fagaceae' } },
      'terms',
      'IS_TERM_MAP',
    ],
    ['a number for text', { collectionId: ID, terms: { individualCount: 3 } }, 'terms', 'IS_TERM_MAP'],
    ['half a character', { collectionId: ID, terms: { locality: '\ud800' } }, 'terms', 'IS_TERM_MAP'],
    ['a value without end', { collectionId: ID, terms: { locality: 'x'.repeat(65_001) } }, 'terms', 'IS_TERM_MAP'],
    ['another type', { type: 'DropTables', collectionId: ID, terms: {} }, 'type', 'IS_IN'],
    ['a list for a map', { collectionId: ID, terms: ['a'] }, 'terms', 'IS_TERM_MAP'],
  ])('is refused with %s', (_what, plain, field, code) => {
    const errors = errorsOf(() => parseCommand(AccessionSpecimen, plain));
    expect(errors).toEqual([{ field, code, message: expect.stringMatching(/\S \S/) as string }]);
  });

  it('names the place of a nested mistake', () => {
    const plain = { changes: [{ term: 'locality' }, { term: 'colour', now: 'red' }], reason: 'typing-error' };
    expect(errorsOf(() => parseCommand(CorrectSpecimen, plain))).toMatchObject([{ field: 'changes[1].term' }]);
  });

  it('says one thing for each wrong field', () => {
    const errors = errorsOf(() => parseCommand(EstablishCollection, { name: 7, catalogNumberPattern: '(' }));
    expect(errors.map(({ field }) => field).sort()).toEqual([
      'catalogNumberPattern',
      'collectionCode',
      'institutionCode',
      'name',
    ]);
  });

  it.each([[null], ['text'], [7], [[]], [undefined]])('is refused when it is %j', (plain) => {
    expect(errorsOf(() => parseCommand(RegisterAccount, plain))).toHaveLength(1);
  });

  it('is refused with a prototype in it, or nested without end', () => {
    const hostile: unknown = JSON.parse('{"collectionId":"x","terms":{"__proto__":{"a":"b"}}}');
    expect(errorsOf(() => parseCommand(AccessionSpecimen, hostile))[0]!.code).toBe('UNKNOWN_FIELD');
    const deep: unknown = JSON.parse('{"media":' + '['.repeat(5_000) + ']'.repeat(5_000) + '}');
    expect(errorsOf(() => parseCommand(AttachMedia, deep))[0]!.code).toBe('TOO_DEEP');
  });
});

describeWithSharedData('Naughty text', (root) => {
  const strings = JSON.parse(readFileSync(join(root, 'suites/blns.json'), 'utf8')) as string[];

  it('comes through a command byte for byte, unless it is blank', () => {
    for (const text of strings) {
      const { terms, note } = parseCommand(AccessionSpecimen, {
        collectionId: ID,
        terms: { locality: text },
        note: text,
      });
      const kept = text.trim() === '' ? undefined : text;
      expect([terms['locality'], note]).toEqual([kept, kept]);
    }
  });
});
