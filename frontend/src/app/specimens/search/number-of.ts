import type { FoundSpecimen } from '../../ledger-client/specimens';

/** By what a specimen is called: its number with the codes in front that are not part of it. */
export function numberOf({ terms }: FoundSpecimen): string {
  const { catalogNumber, institutionCode, collectionCode, occurrenceID } = terms;
  if (!catalogNumber) return occurrenceID ?? '';
  const codes = [institutionCode, collectionCode].filter((code) => code && !catalogNumber.startsWith(code));
  return [...new Set(codes), catalogNumber].join(' ');
}
