import { fact, sameData } from '#domain/kernel/fact.js';
import type {
  CatalogNumberKey,
  MediaLink,
  SpecimenAccessioned,
  SpecimenCorrected,
  SpecimenEvent,
  SpecimenIdentified,
  SpecimenMeasured,
  SpecimenMediaAttached,
  SpecimenMediaCorrected,
  SpecimenRecordReinstated,
  SpecimenSupplemented,
  TermChange,
  Terms,
} from '#domain/specimen/events.js';
import { NUMBER_TERMS } from '#domain/specimen/evolve.js';
import { uuidV5 } from '#ledger/uuid.js';
import { change, compareOpinions, conflict, termsOf, threeWay } from './compare-opinions.js';
import type { KnownRecord } from './known-record.js';
import type { RowPlan, RowProblem } from './row-plan.js';

/** What becomes of one row. */
export interface RowOutcome {
  readonly became: 'new' | 'changed' | 'unchanged';
  /** What is recorded, given who holds the number that the record wants (undefined: it itself). */
  facts(clash: string | undefined): readonly SpecimenEvent[];
  /** The number to be reserved first. */
  readonly number?: CatalogNumberKey;
  readonly conflicts: readonly RowProblem[];
  readonly identifications: number;
  readonly media: number;
  readonly measurements: number;
}

/** What a row of a record that the collection has not yet becomes. */
export function newRecord(collectionId: string, plan: RowPlan, released: boolean): RowOutcome {
  const { terms, unmapped, literalNulls, key, number, identifications, media, measurements } = plan;
  return {
    became: 'new',
    ...(number && { number }),
    conflicts: [],
    identifications: identifications.length,
    media: media.length,
    measurements: measurements.length,
    facts: (clash) => [
      {
        type: 'SpecimenAccessioned',
        data: {
          collectionId,
          terms,
          ...(unmapped && { unmapped }),
          ...(literalNulls && { literalNulls }),
          ...(clash !== undefined && { catalogNumberClash: clash }),
          sourceKey: key,
          released,
        },
      } satisfies SpecimenAccessioned,
      ...identifications.map((opinion, at): SpecimenIdentified => ({
        type: 'SpecimenIdentified',
        data: at === 0 ? { ...opinion, accepted: true } : opinion,
      })),
      ...attachments(plan),
    ],
  };
}

function attachments(plan: Pick<RowPlan, 'media' | 'measurements' | 'supplements'>): SpecimenEvent[] {
  const facts: SpecimenEvent[] = [];
  if (plan.media.length) facts.push(fact<SpecimenMediaAttached>('SpecimenMediaAttached', { media: plan.media }));
  if (plan.measurements.length)
    facts.push(fact<SpecimenMeasured>('SpecimenMeasured', { measurements: plan.measurements }));
  for (const [rowType, rows] of plan.supplements) {
    if (rows.length) facts.push(fact<SpecimenSupplemented>('SpecimenSupplemented', { rowType, rows }));
  }
  return facts;
}

/** What a row of a record that the collection has becomes: the source's changes, but never over a change made here. */
export function compareRecord(known: KnownRecord, plan: RowPlan): RowOutcome {
  if (known.state.status === 'void' && !known.voidedByUndo) return leftAlone(plan);
  const { changes, conflicts } = compareTerms(known, plan);
  const opinions = compareOpinions(known, plan.identifications, plan.row);
  const fresh = freshAttachments(known, plan);
  const media = compareMedia(known, plan);
  const unmapped = changesOf(known.state.unmapped, plan.unmapped);
  const reinstated = known.state.status === 'void';
  const others: readonly SpecimenEvent[] = [...opinions.facts, ...media.facts, ...attachments(fresh)];
  const renumbered = reinstated || changes.some(({ term }) => NUMBER_TERMS.has(term));
  return {
    became: reinstated ? 'new' : changes.length || unmapped.length || others.length ? 'changed' : 'unchanged',
    ...(renumbered && plan.number && { number: numberAfter(known, changes) ?? plan.number }),
    conflicts: [...conflicts, ...opinions.conflicts, ...media.conflicts],
    identifications: opinions.added,
    media: fresh.media.length,
    measurements: fresh.measurements.length,
    facts: (clash) => [
      ...(reinstated ? [fact<SpecimenRecordReinstated>('SpecimenRecordReinstated', {}, 'imported-again')] : []),
      ...(changes.length || unmapped.length ? [corrected(changes, unmapped, clash)] : []),
      ...others,
    ],
  };
}

