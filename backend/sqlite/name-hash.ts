const UUID_LENGTH = 36;
const POSITION = /^[0-9a-f]{16}$/;

/**
 * A whole number of 48 bits by which a name is looked up in an index; other names may have the same. Such an index is a third
 * as large as one of the names. Names that are made in order (UUIDs that begin with the time, positions in the ledger) have
 * numbers close together, so that what is written together also lies together.
 */
export function nameHash(name: string): number {
  if (name.length === UUID_LENGTH) {
    const number = parseInt(name.slice(0, 8), 16) * 0x1_0000 + parseInt(name.slice(9, 13), 16);
    if (number >= 0) return number;
  }
  if (POSITION.test(name)) return parseInt(name.slice(4), 16);
  return Math.floor(textHash(name) / 32);
}

/** A whole number of 53 bits for a text: FNV-1a, twice. */
export function textHash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0xc9dc5118;
  for (let at = 0; at < text.length; at++) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(at), 0x01000197);
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
}
