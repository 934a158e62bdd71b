/** Texts that people and programs write where there is nothing, and whether that is their meaning wherever they stand. */
const CANDIDATES: ReadonlyMap<string, 'always' | 'dates' | 'ask'> = new Map(
  Object.entries({
    na: 'always',
    'n/a': 'always',
    '#n/a': 'always',
    nan: 'always',
    null: 'always',
    '<null>': 'always',
    '(null)': 'always',
    '\\n': 'always',
    nil: 'ask',
    none: 'ask',
    undefined: 'always',
    '-': 'always',
    '--': 'always',
    '---': 'always',
    '–': 'always',
    '—': 'always',
    '.': 'ask',
    '?': 'ask',
    '??': 'ask',
    's.d.': 'dates',
    'n.d.': 'dates',
    '0000-00-00': 'dates',
    's.n.': 'ask',
    's. n.': 'ask',
    unknown: 'ask',
    'not recorded': 'ask',
    'not applicable': 'ask',
    'not provided': 'ask',
    missing: 'ask',
    'sin dato': 'ask',
    'sem data': 'dates',
  } as const),
);
const LONGEST = Math.max(...[...CANDIDATES.keys()].map((text) => text.length));

/** Whether a cell says, in a word, that there is nothing: worth asking about. */
export function isNullCandidate(cell: string): boolean {
  return cell.length <= LONGEST && cell.length > 0 && CANDIDATES.has(cell.toLowerCase());
}

const DATE_TERMS = /(date|^year$|^month$|^day$|^modified$|DayOfYear$)/i;
// Codes in which NA is Namibia or North America.
const CODE_TERMS: ReadonlySet<string> = new Set(['countryCode', 'continent']);

/** Whether a candidate is read as "absent" in this column unless a person says otherwise. */
export function isNullByDefault(cell: string, term: string | undefined): boolean {
  const folded = cell.toLowerCase();
  if (folded === 'na' && term !== undefined && CODE_TERMS.has(term)) return false;
  const meaning = CANDIDATES.get(folded);
  return meaning === 'always' || (meaning === 'dates' && term !== undefined && DATE_TERMS.test(term));
}
