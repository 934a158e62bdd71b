import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { StoredFile } from '#files/file-store.js';
import { archiveRows } from './archive-rows.js';
import { ArchiveTable } from './archive-table.js';
import { emlXml, metaXml } from './descriptors.js';
import type { ExportDesk, Tell } from './export-desk.js';
import type { WalkedRecord } from './walk-records.js';

const CORE = 'http://rs.tdwg.org/dwc/terms/Occurrence';
const FILES: Readonly<Record<string, string>> = {
  'http://rs.tdwg.org/dwc/terms/Identification': 'identification.csv',
  'http://rs.tdwg.org/ac/terms/Multimedia': 'multimedia.csv',
  'http://rs.tdwg.org/dwc/terms/MeasurementOrFact': 'measurement.csv',
};

/** A Darwin Core Archive of these records, in the file store. */
export async function writeArchive(
  desk: ExportDesk,
  pages: AsyncIterable<readonly WalkedRecord[]>,
  id: string,
  tell: Tell,
): Promise<{ stored: StoredFile; specimens: number; leftOut: number }> {
  const tables = new Map<string, ArchiveTable>();
  const opened = async (rowType: string): Promise<ArchiveTable> => {
    const known = tables.get(rowType);
    if (known) return known;
    const file = rowType === CORE ? 'occurrence.csv' : (FILES[rowType] ?? `extension-${tables.size}.csv`);
    const made = await ArchiveTable.open(desk.tempFolder, rowType, file);
    tables.set(rowType, made);
    return made;
  };
  try {
    const core = await opened(CORE);
    const seen = { specimens: 0, leftOut: 0, institutions: new Set<string>() };
    for await (const page of pages) {
      for (const one of page) {
        if (one.record.voided) {
          seen.leftOut += 1;
          continue;
        }
        seen.specimens += 1;
        const institution = one.record.terms['institutionCode'];
        if (institution !== undefined && seen.institutions.size < 20) seen.institutions.add(institution);
        const rows = archiveRows(one.record);
        core.add(one.id, rows.core);
        for (const [rowType, row] of rows.extensions) (await opened(rowType)).add(one.id, row);
      }
      for (const table of tables.values()) await table.flush();
      tell({ phase: 'reading', rowsDone: seen.specimens + seen.leftOut });
    }
    const institution = [...seen.institutions].join(', ') || 'Collection ledger';
    const described = {
      id,
      title: `Specimens of ${institution}`,
      institution,
      specimens: seen.specimens,
      at: desk.now(),
    };
    const stored = await pack(desk, [...tables.values()], emlXml(described), tell, seen.specimens);
    return { stored, specimens: seen.specimens, leftOut: seen.leftOut };
  } finally {
    for (const table of tables.values()) await table.remove();
  }
}

async function pack(
  desk: ExportDesk,
  [core, ...extensions]: readonly ArchiveTable[],
  eml: string,
  tell: Tell,
  rows: number,
): Promise<StoredFile> {
  tell({ phase: 'packing', rowsDone: rows });
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const failed = (error: unknown): unknown => output.destroy(error as Error);
  zip.on('error', failed);
  const options = { mtime: new Date(desk.now()) };
  for (const table of [core!, ...extensions]) {
    const content = Readable.from(table.lines(), { objectMode: true });
    content.on('error', failed);
    zip.addReadStreamLazy(table.file, options, (give) => give(null, content));
  }
  zip.addBuffer(Buffer.from(metaXml(core!, extensions)), 'meta.xml', options);
  zip.addBuffer(Buffer.from(eml), 'eml.xml', options);
  zip.end();
  return desk.files.put(output);
}
