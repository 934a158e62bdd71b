import type { CatalogNumberReserved } from '#domain/catalog-number/events.js';
import type { CatalogNumberKey } from '#domain/specimen/events.js';
import { type BatchOutcome, type StoredRecord, type StreamAppend } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import { EMPTY_STREAM, recordFacts, tailAfter } from '#ledger/record-facts.js';
import type { ImportDesk } from './import-desk.js';
import { holderOf, numberStream } from './match-rows.js';

/** A number that a record wants. */
export interface NumberWanted {
  readonly row: number;
  readonly specimenId: string;
  readonly number: CatalogNumberKey;
  readonly context: CommandContext;
}

/** Who holds the number of a row instead, by row; rows that got theirs are not in it. */
export type NumberClashes = ReadonlyMap<number, string>;

const TRIES = 5;

/** Reserves numbers in the order given. Reserving again for the same specimen records nothing. */
export async function reserveNumbers(
  desk: Pick<ImportDesk, 'events' | 'salts'>,
  collectionId: string,
  wanted: readonly NumberWanted[],
): Promise<NumberClashes> {
  const clashes = new Map<number, string>();
  const first = new Map<string, NumberWanted>();
  const later: { readonly stream: string; readonly wish: NumberWanted }[] = [];
  for (const wish of wanted) {
    const stream = numberStream(collectionId, wish.number);
    if (stream === undefined) continue;
    if (first.has(stream)) later.push({ stream, wish });
    else first.set(stream, wish);
  }
  const holders = await reserve(desk, collectionId, first);
  for (const [stream, wish] of [...first, ...later.map(({ stream, wish }) => [stream, wish] as const)]) {
    const holder = holders.get(stream) ?? first.get(stream)?.specimenId;
    if (holder !== undefined && holder !== wish.specimenId) clashes.set(wish.row, holder);
  }
  return clashes;
}

/** Who else holds a number, by its stream. */
async function reserve(
  desk: Pick<ImportDesk, 'events' | 'salts'>,
  collectionId: string,
  wishes: ReadonlyMap<string, NumberWanted>,
): Promise<Map<string, string>> {
  const holders = new Map<string, string>();
  let open = [...wishes];
  let found: ReadonlyMap<string, readonly StoredRecord[]> = new Map();
  for (let attempt = 1; open.length > 0; attempt++) {
    if (attempt > TRIES)
      throw new Error(
        `Catalogue number ${open[0]?.[1].number.catalogNumber} changes hands too often: try the import again.`,
      );
    const free = open.filter(([stream, wish]) =>
      isFree(found.get(stream) ?? [], wish, (holder) => holders.set(stream, holder)),
    );
    const appends = free.map(([stream, wish]) => reservation(desk, collectionId, stream, wish, found.get(stream)));
    const outcomes = await desk.events.appendBatch(appends);
    open = free.filter((_, at) => (outcomes[at] as BatchOutcome).outcome === 'conflict');
    if (open.length) found = await desk.events.readStreams(open.map(([stream]) => stream));
  }
  return holders;
}

function isFree(records: readonly StoredRecord[], wish: NumberWanted, taken: (holder: string) => void): boolean {
  const holder = holderOf(records);
  if (holder === undefined) return true;
  if (holder !== wish.specimenId) taken(holder);
  return false;
}

function reservation(
  desk: Pick<ImportDesk, 'salts'>,
  collectionId: string,
  stream: string,
  { number, specimenId, context }: NumberWanted,
  records: readonly StoredRecord[] | undefined,
): StreamAppend {
  const fact: CatalogNumberReserved = { type: 'CatalogNumberReserved', data: { specimenId, collectionId, ...number } };
  const tail = records ? tailAfter(records.at(-1)) : EMPTY_STREAM;
  // A number that was released and is reserved anew by the same act needs ids of its own.
  const ordinal = tail.revision + 1;
  return {
    stream,
    expectedRevision: tail.revision,
    records: recordFacts(stream, tail, [fact], context, desk.salts, ordinal).records,
  };
}
