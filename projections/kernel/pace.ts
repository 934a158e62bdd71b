/** Behind the end of the ledger, documents wait for company: each index page is then written once for many of them. */
const DOCUMENTS_AT_ONCE = 4_000;
/** Without indexes there is no such company to wait for. */
const DOCUMENTS_IN_BULK = 1_000;
/** While an import goes on even less: documents that wait long do not die young, and memory is short then. */
const DOCUMENTS_OF_IMPORT = 500;
/** A view that is read goes without its indexes while much is to come, as long as it is small enough to be walked. */
export const SMALL_VIEW = 20_000;
export const LARGE_VIEW = 300_000;
/** A checkpoint is kept at least once in this many records. */
const RECORDS_AT_MOST = 20_000;
/** So many records at once are part of an import. */
const MANY_RECORDS = 100;
/** At the end of the ledger during an import, what was folded waits so long for company, in ms, and twice as long in all. */
export const COMPANY_MILLISECONDS = 150;
/** What is written ahead waits so long for its commit: pages that are written again and again are then copied once. */
const AHEAD_MILLISECONDS = 400;
/** An import that was not heard of for so long has ended, or rests: what was put off is made. */
const QUIET_MILLISECONDS = 1_000;

/** How lately an import was heard of. What people do meanwhile, or soon after, comes in few records at once. */
export class ImportHeard {
  #last = Number.NEGATIVE_INFINITY;

  /** Whether so many records at once are part of an import, which is remembered. */
  in(records: number): boolean {
    if (records < MANY_RECORDS) return false;
    this.#last = performance.now();
    return true;
  }

  /** Milliseconds until an import that is not heard of any more has ended; none left when negative. */
  get patience(): number {
    return Math.ceil(this.#last + QUIET_MILLISECONDS - performance.now());
  }
}

/** What has gathered since the last commit. */
export interface Gathered {
  /** Folded and not yet written. */
  readonly documents: number;
  /** Looked at, wanted or not. */
  readonly records: number;
  /** Milliseconds since the last commit. */
  readonly waited: number;
}

/** How a lane loads: without indexes, into a version that nobody reads yet, with documents written as they are folded. */
export interface Load {
  readonly bulk: boolean;
  readonly building: boolean;
  readonly ahead: boolean;
}

/** Whether enough has gathered for a commit; `caughtUp`: for the moment there is no more. */
export function isEnough({ documents, records, waited }: Gathered, load: Load, caughtUp: boolean): boolean {
  if (records >= RECORDS_AT_MOST) return true;
  if (load.ahead) return waited > AHEAD_MILLISECONDS;
  if (documents >= enoughFor(load)) return true;
  return caughtUp && waited > 2 * COMPANY_MILLISECONDS;
}

function enoughFor({ bulk, building }: Load): number {
  if (!bulk) return DOCUMENTS_AT_ONCE;
  return building ? DOCUMENTS_IN_BULK : DOCUMENTS_OF_IMPORT;
}
