import type { EventStore } from '#ledger/event-store.js';
import type { CommandContext, Envelope } from '#ledger/record.js';
import type { SaltSource } from '#ledger/salts.js';
import type { FileStore } from '#files/file-store.js';
import type { Job } from '#jobs/job-queue.js';
import { uuidV5 } from '#ledger/uuid.js';
import type { KnownSpecimens } from './known-specimens.js';

/** What the importer works with. */
export interface ImportDesk {
  readonly events: EventStore;
  readonly salts: SaltSource;
  readonly known: KnownSpecimens;
  readonly files: FileStore;
  /** The job that writes an import; undefined when none is known. */
  work(this: void, importId: string): Promise<Job | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  /** A private folder on this machine for what can be made again. */
  readonly tempFolder: string;
}

/** Who asked for an import. */
export type ImportActor = Envelope['actor'];

/** A file in the file store, under the name that it came with. */
export interface ImportFile {
  readonly name: string;
  readonly sha256: string;
}

/** The act of importing, as the events of one row carry it (or of the import itself, without a row). */
export function importContext(
  desk: Pick<ImportDesk, 'now'>,
  act: { readonly importId: string; readonly actor: ImportActor; readonly sha256: string },
  name: string,
  row?: number,
): CommandContext {
  return {
    commandId: uuidV5(act.importId, name),
    correlationId: act.importId,
    actor: act.actor,
    source: { kind: 'import', sha256: act.sha256, ...(row === undefined ? {} : { row }) },
    at: desk.now(),
  };
}
