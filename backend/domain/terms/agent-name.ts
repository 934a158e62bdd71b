// An ampersand or "and", "et", "y", "e", "und" between two names, each of at least two letters.
const BETWEEN = /\s*(?:\||;|\s&\s|\s(?:and|et|und|y|with|avec|con)\s(?!al\b))\s*/iu;

/** The people named in one text, in the order given: `F. Marie-Victorin | E. Rouleau`, `Asplund & Dahl`, `Raven; Gregory`. A comma does not separate, since `Macoun, J.` is one person. */
export function splitAgentNames(text: string): readonly string[] {
  return text
    .split(BETWEEN)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
