import { createReadStream } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Fact } from '#domain/kernel/decider.js';
import { EMPTY_STREAM, recordFacts } from '#ledger/record-facts.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import { specimenRecord } from '#projections/specimen-record/projection.js';
import type { Projection } from '#projections/kernel/projection.js';
import { Projector } from '#projections/kernel/projector.js';
import { specimenSearch } from '#projections/specimen-search/projection.js';
import { openSqliteVault } from '#vault/adapters/sqlite/sqlite-vault.js';
import type { Vault } from '#vault/vault.js';
import { SecurityLog } from '../../accounts/security-log.js';
import { CURATOR, ImportRoom } from '../../import/testing/import-room.js';
import type { ExportDesk } from '../export-desk.js';
import type { ExportRequest, ExportResult } from '../export-request.js';
import { exportSpecimens, type ExportWatch } from '../export-specimens.js';

/** A ledger that can be imported into and exported from: real stores, for specs. */
export class ExportRoom {
  private constructor(
    readonly imports: ImportRoom,
    readonly log: SecurityLog,
    private readonly vault: Vault,
    private readonly records: Projector,
  ) {}

  static async open(): Promise<ExportRoom> {
    const imports = await ImportRoom.open();
    const vault = await openSqliteVault({ file: join(imports.folder, 'vault.db'), now: Date.now });
    const projections = [specimenRecord] as unknown as readonly Projection[];
    const records = new Projector({ ledger: imports.events, views: imports.views, projections, owner: 'records' });
    return new ExportRoom(imports, new SecurityLog(vault, Date.now), vault, records);
  }

  async close(): Promise<void> {
    await this.vault.close();
    await this.imports.close();
  }

  /** Records what happened to one specimen. */
  record(id: string, facts: readonly Fact[]): Promise<void> {
    return this.recordAll([[id, facts]]);
  }

  /** Records what happened to several specimens, at once. */
  async recordAll(histories: readonly (readonly [id: string, facts: readonly Fact[]])[]): Promise<void> {
    const { events, desk } = this.imports;
    const source = { kind: 'ui' } as const;
    const appends = histories.map(([id, facts]) => {
      const commandId = randomUUID();
      const context = { commandId, correlationId: commandId, actor: CURATOR, source, at: Date.now() };
      const stream = `specimen-${id}`;
      const { records } = recordFacts(stream, EMPTY_STREAM, facts, context, desk.salts);
      return { stream, expectedRevision: -1, records };
    });
    const outcomes = await events.appendBatch(appends);
    if (outcomes.some(({ outcome }) => outcome !== 'written')) throw new Error('Not every history was written.');
  }

  /** Exports with both views at the end of the ledger. */
  async export(request: Omit<ExportRequest, 'actor'>, watch: Partial<ExportWatch> = {}): Promise<ExportResult> {
    const usual: ExportWatch = { signal: new AbortController().signal, progress: () => undefined };
    return exportSpecimens(await this.desk(), randomUUID(), { ...request, actor: CURATOR }, { ...usual, ...watch });
  }

  /** Content of an exported file. */
  async bytes({ file }: ExportResult): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(await this.imports.files.localPath(file.sha256)))
      chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** Every record, by id. */
  async all(): Promise<ReadonlyMap<string, SpecimenRecord>> {
    const { views } = await this.desk();
    const found = new Map<string, SpecimenRecord>();
    for (let cursor: string | undefined; ;) {
      const page = await views.records.search({ limit: 1_000, ...(cursor !== undefined && { cursor }) });
      for (const { id, document } of page.items) found.set(id, document);
      if (page.next === undefined) return found;
      cursor = page.next;
    }
  }

  private async desk(): Promise<ExportDesk> {
    const { views, files, events, desk } = this.imports;
    await this.records.catchUp();
    const search = (await views.active(specimenSearch.name))!;
    const head = await events.head();
    for (let tries = 0; head !== undefined && (await search.checkpoint())?.position !== head; tries++) {
      if (tries > 2_000) throw new Error('The search did not come to the end of the ledger.');
      await new Promise((done) => setTimeout(done, 5));
    }
    const records = (await views.active<SpecimenRecord>(specimenRecord.name))!;
    return { views: { search, records }, files, log: this.log, now: Date.now, tempFolder: desk.tempFolder };
  }
}
