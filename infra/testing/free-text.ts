import { account } from '#domain/account/account.js';
import { collection } from '#domain/collection/collection.js';
import { importBatch } from '#domain/import-batch/import-batch.js';
import type { Aggregate, Command, Fact } from '#domain/kernel/decider.js';
import { parseCommand } from '#domain/kernel/parse-command.js';
import * as accounts from '#domain/account/commands.js';
import * as collections from '#domain/collection/commands.js';
import * as attachments from '#domain/specimen/attachment-commands.js';
import * as specimens from '#domain/specimen/commands.js';
import { specimen } from '#domain/specimen/specimen.js';
import { DARWIN_CORE, isDeterminationTerm, placeOfTerm } from '#domain/terms/darwin-core.js';
import { MEDIA_TERMS } from '#domain/terms/term-header.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import { randomSalts } from '#ledger/salts.js';
import { uuidV5 } from '#ledger/uuid.js';
import { operatorContext } from '#tasks/accounts/operator.js';
import type { House } from '#wiring/house.js';
import { naughtyStrings } from './naughty-strings.js';

// One text in every field that takes free text, in every aggregate, through the commands' own parsing and rules.

/** Every naughty text that the ledger takes: half characters are refused, since no encoding can hold them. */
export const takenTexts: readonly string[] = [...new Set(naughtyStrings)].filter((text) => text.isWellFormed());

/** Whether a text says something: blank means absent. */
export const isSaid = (text: string): boolean => text.trim() !== '';

const names = [...DARWIN_CORE.keys()];
/** Every term that a specimen, a determination, a measurement and a picture can have. */
export const TERMS = {
  specimen: [...names.filter((name) => placeOfTerm(name) !== 'determination'), 'https://example.org/terms/shelf'],
  determination: [...names.filter(isDeterminationTerm), 'https://example.org/terms/mood'],
  measurement: names.filter((name) => DARWIN_CORE.get(name)?.organizedIn === 'MeasurementOrFact'),
  media: MEDIA_TERMS,
} as const;

const PLACE = names.filter((name) => DARWIN_CORE.get(name)?.organizedIn === 'Location');

/** The same text for each of these terms. */
export const everyTerm = (list: readonly string[], text: string): Record<string, string> =>
  Object.fromEntries(list.map((term) => [term, text]));

/** What one thing was asked, in order, and the texts that its ledger must hold for it, by stream. */
export interface FreeTextThing {
  readonly text: string;
  readonly stream: string;
  /** How often the text was said. */
  readonly times: number;
}

type Asked = readonly [new () => Command, object];

function storyOfSpecimen(id: string, collectionId: string, text: string): readonly Asked[] {
  const [first, second, third] = ['first', 'second', 'third'].map((name) => uuidV5(id, name)) as [
    string,
    string,
    string,
  ];
  const note = text;
  const upTo = (longest: number): string | undefined => (text.length <= longest ? text : undefined);
  const people = { identifiedBy: [text], identifiedByID: [text], taxonId: upTo(200), basedOn: text, note };
  const determination = TERMS.determination.filter((term) => term !== 'identifiedBy' && term !== 'identifiedByID');
  const opinion = { terms: everyTerm(determination, text), ...people };
  const { eventRemarks: _later, ...terms } = everyTerm(TERMS.specimen, text);
  const changes = [
    { term: 'fieldNotes', was: text },
    { term: 'eventRemarks', now: text },
  ];
  const reason = 'typing-error';
  return [
    [
      specimens.AccessionSpecimen,
      { collectionId, terms, note, identification: { identificationId: first, ...opinion } },
    ],
    [specimens.CorrectSpecimen, { changes, reason, note }],
    [specimens.IdentifySpecimen, { identificationId: second, ...opinion }],
    [specimens.AcceptIdentification, { identificationId: second, note }],
    [specimens.VerifyIdentification, { identificationId: second, verifiedBy: [text], note }],
    [specimens.WithdrawIdentification, { identificationId: first, reason, note }],
    [
      specimens.UpdateIdentificationNomenclature,
      { identificationId: second, changes: [{ term: 'taxonRemarks', was: text }], reason, note },
    ],
    [specimens.GeoreferenceSpecimen, { georeferenceId: first, terms: everyTerm(PLACE, text), note }],
    [specimens.GeoreferenceSpecimen, { georeferenceId: second, terms: { locality: text }, note }],
    [specimens.AcceptGeoreference, { georeferenceId: second, note }],
    [
      attachments.MeasureSpecimen,
      { measurements: [{ measurementId: first, terms: everyTerm(TERMS.measurement, text) }], note },
    ],
    [
      attachments.AttachMedia,
      { media: [first, third].map((mediaId) => ({ mediaId, terms: everyTerm(TERMS.media, text) })), note },
    ],
    [attachments.WithdrawMeasurement, { measurementId: first, reason, note }],
    [attachments.CorrectMedia, { mediaId: third, changes: [{ term: 'credit', was: text }], reason, note }],
    [attachments.DetachMedia, { mediaId: third, note }],
    [specimens.ReleaseSpecimen, { note }],
    [specimens.WithholdSpecimen, { reason, note }],
    [specimens.VoidSpecimenRecord, { reason, note }],
    [specimens.ReinstateSpecimenRecord, { note }],
  ];
}

