import { AGGREGATES } from '#domain/registry.js';
import { decode, upcastsOf } from '#ledger/decode.js';
import type { EventStore } from '#ledger/event-store.js';
import type { Envelope } from '#ledger/record.js';
import { isUuid } from '#ledger/uuid.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { SpecimenSearchRow } from '#projections/specimen-search/view.js';
import type { House } from '#wiring/house.js';
import { CliFailure, type CliCommand, onlyWord } from '../command.js';
import { withCurrentViews } from '../with-house.js';

interface ShownSpecimen {
  readonly id: string;
  readonly revision: number;
  readonly record: SpecimenRecord;
  readonly history?: readonly HistoryLine[];
}

/** `ledger show CATALOGNUMBER|occurrenceID|id`: one specimen's record, and its whole history. */
export const showCommand: CliCommand = {
  name: 'show',
  usage: 'CATALOGNUMBER | occurrenceID | id [--history]',
  summary: 'Shows the record of one specimen, and with --history every event of it.',
  options: { history: { type: 'boolean' } },
  run: (context) =>
    withCurrentViews(context, async (house): Promise<ShownSpecimen> => {
      const id = await findSpecimen(house, onlyWord(context, 'which specimen to show'));
      const found = await house.view<SpecimenRecord>('specimen-record').get(id);
      if (!found) throw new CliFailure(`There is no specimen ${id}.`);
      const shown = { id, revision: found.revision, record: found.document };
      return context.options['history'] === true ? { ...shown, history: await historyOf(house.ledger, id) } : shown;
    }),
  tell: ({ history, ...shown }: ShownSpecimen) => [
    ...JSON.stringify(shown, undefined, 2).split('\n'),
    ...(history ?? []).map(({ revision, at, type, actor, reason, data }) =>
      [revision, at, type, `${actor.role} ${actor.id} via ${actor.via}`, reason ?? '', JSON.stringify(data)].join('\t'),
    ),
  ],
};

async function findSpecimen(house: House, word: string): Promise<string> {
  if (isUuid(word) && (await house.ledger.readStream(`specimen-${word}`)).length > 0) return word;
  const { items } = await house.view<SpecimenSearchRow>('specimen-search').search({
    where: {
      or: [
        { column: 'catalogNumber', equals: word },
        { column: 'occurrenceID', equals: word },
      ],
    },
    limit: 20,
  });
  if (items.length === 1) return items[0]!.id;
  if (items.length === 0) throw new CliFailure(`No specimen has the catalogue number, occurrenceID or id "${word}".`);
  const told = items.map(
    ({ id, document: { terms } }) => `${id} (${terms['institutionCode'] ?? '?'} ${terms['catalogNumber'] ?? ''})`,
  );
  throw new CliFailure(`"${word}" names several specimens; ask by id: ${told.join(', ')}.`);
}

const UPCASTS = upcastsOf(AGGREGATES);

async function historyOf(ledger: EventStore, id: string) {
  return (await ledger.readStream(`specimen-${id}`)).map((record) => {
    const { category: _category, subject: _subject, stream: _stream, ...event } = decode(record, UPCASTS);
    const { dataHash, prev } = JSON.parse(record.envelope) as Envelope;
    return { ...event, dataHash, leaf: record.leaf, ...(prev !== undefined && { prev }) };
  });
}

type HistoryLine = Awaited<ReturnType<typeof historyOf>>[number];
