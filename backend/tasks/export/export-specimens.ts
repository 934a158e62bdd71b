import type { Job, JobHandler } from '#jobs/job-queue.js';
import type { ExportDesk, Tell } from './export-desk.js';
import type { ExportProgress, ExportRequest, ExportResult } from './export-request.js';
import { tableColumns, USUAL_COLUMNS } from './table-columns.js';
import { countRecords, walkRecords, type WalkedRecord } from './walk-records.js';
import { writeArchive } from './write-archive.js';
import { writeTable } from './write-table.js';

/** Name of the job that exports. */
export const EXPORT_JOB = 'export';

/** Who watches an export, and may stop it. */
export interface ExportWatch {
  readonly signal: AbortSignal;
  progress(this: void, value: ExportProgress): void;
}

/** Writes what was asked for into the file store, and what was taken out into the security log. Memory stays flat. */
export async function exportSpecimens(
  desk: ExportDesk,
  id: string,
  request: ExportRequest,
  { signal, progress }: ExportWatch,
): Promise<ExportResult> {
  const rowsTotal = await countRecords(desk.views, request);
  const tell: Tell = (value) => progress({ ...value, rowsTotal });
  tell({ phase: 'reading', rowsDone: 0 });
  const pages = stoppable(walkRecords(desk.views, request), signal);
  const { stored, specimens, leftOut = 0 } = await write(desk, id, request, pages, tell);
  const day = new Date(desk.now()).toISOString().slice(0, 10);
  const name = `specimens-${day}.${request.format === 'dwca' ? 'zip' : 'csv'}`;
  const { id: accountId, via } = request.actor;
  await desk.log.add({
    what: 'exported',
    accountId,
    ...(via === 'session' || via === 'token' || via === 'cli' ? { via } : {}),
    about: `${request.format}, ${specimens} specimens, ${stored.sha256}`,
  });
  return { file: { ...stored, name }, specimens, leftOut };
}

function write(
  desk: ExportDesk,
  id: string,
  { format, columns }: ExportRequest,
  pages: AsyncIterable<readonly WalkedRecord[]>,
  tell: Tell,
): Promise<{ stored: ExportResult['file'] | Omit<ExportResult['file'], 'name'>; specimens: number; leftOut?: number }> {
  if (format === 'dwca') return writeArchive(desk, pages, id, tell);
  return writeTable(desk, pages, tableColumns(columns ?? USUAL_COLUMNS), format === 'spreadsheet', tell);
}

async function* stoppable<Page>(pages: AsyncIterable<Page>, signal: AbortSignal): AsyncGenerator<Page> {
  for await (const page of pages) {
    signal.throwIfAborted();
    yield page;
  }
}

/** The handler for the job queue, able to run again after a crash. */
export function exportJob(desk: ExportDesk): JobHandler<ExportRequest, ExportResult> {
  return ({ id, data }: Job<ExportRequest>, context) => exportSpecimens(desk, id, data, context);
}
