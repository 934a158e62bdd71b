/** A piece of a scientific name: the Latin name itself (italic), or what stands around it. */
export interface NamePart {
  readonly text: string;
  readonly italic: boolean;
}

const CONNECTORS: ReadonlySet<string> = new Set(
  'subsp. ssp. var. f. forma subvar. subf. cf. aff. sp. spp. nr. agg. s.l. s.str. × x ex et in emend. convar. cv. nothosubsp. ? sect. ser.'.split(
    ' ',
  ),
);
const HIGHER =
  /^(kingdom|phylum|class|order|superfamily|family|subfamily|tribe|subtribe|division|superorder|suborder)$/i;
const FAMILY_ENDING = /(aceae|idae|inae|ales|oidea|oideae|phyta|mycota|opsida)$/;

/**
 * Takes a name with its authorship apart for printing: genus, epithets and what joins them, then the author. Names above
 * genus are not italic. `authorship`, when known beside the name, is split off its end exactly.
 */
export function nameParts(scientificName: string, rank?: string, authorship?: string): readonly NamePart[] {
  const name = scientificName.trim();
  const author = authorship && name.endsWith(authorship) ? authorship : '';
  const words = name
    .slice(0, name.length - author.length)
    .trim()
    .split(/\s+/);
  const higher = (rank !== undefined && HIGHER.test(rank)) || (!rank && FAMILY_ENDING.test(words[0] ?? ''));
  const parts = merge(words.map((word, at) => ({ text: word, italic: !higher && isLatin(word, at) })));
  return author ? [...parts, { text: author, italic: false }] : parts;
}

// The first word is the genus; later ones are epithets when they are wholly in small letters.
function isLatin(word: string, at: number): boolean {
  if (CONNECTORS.has(word)) return false;
  if (at === 0) return /^\p{Lu}[\p{L}-]+$/u.test(word);
  return (
    /^(\p{Ll}[\p{Ll}-]{2,}|\(\p{Lu}\p{Ll}+\))$/u.test(word) &&
    !/^(ined|auct|non|nom|nud|hort|bis|fil|von|van|der|den|del|dos|des)$/.test(word)
  );
}

function merge(parts: readonly NamePart[]): readonly NamePart[] {
  const merged: { text: string; italic: boolean }[] = [];
  for (const part of parts) {
    const last = merged[merged.length - 1];
    if (last && last.italic === part.italic) last.text += ` ${part.text}`;
    else merged.push({ ...part });
  }
  return merged;
}
