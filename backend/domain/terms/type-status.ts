import { foldText } from './fold-text.js';

/** Type statuses by GBIF's vocabulary (type_status), with the two more that its dictionary knows. */
export const TYPE_STATUSES = [
  ...['allolectotype', 'alloneotype', 'allotype', 'cotype', 'epitype', 'exepitype', 'exholotype', 'exisotype'],
  ...['exlectotype', 'exneotype', 'exparatype', 'exsyntype', 'extype', 'hapantotype', 'holotype', 'hypotype'],
  ...['iconotype', 'isoepitype', 'isolectotype', 'isoneotype', 'isoparatype', 'isosyntype', 'isotype', 'lectotype'],
  ...['neotype', 'notatype', 'originalmaterial', 'paralectotype', 'paraneotype', 'paratype', 'plastoholotype'],
  ...['plastoisotype', 'plastolectotype', 'plastoneotype', 'plastoparatype', 'plastosyntype', 'plastotype'],
  ...['plesiotype', 'secondarytype', 'supplementarytype', 'syntype', 'topotype', 'type'],
] as const;

const KNOWN: ReadonlySet<string> = new Set(TYPE_STATUSES);
const ABBREVIATED: Readonly<Record<string, string>> = {
  ht: 'holotype',
  it: 'isotype',
  lt: 'lectotype',
  nt: 'neotype',
  st: 'syntype',
  pt: 'paratype',
  plt: 'paralectotype',
  holo: 'holotype',
  iso: 'isotype',
  para: 'paratype',
  syn: 'syntype',
  lecto: 'lectotype',
  neo: 'neotype',
};
const NOT_A_TYPE = /^(not?|non|none|nota)(a?typ|$)|^notype|^(sin|nao|no)?noestipo|^othermaterial$/;
const SOME_TYPE =
  /^(possible|probable|drawingof|photoof|fragmentof|unspecifiedkindof)?(type|typematerial|typestatusunknown)$/;

/**
 * The type status that a text states, in lower case as GBIF's vocabulary has it: `ISOLECTOTYPE`, `Isolectotypus`,
 * `Holotype of Rosa acicularis Lindl.`. `notatype` is a statement too. Undefined when blank or unknown.
 */
export function parseTypeStatus(text: string): string | undefined {
  for (const part of foldText(text).split(/[|;,/:([?!]|\b(?:of|de|du|del|von|for|pour)\b/)) {
    const status = statusOf(part.replace(/[^a-z]/g, ''));
    if (status) return status;
  }
  return undefined;
}

function statusOf(word: string): string | undefined {
  const modern = word
    .replace(/proparte$/, '')
    .replace(/(typus|typi|tipo|tipos|typen|typos|types|typer|typ|tip)$/, 'type')
    .replace(/^hipo/, 'hypo')
    .replace(/^(iso)?sin(?=type)/, '$1syn')
    .replace(/^paratopo/, 'para')
    .replace(/^(primary|fragment|cf|possible|probable|original|f)(?=(holo|iso|syn|lecto|neo|para))/, '')
    .replace(/^photo(?=type$)/, 'icono');
  if (NOT_A_TYPE.test(word) || NOT_A_TYPE.test(modern)) return 'notatype';
  if (KNOWN.has(modern)) return modern;
  return ABBREVIATED[word] ?? (SOME_TYPE.test(modern) ? 'type' : undefined);
}
