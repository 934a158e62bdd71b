import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnMapping, ImportOptions } from '#domain/import-batch/events.js';
import { openFolderFileStore } from '#files/adapters/folder/folder-file-store.js';
import type { FileStore } from '#files/file-store.js';
import { openSqliteEventStore } from '#ledger/adapters/sqlite/sqlite-event-store.js';
import { decode } from '#ledger/decode.js';
import { openSqliteJobQueue } from '#jobs/adapters/sqlite/sqlite-job-queue.js';
import type { JobQueue } from '#jobs/job-queue.js';
import type { EventStore } from '#ledger/event-store.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { randomSalts } from '#ledger/salts.js';
import { openSqliteViewStore } from '#projections/adapters/sqlite/sqlite-view-store.js';
import { importReport } from '#projections/import-report/projection.js';
import type { Projection } from '#projections/kernel/projection.js';
import { Projector } from '#projections/kernel/projector.js';
import type { ViewStore } from '#projections/kernel/view-store.js';
import { specimenSearch } from '#projections/specimen-search/projection.js';
import { type ImportResult, type ImportWatch, commitImport } from '../commit.js';
import type { ImportActor, ImportDesk, ImportFile } from '../import-desk.js';
import { knownSpecimens } from '../known-specimens.js';
import { type ImportPreview, previewImport } from '../preview.js';
import { type UndoResult, undoImport } from '../undo.js';

export const CURATOR: ImportActor = { id: '5b6c8f1e-6a3b-4f52-9d0e-2f8a4c1b7d90', role: 'curator', via: 'session' };
export const COLLECTION = '0f4f3a52-1c1d-4b8e-8d6c-7a9e5b2c3d41';

/** A ledger, views, files and an importer in a folder of their own: real stores, for specs. */
export class ImportRoom {
  private constructor(
    readonly folder: string,
    readonly desk: ImportDesk,
    readonly events: EventStore,
    readonly views: ViewStore,
    readonly files: FileStore,
    readonly jobs: JobQueue,
    private readonly projector: Projector,
  ) {}

  /** `given`: another ledger than one on SQLite, another clock, other salts. */
  static async open(
    at?: string,
    given: Partial<Pick<ImportDesk, 'events' | 'now' | 'salts'>> = {},
  ): Promise<ImportRoom> {
    const folder = at ?? (await mkdtemp(join(tmpdir(), 'import-')));
    const events = given.events ?? (await openSqliteEventStore({ file: join(folder, 'ledger.db'), writer: 'here' }));
    const views = await openSqliteViewStore({ folder: join(folder, 'views'), readers: 0 });
    const files = await openFolderFileStore({ folder: join(folder, 'files'), now: Date.now });
    const jobs = await openSqliteJobQueue({ file: join(folder, 'jobs.db'), now: Date.now, newId: randomUUID });
    const projections = [specimenSearch, importReport] as unknown as readonly Projection[];
    const projector = new Projector({ ledger: events, views, projections, owner: 'spec' });
    await projector.start();
    const desk: ImportDesk = {
      events,
      files,
      salts: given.salts ?? randomSalts(),
      known: knownSpecimens(views),
      work: (importId) => jobs.get(importId),
      now: given.now ?? Date.now,
      tempFolder: join(folder, 'temp'),
    };
    return new ImportRoom(folder, desk, events, views, files, jobs, projector);
  }

  async close(keep = false): Promise<void> {
    await this.projector.stop();
    await this.jobs.close();
    await this.views.close();
    await this.events.close();
    await this.files.close();
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }

  async bring(content: AsyncIterable<Uint8Array> | Uint8Array | string, name: string): Promise<ImportFile> {
    const whole = typeof content === 'string' ? Buffer.from(content) : content;
    const { sha256 } = await this.files.put(whole instanceof Uint8Array ? pieces(whole) : whole);
    return { name, sha256 };
  }

  preview(
    file: ImportFile,
    choice: { collectionId?: string; mapping?: readonly ColumnMapping[] } = { collectionId: COLLECTION },
  ): Promise<ImportPreview> {
    return previewImport(this.desk, { file, ...choice }, UNWATCHED);
  }

  /** Previews, then imports exactly that. */
  async import(
    file: ImportFile,
    choice: {
      importId?: string;
      options?: ImportOptions;
      watch?: ImportWatch;
      mapping?: readonly ColumnMapping[];
    } = {},
  ): Promise<ImportResult> {
    const { mapping, options } = await this.preview(file, {
      collectionId: COLLECTION,
      ...(choice.mapping && { mapping: choice.mapping }),
    });
    const request = {
      importId: choice.importId ?? randomUUID(),
      collectionId: COLLECTION,
      file,
      mapping,
      options: choice.options ?? options,
      actor: CURATOR,
    };
    return commitImport(this.desk, request, choice.watch ?? UNWATCHED);
  }

  undo(importId: string): Promise<UndoResult> {
    return undoImport(this.desk, { importId, actor: CURATOR }, UNWATCHED);
  }

  /** Every event of the ledger, in order. */
  async history(): Promise<readonly LedgerEvent[]> {
    const all: LedgerEvent[] = [];
    for (let after: string | undefined; ;) {
      const page = await this.events.readAll(after, 5000);
      if (!page.length) return all;
      all.push(...page.map((record) => decode(record)));
      after = page.at(-1)?.position;
    }
  }

  /** How many events of each type there are. */
  async tally(): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const { type } of await this.history()) counts[type] = (counts[type] ?? 0) + 1;
    return counts;
  }

  /** The lines of a report. */
  async lines(report: { readonly sha256: string }): Promise<readonly Record<string, unknown>[]> {
    return (await this.text(report))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async text(file: { readonly sha256: string }): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.files.open(file.sha256)) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks).toString('utf8');
  }
}

export const UNWATCHED: ImportWatch = { signal: new AbortController().signal, progress: () => undefined };

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
