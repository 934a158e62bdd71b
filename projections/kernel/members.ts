/**
 * A document with some members replaced; undefined takes a member away. Members keep their order and new ones come
 * last, so that a document folded in memory and one read back from a store are the same text.
 */
export function withMembers<Doc extends object>(
  document: Doc,
  changes: { readonly [Member in keyof Doc]?: Doc[Member] | undefined },
): Doc {
  const next: Record<string, unknown> = {};
  const before = document as Readonly<Record<string, unknown>>;
  const changed = changes as Readonly<Record<string, unknown>>;
  for (const member in before) {
    const value = member in changed ? changed[member] : before[member];
    if (value !== undefined) next[member] = value;
  }
  for (const member in changed) {
    if (changed[member] !== undefined && !(member in before)) next[member] = changed[member];
  }
  return next as Doc;
}
