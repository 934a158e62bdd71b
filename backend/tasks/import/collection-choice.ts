import type { ColumnMapping } from '#domain/import-batch/events.js';
import { readyTables } from './mapping.js';
import { valueOf } from './row-reading.js';
import type { Staging } from './staging/staging.js';

/** What a collection could be called that is made for a file. */
export interface CollectionSuggestion {
  readonly name: string;
  readonly institutionCode: string;
  readonly collectionCode: string;
}

const ROWS_AT_ONCE = 1000;
const LONGEST_CODE = 60;

/** A collection for a file that none was chosen for: the archive's title and the codes that most of its rows have. */
export function suggestCollection(staging: Staging, fileName: string): CollectionSuggestion {
  const counts = { institutionCode: new Map<string, number>(), collectionCode: new Map<string, number>() };
  const core = staging.ready[0] ?? readyTables(staging.tables, staging.facts.mapping as ColumnMapping[])[0];
  for (let row = 0; core;) {
    const rows = staging.rowsAfter(row, ROWS_AT_ONCE);
    if (!rows.length) break;
    row = rows.at(-1)?.row ?? row;
    for (const { cells } of rows) {
      for (const term of ['institutionCode', 'collectionCode'] as const) {
        const code = valueOf(core, term, cells);
        if (code !== undefined) counts[term].set(code, (counts[term].get(code) ?? 0) + 1);
      }
    }
  }
  const plainName = fileName.replace(/(\.tar)?\.\w+$/, '');
  return {
    name: staging.facts.description.title ?? plainName,
    institutionCode: mostFrequent(counts.institutionCode) ?? 'UNKNOWN',
    collectionCode: mostFrequent(counts.collectionCode) ?? plainName.slice(0, LONGEST_CODE),
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const [code, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = code;
  return best?.slice(0, LONGEST_CODE);
}
