import type { ToldLine } from '../ledger-client/audit';

/** The text of a line: its key, and what is filled in; the name of a role is a text of its own. */
export interface LineSentence {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly role?: string;
}

/** What happened, as a sentence of the texts: the same that a record's own history uses. */
export function lineSentence(line: ToldLine): LineSentence {
  const { facts = {}, names = {} } = line;
  const other = names[facts.otherIdentificationId ?? ''] ?? '?';
  const params = { name: nameOf(line), other, n: facts.count ?? 0, number: numberOf(line) };
  const role = facts.grantedRole;
  return { key: `event.${line.type}${variantOf(line)}`, params, ...(role !== undefined && { role }) };
}

function nameOf({ facts = {}, names = {}, about }: ToldLine): string {
  return names[facts.identificationId ?? ''] ?? facts.scientificName ?? facts.name ?? about?.name ?? '?';
}

function numberOf({ facts = {}, about }: ToldLine): string {
  return facts.catalogNumber ?? about?.catalogNumber ?? '';
}

function variantOf({ type, sourceKind, facts = {} }: ToldLine): string {
  if (type === 'SpecimenAccessioned' || type === 'SpecimenCorrected') return sourceKind === 'import' ? '.import' : '';
  if (type === 'SpecimenIdentified') return facts.accepted ? '.accepted' : '';
  if (facts.otherIdentificationId === undefined) return '';
  if (type === 'IdentificationAccepted') return '.instead';
  return type === 'IdentificationWithdrawn' ? '.successor' : '';
}
