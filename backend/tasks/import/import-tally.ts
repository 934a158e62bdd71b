import type { ImportCounts } from '#domain/import-batch/events.js';
import type { RowOutcome } from './compare-record.js';
import type { RowProblem } from './row-plan.js';

/** Counts and problems of an import or a preview as they gather. */
export class ImportTally {
  private readonly draft = {
    rows: 0,
    new: 0,
    changed: 0,
    unchanged: 0,
    duplicate: 0,
    refused: 0,
    absent: 0,
    conflicts: 0,
    identifications: 0,
    media: 0,
    measurements: 0,
  };
  private readonly kinds = new Map<string, { count: number; examples: RowProblem[] }>();

  /** `tell` is given every problem as it comes. */
  constructor(
    private readonly tell: (problem: RowProblem) => void,
    private readonly examplesPerKind = 20,
  ) {}

  row(became: 'new' | 'changed' | 'unchanged' | 'duplicate' | 'refused'): void {
    this.draft.rows += 1;
    this.draft[became] += 1;
  }

  outcome(outcome: RowOutcome): void {
    this.row(outcome.became);
    this.draft.identifications += outcome.identifications;
    this.draft.media += outcome.media;
    this.draft.measurements += outcome.measurements;
    for (const conflict of outcome.conflicts) this.problem(conflict);
  }

  /** A row that was decided and could not be recorded counts as refused. */
  refuse({ became, identifications, media, measurements }: RowOutcome): void {
    this.draft[became] -= 1;
    this.draft.refused += 1;
    this.draft.identifications -= identifications;
    this.draft.media -= media;
    this.draft.measurements -= measurements;
  }

  problem(whole: RowProblem): void {
    const problem = shortened(whole);
    if (problem.kind === 'conflict') this.draft.conflicts += 1;
    if (problem.kind === 'absent') this.draft.absent += 1;
    const kind = this.kinds.get(problem.kind) ?? { count: 0, examples: [] };
    this.kinds.set(problem.kind, kind);
    kind.count += 1;
    if (kind.examples.length < this.examplesPerKind) kind.examples.push(problem);
    this.tell(problem);
  }

  counts(): ImportCounts {
    return { ...this.draft };
  }

  /** How many problems of each kind. */
  problemCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.kinds].map(([kind, { count }]) => [kind, count]));
  }

  /** Problems by kind, with examples. */
  problems(): readonly { readonly kind: string; readonly count: number; readonly examples: readonly RowProblem[] }[] {
    return [...this.kinds].map(([kind, { count, examples }]) => ({ kind, count, examples }));
  }
}

const LONGEST_VALUE = 200;

function shortened(problem: RowProblem): RowProblem {
  if (problem.value === undefined || problem.value.length <= LONGEST_VALUE) return problem;
  return { ...problem, value: `${problem.value.slice(0, LONGEST_VALUE).toWellFormed()}…` };
}
