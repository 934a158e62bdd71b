import type { Cells } from './archive/read-rows.js';
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
  for (let rows = staging.rowsAfter(0, ROWS_AT_ONCE); rows.length > 0;) {
    for (const { cells } of rows) {
      tell(staging, counts.institutionCode, 'institutionCode', cells);
      tell(staging, counts.collectionCode, 'collectionCode', cells);
    }
    rows = staging.rowsAfter(rows.at(-1)?.row ?? 0, ROWS_AT_ONCE);
  }
  const plainName = fileName.replace(/(\.tar)?\.\w+$/, '');
  return {
    name: staging.facts.description.title ?? plainName,
    institutionCode: mostFrequent(counts.institutionCode) ?? 'UNKNOWN',
    collectionCode: mostFrequent(counts.collectionCode) ?? plainName.slice(0, LONGEST_CODE),
  };
}

function tell({ ready }: Staging, counts: Map<string, number>, term: string, cells: Cells): void {
  const code = ready[0] && valueOf(ready[0], term, cells);
  if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  for (const [code, count] of counts) if (best === undefined || count > (counts.get(best) ?? 0)) best = code;
  return best?.slice(0, LONGEST_CODE);
}
