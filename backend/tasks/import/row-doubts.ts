import { judgeDetermination } from '#projections/quality/determination.js';
import { readTerms } from '#projections/quality/terms.js';
import type { Finding } from '#projections/quality/view.js';
import type { Terms } from '#domain/specimen/events.js';
import type { RowPlan, RowProblem } from './row-plan.js';

/**
 * The doubts that the record of a row will be marked with, told before anything is written: one for each issue, by its name,
 * with the terms it rests on and their values. `asOf`: YYYY-MM-DD; later days are the future.
 */
export function doubtsIn(plan: RowPlan, asOf: string): readonly RowProblem[] {
  const { collected, findings } = readTerms(plan.terms, undefined, asOf);
  const doubts = new Map<string, RowProblem>();
  const add = (found: readonly Finding[], terms: Terms): void => {
    for (const finding of found)
      if (!doubts.has(finding.issue)) doubts.set(finding.issue, doubt(plan.row, finding, terms));
  };
  add(findings, plan.terms);
  for (const [at, { terms }] of plan.identifications.entries())
    add(judgeDetermination(terms, collected, asOf, at === 0), { ...plan.terms, ...terms });
  return [...doubts.values()];
}

function doubt(row: number, { issue, terms }: Finding, values: Terms): RowProblem {
  const said = terms.flatMap((term) => values[term] ?? []);
  return {
    kind: issue,
    row,
    column: terms.join(', '),
    ...(said.length > 0 && { value: said.join(' · ') }),
    sentence: 'The value goes in as it is written, and the record is marked.',
  };
}
