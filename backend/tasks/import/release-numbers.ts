import type { CatalogNumberReleased } from '#domain/catalog-number/events.js';
import type { Terms } from '#domain/specimen/events.js';
import type { StreamAppend } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import { recordFacts, tailAfter } from '#ledger/record-facts.js';
import type { ImportDesk } from './import-desk.js';
import { holderOf, numberStream } from './match-rows.js';

/** Gives back the numbers that these specimens hold; a number that another holds, or nobody, is left as it is. */
export async function releaseNumbers(
  desk: Pick<ImportDesk, 'events' | 'salts'>,
  collectionId: string,
  records: readonly { readonly specimenId: string; readonly terms: Terms; readonly context: CommandContext }[],
): Promise<void> {
  const wanted = records.flatMap((record) => {
    const stream = numberStream(collectionId, record.terms);
    return stream === undefined ? [] : [{ ...record, stream }];
  });
  const streams = await desk.events.readStreams([...new Set(wanted.map(({ stream }) => stream))]);
  const appends: StreamAppend[] = [];
  for (const { stream, specimenId, context } of wanted) {
    const found = streams.get(stream) ?? [];
    if (holderOf(found) !== specimenId) continue;
    const fact: CatalogNumberReleased = { type: 'CatalogNumberReleased', data: { specimenId } };
    const tail = tailAfter(found.at(-1));
    const recorded = recordFacts(stream, tail, [fact], context, desk.salts);
    appends.push({ stream, expectedRevision: tail.revision, records: recorded.records });
  }
  await desk.events.appendBatch(appends);
}
