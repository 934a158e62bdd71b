import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse';
import yauzl from 'yauzl';
import { isDeterminationTerm } from '../../dist/server/backend/domain/terms/darwin-core.js';

const root = resolve(import.meta.dirname, '../..');
const candidates = [process.env.SHARED_DATA, join(root, '../shared/data'), join(root, '../../shared/data')];

/** The archive of 83,992 herbarium specimens, when this machine has it. */
export const cncflora = candidates
  .filter((path) => path && existsSync(path))
  .map((path) => join(path, 'archives/cncflora-83992-dwca.zip'))
  .find(existsSync);

/** Accession and identification of each row, as an import writes them; at most `rows` rows. */
export async function eventsOf(archive, rows = Infinity) {
  const events = [];
  const parser = (await streamOf(archive, 'occurrence.csv')).pipe(parse({ columns: true, relax_column_count: true }));
  let row = 0;
  for await (const record of parser) {
    if (++row > rows) break;
    events.push(...eventsOfRow(record, row));
  }
  return events;
}

function streamOf(archive, name) {
  return new Promise((found, fail) => {
    yauzl.open(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return fail(error);
      zip.on('entry', (entry) => {
        if (!entry.fileName.endsWith(name)) return zip.readEntry();
        zip.openReadStream(entry, (problem, stream) => (problem ? fail(problem) : found(stream)));
      });
      zip.on('end', () => fail(new Error(`${archive} holds no ${name}.`)));
      zip.readEntry();
    });
  });
}

const COLLECTION = '5b0a8bfb-6f24-4c3e-9c62-000000000001';
const IMPORT = '5b0a8bfb-6f24-4c3e-9c62-000000000002';
const AT = '2026-11-24T12:00:00.000Z';

function uuid(name) {
  const hex = createHash('sha1').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function eventsOfRow(record, row) {
  const specimen = {};
  const determination = {};
  for (const [term, value] of Object.entries(record)) {
    if (value === 'NA' || value.trim() === '' || term === 'id' || term === 'identifiedBy') continue;
    (isDeterminationTerm(term) ? determination : specimen)[term] = value;
  }
  const subject = uuid(`specimen ${row}`);
  const identified = {
    identificationId: uuid(`identification ${row}`),
    terms: determination,
    ...(record.identifiedBy !== 'NA' && record.identifiedBy && { identifiedBy: [record.identifiedBy] }),
    accepted: true,
  };
  const accessioned = {
    collectionId: COLLECTION,
    terms: specimen,
    released: false,
    sourceKey: { kind: 'occurrenceID', value: record.occurrenceID },
  };
  return [
    envelope(subject, 0, row, 'SpecimenAccessioned', accessioned),
    envelope(subject, 1, row, 'SpecimenIdentified', identified),
  ];
}

function envelope(subject, revision, row, type, data) {
  return {
    position: (row * 2 + revision).toString(16).padStart(16, '0'),
    stream: `specimen-${subject}`,
    category: 'specimen',
    subject,
    revision,
    id: uuid(`event ${row} ${revision}`),
    type,
    schema: 1,
    data,
    at: AT,
    actor: { id: IMPORT, role: 'curator', via: 'job' },
    commandId: uuid(`command ${row}`),
    correlationId: IMPORT,
    source: { kind: 'import', sha256: 'a'.repeat(64), row },
  };
}
