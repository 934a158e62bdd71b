import { foldText } from './fold-text.js';

// What people and programs write where they mean "nothing": candidates, shown to the importer for a choice per column.
const CANDIDATES: ReadonlySet<string> = new Set([
  ...['na', 'n/a', 'n.a.', 'n.a', '#n/a', '#na', '#value!', '#ref!', '#null!', 'nan', '<na>'],
  ...['null', '(null)', '<null>', '[null]', '\\n', 'none', 'nil', 'void', 'undefined', 'missing', 'blank', '(blank)'],
  ...['-', '--', '---', '–', '—', '_', '.', '..', '...', '*', '?', '??', '???', 'x', 'xx', 'xxx'],
  ...[
    's.d.',
    's.d',
    's/d',
    'sd',
    'n.d.',
    'n/d',
    'nd',
    's.n.',
    's/n',
    's.l.',
    's/l',
    'sin datos',
    'sem data',
    'sans date',
  ],
  ...[
    'sin dato',
    'no date',
    'not available',
    'not applicable',
    'not recorded',
    'not determined',
    'not given',
    'no data',
  ],
  ...[
    'unknown',
    'unk',
    'unknown.',
    'inconnu',
    'inconnue',
    'desconocido',
    'desconhecido',
    'indet',
    'indet.',
    'ignorado',
  ],
  ...['nao informado', 'no disponible', 'unbekannt', 'okand', 'unspecified', 'non specifie', '[unknown]', '[no date]'],
]);

/** Whether a value may be a literal null: written, and saying nothing. It is a candidate only: `NA` is also Namibia. */
export function isLiteralNullCandidate(value: string): boolean {
  const trimmed = value.trim();
  return trimmed.length > 0 && trimmed.length <= 20 && CANDIDATES.has(foldText(trimmed));
}
