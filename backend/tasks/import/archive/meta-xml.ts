import { UnreadableFile } from './unreadable-file.js';
import { type XmlElement, parseXml } from './xml.js';

export interface DeclaredField {
  /** 0-based column; absent where only a default is given. */
  readonly index?: number;
  /** Full URI as written. */
  readonly term: string;
  readonly default?: string;
}

/** One table as a meta.xml declares it; what it leaves out is absent here. */
export interface DeclaredTable {
  readonly rowType: string;
  readonly locations: readonly string[];
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly quote?: string;
  readonly lineEnd?: string;
  readonly headerLines: number;
  /** Column of the core's id, or of the extension's reference to it. */
  readonly idIndex?: number;
  readonly fields: readonly DeclaredField[];
}

export interface DeclaredArchive {
  readonly core: DeclaredTable;
  readonly extensions: readonly DeclaredTable[];
  readonly metadata?: string;
}

/** Where a core leaves its rowType out (Darwin Core text guide, section 2.1). */
const DEFAULT_ROW_TYPE = 'http://rs.tdwg.org/dwc/xsd/simpledarwincore/SimpleDarwinRecord';

/** Reads the descriptor of a Darwin Core Archive (Darwin Core text guide). */
export function parseMetaXml(bytes: Uint8Array, fileName: string): DeclaredArchive {
  const root = parseXml(bytes, fileName);
  if (root.name !== 'archive') refuse(fileName, `begins with <${root.name}> where <archive> is expected`);
  const cores = root.children.filter((child) => child.name === 'core');
  if (cores.length !== 1) refuse(fileName, cores.length ? 'describes several cores' : 'describes no core');
  const core = parseTable(cores[0] as XmlElement, fileName, 'id');
  const extensions = root.children
    .filter((child) => child.name === 'extension')
    .map((child) => parseTable(child, fileName, 'coreid'));
  return { core, extensions, ...present('metadata', root.attributes['metadata']?.trim()) };
}

function parseTable(element: XmlElement, fileName: string, idName: 'id' | 'coreid'): DeclaredTable {
  const attribute = (name: string): string | undefined => element.attributes[name];
  const id = element.children.find((child) => child.name === idName);
  const files = element.children.filter((child) => child.name === 'files');
  const locations = files.flatMap((each) =>
    each.children.filter((child) => child.name === 'location').map((child) => child.text),
  );
  return {
    rowType: attribute('rowType')?.trim() || DEFAULT_ROW_TYPE,
    locations: locations.filter((location) => location !== ''),
    ...present('encoding', attribute('encoding')?.trim()),
    ...present('delimiter', unescapeText(attribute('fieldsTerminatedBy'))),
    ...(attribute('fieldsEnclosedBy') === undefined
      ? {}
      : { quote: unescapeText(attribute('fieldsEnclosedBy')) ?? '' }),
    ...present('lineEnd', unescapeText(attribute('linesTerminatedBy'))),
    headerLines: wholeNumber(attribute('ignoreHeaderLines'), fileName, 'ignoreHeaderLines') ?? 0,
    ...(id ? { idIndex: wholeNumber(id.attributes['index'], fileName, `index of <${idName}>`) ?? 0 } : {}),
    fields: element.children.filter((child) => child.name === 'field').map((child) => parseField(child, fileName)),
  };
}

function parseField(element: XmlElement, fileName: string): DeclaredField {
  const term = element.attributes['term']?.trim();
  if (!term) refuse(fileName, 'has a <field> without a term');
  const index = wholeNumber(element.attributes['index'], fileName, `index of ${term}`);
  const fallback = element.attributes['default'];
  return { term, ...(index === undefined ? {} : { index }), ...present('default', fallback) };
}

function wholeNumber(text: string | undefined, fileName: string, what: string): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  if (!/^\d{1,5}$/.test(text.trim()))
    refuse(fileName, `gives ${JSON.stringify(text)} as ${what}, which is no column number`);
  return Number(text);
}

const ESCAPES: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '0': '\0',
};

/** `\t`, `\n`, `\r`, `\\` and `\u0009` as descriptors write them. */
function unescapeText(text: string | undefined): string | undefined {
  return text?.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g,
    (whole, unicode?: string, hex?: string, letter?: string) => {
      if (letter !== undefined) return ESCAPES[letter] ?? whole;
      return String.fromCharCode(parseInt(unicode ?? hex ?? '', 16));
    },
  );
}

function present<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined || value === '' ? {} : ({ [key]: value } as Record<Key, string>);
}

function refuse(fileName: string, why: string): never {
  throw new UnreadableFile('INVALID_DESCRIPTOR', `${fileName} ${why}: mend it or ask the publisher for another.`);
}
