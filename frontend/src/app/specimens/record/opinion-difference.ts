import type { RecordIdentification } from '#projections/specimen-record/view.js';
import type { ToldChange } from './event-sentence';

/** What is compared between two opinions, in the order a curator asks. */
const COMPARED = [
  'scientificName',
  'scientificNameAuthorship',
  'identificationQualifier',
  'family',
  'typeStatus',
  'typifiedName',
] as const;

/**
 * How an opinion differs from the one before it, term by term; nothing where they agree. A term that only one of them says is
 * compared for the name, the qualifier and the type only: a family left out is no other opinion.
 */
export function differenceFrom(before: RecordIdentification, opinion: RecordIdentification): readonly ToldChange[] {
  return COMPARED.flatMap((term): ToldChange[] => {
    const [was, now] = [before.terms[term], opinion.terms[term]];
    if (was === now) return [];
    const isSilent = was === undefined || now === undefined;
    if (isSilent && (term === 'family' || term === 'scientificNameAuthorship')) return [];
    return [{ term, ...(was !== undefined && { was }), ...(now !== undefined && { now }) }];
  });
}
