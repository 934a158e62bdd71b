import type { ColumnMapping } from '#domain/import-batch/events.js';
import { isBlank } from '#domain/terms/blank.js';
import type { Cells } from '../archive/read-rows.js';
import { isNullByDefault, isNullCandidate } from '../literal-nulls.js';

/** What the cells of one column look like over the whole file. */
export interface ColumnStatistics {
  /** Cells that are not blank. */
  readonly filled: number;
  /** A few different values as they stand. */
  readonly samples: readonly string[];
  /** Texts that may mean "absent", with how often they stand. */
  readonly nulls: Readonly<Record<string, number>>;
}

const SAMPLES = 3;
const LONGEST_SAMPLE = 120;

/** Watches the rows of one table go by. */
export class TableStatistics {
  private readonly filled: number[];
  private readonly samples: string[][];
  private readonly nulls: Map<string, number>[];

  constructor(width: number) {
    this.filled = new Array<number>(width).fill(0);
    this.samples = Array.from({ length: width }, () => []);
    this.nulls = Array.from({ length: width }, () => new Map<string, number>());
  }

  see(cells: Cells): void {
    const width = Math.min(cells.length, this.filled.length);
    for (let at = 0; at < width; at++) {
      const cell = cells[at] as string;
      if (cell !== '' && !isBlank(cell)) this.seeCell(at, cell);
    }
  }

  private seeCell(at: number, cell: string): void {
    this.filled[at] = (this.filled[at] ?? 0) + 1;
    const samples = this.samples[at] as string[];
    if (isNullCandidate(cell)) {
      const nulls = this.nulls[at] as Map<string, number>;
      nulls.set(cell, (nulls.get(cell) ?? 0) + 1);
    } else if (samples.length < SAMPLES) {
      const shown = cell.length > LONGEST_SAMPLE ? `${cell.slice(0, LONGEST_SAMPLE)}…` : cell;
      if (!samples.includes(shown)) samples.push(shown);
    }
  }

  result(): readonly ColumnStatistics[] {
    return this.filled.map((filled, at) => ({
      filled,
      samples: this.samples[at] as string[],
      nulls: Object.fromEntries(this.nulls[at] as Map<string, number>),
    }));
  }
}

/** A mapping in which every column of these tables says which of its literal values mean "absent". */
export function chooseNulls(
  mapping: readonly ColumnMapping[],
  statistics: Readonly<Record<string, readonly ColumnStatistics[]>>,
  tables: ReadonlySet<string>,
): ColumnMapping[] {
  return mapping.map((entry) => {
    if (entry.index === undefined || !tables.has(entry.table)) return entry;
    const found = Object.keys(statistics[entry.table]?.[entry.index]?.nulls ?? {});
    const nulls = found.filter((text) => isNullByDefault(text, entry.term));
    return nulls.length ? { ...entry, nulls } : entry;
  });
}