function corrected(
  changes: readonly TermChange[],
  unmapped: readonly TermChange[],
  clash: string | undefined,
): SpecimenCorrected {
  return fact<SpecimenCorrected>(
    'SpecimenCorrected',
    { changes, ...(unmapped.length > 0 && { unmapped }), ...(clash !== undefined && { catalogNumberClash: clash }) },
    'source-updated',
  );
}

function leftAlone(plan: RowPlan): RowOutcome {
  const problem: RowProblem = {
    kind: 'record-void',
    row: plan.row,
    sentence: 'The record was struck through here as entered by mistake: left as it is.',
  };
  return { became: 'unchanged', conflicts: [problem], identifications: 0, media: 0, measurements: 0, facts: () => [] };
}

function compareTerms(known: KnownRecord, plan: RowPlan): { changes: TermChange[]; conflicts: RowProblem[] } {
  const said = known.state.sourceSaid ?? {};
  const here = known.state.terms;
  const changes: TermChange[] = [];
  const conflicts: RowProblem[] = [];
  for (const term of termsOf(said, plan.terms)) {
    const verdict = threeWay(said[term], plan.terms[term], here[term]);
    if (verdict === 'take') changes.push(change(term, here[term], plan.terms[term]));
    // When a source last touched its record is not worth a curator's time.
    if (verdict === 'conflict' && term !== 'modified')
      conflicts.push(conflict(plan.row, term, plan.terms[term], here[term]));
  }
  const onlyModified = changes.every(({ term }) => term === 'modified');
  return { changes: onlyModified ? [] : changes, conflicts };
}

/** Nobody here changes what has no term: the source's word is the only one. */
function changesOf(said: Terms = {}, says: Terms = {}): readonly TermChange[] {
  return termsOf(said, says)
    .filter((column) => said[column] !== says[column])
    .map((column) => change(column, said[column], says[column]));
}

/** What a newer file says of pictures that are linked already. */
function compareMedia(known: KnownRecord, plan: RowPlan): { facts: SpecimenMediaCorrected[]; conflicts: RowProblem[] } {
  const facts: SpecimenMediaCorrected[] = [];
  const conflicts: RowProblem[] = [];
  for (const link of plan.media) {
    const mediaId = attachedId(known, link.mediaId);
    const [said, here] = [known.sourceMedia.get(mediaId), known.state.media.get(mediaId)];
    if (!said || !here || here.detached) continue;
    const changes: TermChange[] = [];
    for (const term of termsOf(said, link.terms)) {
      const verdict = threeWay(said[term], link.terms[term], here.terms[term]);
      if (verdict === 'take') changes.push(change(term, here.terms[term], link.terms[term]));
      if (verdict === 'conflict' && term !== 'modified')
        conflicts.push(conflict(plan.row, term, link.terms[term], here.terms[term]));
    }
    if (changes.some(({ term }) => term !== 'modified'))
      facts.push(fact<SpecimenMediaCorrected>('SpecimenMediaCorrected', { mediaId, changes }, 'source-updated'));
  }
  return { facts, conflicts };
}

function numberAfter(known: KnownRecord, changes: readonly TermChange[]): CatalogNumberKey | undefined {
  const terms: Record<string, string | undefined> = { ...known.state.terms };
  for (const { term, now } of changes) terms[term] = now;
  const { catalogNumber, institutionCode, collectionCode } = terms;
  if (catalogNumber === undefined) return undefined;
  return {
    catalogNumber,
    ...(institutionCode !== undefined && { institutionCode }),
    ...(collectionCode !== undefined && { collectionCode }),
  };
}

type Attachments = Pick<RowPlan, 'media' | 'measurements' | 'supplements'>;

function freshAttachments(known: KnownRecord, plan: RowPlan): Attachments {
  const media = plan.media.map((link): MediaLink => ({ ...link, mediaId: attachedId(known, link.mediaId) }));
  const supplements = new Map(
    [...plan.supplements].map(([rowType, rows]) => {
      const have = known.state.supplements.get(rowType) ?? [];
      return [rowType, rows.filter((row) => !have.some((each) => sameData(each, row)))] as const;
    }),
  );
  const measurements = plan.measurements.map((one) => ({
    ...one,
    measurementId: attachedId(known, one.measurementId),
  }));
  return {
    media: media.filter(({ mediaId }) => !known.state.media.has(mediaId)),
    measurements: measurements.filter(({ measurementId }) => !known.state.measurements.has(measurementId)),
    supplements,
  };
}

function attachedId(known: KnownRecord, id: string): string {
  return known.undone.has(id) ? attachedId(known, uuidV5(id, 'again')) : id;
}
