import { createInterface } from 'node:readline';
import type { FileStore } from '#files/file-store.js';
import type { SpecimenEvent, TermChange } from '#domain/specimen/events.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { SpecimenState } from '#domain/specimen/state.js';
import { decode, upcastsOf } from '#ledger/decode.js';
import type { EventStore, StoredRecord } from '#ledger/event-store.js';
import type { CommandContext } from '#ledger/record.js';
import type { SaltSource } from '#ledger/salts.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { View } from '#projections/kernel/view-store.js';
import type { BulkActor } from './bulk-act.js';

/** What bulk acts work with. */
export interface BulkDesk {
  readonly events: EventStore;
  readonly salts: SaltSource;
  readonly files: FileStore;
  view<Doc extends object>(name: string): View<Doc>;
  reached(view: string, position: string, milliseconds: number): Promise<boolean>;
  now(): number;
  readonly tempFolder: string;
}

/** What a bulk act would do to one specimen, as it was when it was looked at. */
export interface BulkLine {
  readonly specimenId: string;
  /** Of the record that was looked at; another one since is left alone. */
  readonly revision: number;
  readonly catalogNumber?: string;
  readonly scientificName?: string;
  readonly outcome: 'change' | 'same' | 'refused';
  readonly changes?: readonly TermChange[];
  readonly code?: string;
  readonly sentence?: string;
}

/** How many specimens are read, decided and written at once. */
export const AT_ONCE = 200;
const UPCASTS = upcastsOf([specimen]);

/** A specimen's state from its stream. */
export function stateOf(records: readonly StoredRecord[]): SpecimenState {
  return records
    .map((record) => decode(record, UPCASTS) as unknown as SpecimenEvent)
    .reduce((state, event) => specimen.evolve(state, event), specimen.initial);
}

/** The stamp of one specimen's part in a bulk act; `name` tells the act from its undoing. */
export function stampOf(
  desk: Pick<BulkDesk, 'now'>,
  bulkId: string,
  name: 'act' | 'undo',
  specimenId: string,
  actor: Pick<BulkActor, 'id' | 'via'> & { readonly role: string },
): CommandContext {
  return {
    commandId: uuidV5(bulkId, `${name} ${specimenId}`),
    correlationId: name === 'act' ? bulkId : undoIdOf(bulkId),
    actor: { id: actor.id, role: actor.role, via: actor.via },
    source: { kind: actor.via === 'session' ? 'ui' : 'api', ref: bulkId },
    at: desk.now(),
  };
}

/** Under what the undoing of a bulk act is found in the ledger. */
export function undoIdOf(bulkId: string): string {
  return uuidV5(bulkId, 'undo');
}

/** The lines of a kept plan, in their order. */
export async function* linesOf(files: Pick<FileStore, 'open'>, sha256: string): AsyncIterable<BulkLine> {
  const lines = createInterface({ input: await files.open(sha256), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') yield JSON.parse(line) as BulkLine;
}

/** Groups of at most {@link AT_ONCE}. */
export async function* inGroups<T>(all: AsyncIterable<T>): AsyncIterable<readonly T[]> {
  let group: T[] = [];
  for await (const one of all) {
    group.push(one);
    if (group.length < AT_ONCE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