function storyOfCollection(text: string): readonly Asked[] {
  const upTo = (longest: number, instead?: string): string | undefined =>
    isSaid(text) && text.length <= longest ? text : instead;
  const name = upTo(500, 'Herbier');
  return [
    [
      collections.EstablishCollection,
      {
        institutionCode: upTo(100, 'QFA'),
        collectionCode: upTo(100, 'HERB'),
        name,
        institutionID: upTo(500),
        collectionID: upTo(500),
        description: text,
        note: text,
      },
    ],
    [collections.DescribeCollection, { changes: { name: 'An herbarium', description: 'Herbs' }, note: text }],
    [collections.DescribeCollection, { changes: { name, description: text }, note: text }],
    [collections.SetLoanPolicy, { defaultTermDays: 180, longestTermDays: 360, approvalsNeeded: 1, note: text }],
  ];
}

function storyOfAccount(name: string, text: string): readonly Asked[] {
  const displayName = isSaid(text) && text.length <= 200 ? text : 'Anna';
  const role = { role: 'curator', collectionId: '*', note: text };
  return [
    [accounts.RegisterAccount, { name, displayName }],
    [accounts.GrantRole, role],
    [accounts.WithdrawRole, role],
    [accounts.CloseAccount, { note: text }],
    [accounts.ReopenAccount, { note: text }],
  ];
}

/** Imports are asked by our own code only, whose texts are checked before. */
function storyOfImport(collectionId: string, text: string): readonly Command[] {
  if (!isSaid(text)) return [];
  const file = { name: text, sha256: '0'.repeat(64), bytes: 1 };
  const mapping = [{ table: text, index: 0, column: text, default: text, nulls: [text] }];
  return [
    { type: 'StartImport', collectionId, file, mapping, options: { released: false }, note: text } as Command,
    { type: 'FailImport', why: text, rowsDone: 0 } as Command,
  ];
}

/** Records a specimen, a collection, an account and an import for each text, each with the text in every free-text field. */
export async function seedFreeText(house: House, collectionId: string): Promise<readonly FreeTextThing[]> {
  const things: FreeTextThing[] = [];
  const appends: Parameters<House['ledger']['appendBatch']>[0][number][] = [];
  const salts = randomSalts();
  const add = (aggregate: Aggregate, id: string, text: string, commands: readonly Command[]): void => {
    const facts = decided(aggregate, commands);
    const stream = `${aggregate.category}-${id}`;
    const context = operatorContext(uuidV5(id, 'seeded'), house.now());
    const { records } = recordFacts(stream, EMPTY_STREAM, facts, context, salts);
    if (records.length > 0) appends.push({ stream, expectedRevision: -1, records });
    things.push({ text, stream, times: commands.map((command) => count(command, text)).reduce((a, b) => a + b, 0) });
  };
  for (const [n, text] of takenTexts.entries()) {
    const id = uuidV5(collectionId, String(n));
    const ask = (story: readonly Asked[]): readonly Command[] =>
      story.map(([commandClass, plain]) => parseCommand(commandClass, { type: commandClass.name, ...plain }));
    add(specimen, id, text, ask(storyOfSpecimen(id, collectionId, text)));
    add(collection, id, text, ask(storyOfCollection(text)));
    add(account, id, text, ask(storyOfAccount(`anna-${n}`, text)));
    add(importBatch, id, text, storyOfImport(collectionId, text));
  }
  for (let at = 0; at < appends.length; at += 200) await house.ledger.appendBatch(appends.slice(at, at + 200));
  return things;
}

/** The facts of commands asked one after the other of a thing that is not there yet. */
function decided(aggregate: Aggregate, commands: readonly Command[]): readonly Fact[] {
  const facts: Fact[] = [];
  let state = aggregate.initial;
  for (const command of commands) {
    const more = aggregate.decide(state, command);
    state = more.reduce((before, fact) => aggregate.evolve(before, fact), state);
    facts.push(...more);
  }
  return facts;
}

/** How often a text stands in a value, whatever its members are called; blank texts stand nowhere. */
export function count(value: unknown, text: string): number {
  if (!isSaid(text)) return 0;
  if (typeof value === 'string') return value === text ? 1 : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, member) => sum + count(member, text), 0);
}
