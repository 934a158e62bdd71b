/** What makes a catalogue number unique within the collection that holds it. */
export interface CatalogNumberParts {
  readonly institutionCode?: string;
  readonly collectionCode?: string;
  readonly catalogNumber: string;
}

/** A number as compared: case, width and blanks do not tell two numbers apart; punctuation and leading zeros do. */
export function foldCatalogNumber(text: string): string {
  return ASCII_WITHOUT_BLANKS.test(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');
}
// Nearly all numbers are; for them the rest of the folding changes nothing.
const ASCII_WITHOUT_BLANKS = /^[!-~]*$/;

/**
 * The text whose UUIDv5 names the number's stream: collection, institution code, collection code and folded number,
 * one per line (none of them can hold a line end after folding). Undefined where there is no number.
 */
export function catalogNumberKey(collectionId: string, parts: Partial<CatalogNumberParts>): string | undefined {
  const number = foldCatalogNumber(parts.catalogNumber ?? '');
  if (number === '') return undefined;
  const codes = [parts.institutionCode, parts.collectionCode].map((code) => foldCatalogNumber(code ?? ''));
  return [collectionId, ...codes, number].join('\n');
}
