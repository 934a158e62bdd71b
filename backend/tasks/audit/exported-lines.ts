import { stringify } from 'csv-stringify/sync';
import type { FoundLine } from './audit-search.js';

/** How lines are taken out. */
export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

type Cell = (line: FoundLine) => string | number | undefined;

const COLUMNS: Readonly<Record<string, Cell>> = {
  at: ({ at }) => at,
  actor: ({ actorName }) => actorName,
  role: ({ role }) => role,
  via: ({ via }) => via,
  event: ({ type }) => type,
  kind: ({ category }) => category,
  catalogNumber: ({ about, facts }) => about?.catalogNumber ?? facts?.catalogNumber,
  scientificName: ({ names, facts, about }) =>
    names?.[facts?.identificationId ?? ''] ?? facts?.scientificName ?? about?.scientificName ?? about?.name,
  reason: ({ reason }) => reason,
  note: ({ note, facts }) => note ?? facts?.note,
  basis: ({ basis }) => basis,
  changes: ({ changes = [] }) => changes.map(({ term, was = '', now = '' }) => `${term}: ${was} → ${now}`).join('\n'),
  ofAccepted: (line) => ('ofAccepted' in line ? String(line.ofAccepted) : undefined),
  typeStatus: (line) => ('typeStatus' in line ? line.typeStatus.join(', ') : undefined),
  ownWork: (line) => ('ownWork' in line ? line.ownWork : undefined),
  source: ({ sourceKind }) => sourceKind,
  row: ({ importRow }) => importRow,
  collectionId: ({ collectionId, about }) => collectionId ?? about?.collectionId,
  subject: ({ subject }) => subject,
  revision: ({ revision }) => revision,
  actorId: ({ actorId }) => actorId,
  correlationId: ({ correlationId }) => correlationId,
  eventId: ({ eventId }) => eventId,
  position: ({ position }) => position,
};

/**
 * Lines as text, piece by piece: JSON lines keep every member; CSV is for spreadsheets, which read it as UTF-8 by its mark
 * and never take a cell for a formula.
 */
export async function* exportedLines(
  pieces: AsyncIterable<readonly FoundLine[]>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `\uFEFF${Object.keys(COLUMNS).join(',')}\r\n`;
  for await (const lines of pieces) {
    if (lines.length === 0) continue;
    yield format === 'csv' ? csv(lines) : lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
}

function csv(lines: readonly FoundLine[]): string {
  const cells = Object.values(COLUMNS);
  const rows = lines.map((line) => cells.map((cell) => cell(line) ?? ''));
  return stringify(rows, { record_delimiter: '\r\n', escape_formulas: true });
}
