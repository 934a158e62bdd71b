/**
 * A name as it is cited: its authorship behind it, unless the name has it already. Sources put authorship into
 * dwc:scientificName, as the standard asks, or only beside it, as many do.
 */
export function nameWithAuthorship(name: string, authorship: string | undefined): string {
  if (authorship === undefined || name.includes(authorship)) return name;
  return `${name} ${authorship}`;
}
