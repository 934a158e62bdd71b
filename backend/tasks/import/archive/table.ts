import { UnreadableFile } from './unreadable-file.js';

export interface TableField {
  /** 0-based column; absent where only a default is given. */
  readonly index?: number;
  /** Term URI from meta.xml; absent where the header alone speaks. */
  readonly term?: string;
  readonly default?: string;
}

/** How the rows of a table are written, settled before the first is read. */
export interface TableFormat {
  /** Row type URI. */
  readonly rowType: string;
  /** Entries of the bundle that hold the rows, in order. */
  readonly files: readonly string[];
  /** A label of the WHATWG Encoding Standard. */
  readonly encoding: string;
  readonly delimiter: string;
  /** Empty: cells are never enclosed. */
  readonly quote: string;
  readonly lineEnds: readonly string[];
  readonly headerLines: number;
  readonly idIndex?: number;
  /** Names above the columns, when there are any. */
  readonly header?: readonly string[];
  /** Cells that a row has. */
  readonly width: number;
  readonly fields: readonly TableField[];
}

/** Something about the file as a whole that is worth knowing and no reason to refuse it. */
export interface Notice {
  readonly kind: string;
  /** What the sentence fills in, so that it can be said in another language. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly sentence: string;
}

/** What a file holds and how it is to be read. */
export interface ArchiveDescription {
  readonly format: 'darwin-core-archive' | 'table';
  readonly container: 'zip' | 'tar.gz' | 'gzip' | 'text';
  readonly title?: string;
  readonly core: TableFormat;
  readonly extensions: readonly TableFormat[];
  readonly notices: readonly Notice[];
}

export const OCCURRENCE = 'http://rs.tdwg.org/dwc/terms/Occurrence';
const DWC = 'http://rs.tdwg.org/dwc/terms/';
const SPECIMEN_ROW_TYPES: ReadonlySet<string> = new Set([
  OCCURRENCE,
  'http://rs.tdwg.org/dwc/xsd/simpledarwincore/SimpleDarwinRecord',
  ...['MaterialEntity', 'MaterialSample', 'PreservedSpecimen', 'FossilSpecimen', 'LivingSpecimen'].map(
    (name) => DWC + name,
  ),
]);
const KNOWN_STRANGERS: Readonly<Record<string, string>> = {
  [`${DWC}Taxon`]: 'taxa (a checklist)',
  [`${DWC}Event`]: 'collecting events',
};

/** Fails when the core's rows are not specimens. */
export function requireSpecimens(rowType: string): void {
  if (SPECIMEN_ROW_TYPES.has(rowType)) return;
  const what = KNOWN_STRANGERS[rowType] ?? `rows of type ${rowType}`;
  throw new UnreadableFile(
    'CORE_NOT_SPECIMENS',
    `The core of this archive is ${what}, not specimens: only archives with an Occurrence core can be imported.`,
  );
}
