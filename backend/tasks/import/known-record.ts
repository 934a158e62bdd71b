import type { SpecimenEvent, TermChange, Terms } from '#domain/specimen/events.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { AccessionedSpecimen, SpecimenState } from '#domain/specimen/state.js';
import { type Upcasts, decode, upcastsOf } from '#ledger/decode.js';
import type { StoredRecord } from '#ledger/event-store.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import { type StreamTail, tailAfter } from '#ledger/record-facts.js';

const UPCASTS: Upcasts = upcastsOf([specimen]);

/** A specimen that is in the collection already, as an import sees it: what it is, and what its sources said last. */
export interface KnownRecord {
  readonly specimenId: string;
  /** Before this import touched it. */
  readonly state: AccessionedSpecimen;
  /** The opinion that a source held for right last. */
  readonly sourceAccepted?: string;
  /** Terms of each opinion as a source last told them. */
  readonly sourceOpinions: ReadonlyMap<string, Terms>;
  /** Terms of each picture as a source last told them. */
  readonly sourceMedia: ReadonlyMap<string, Terms>;
  /** Opinions, media and measurements that were taken back with an import. */
  readonly undone: ReadonlySet<string>;
  /** Struck through because its import was taken back, and by nobody's judgement. */
  readonly voidedByUndo: boolean;
  /** Earlier imports that told of it. */
  readonly imports: ReadonlySet<string>;
  /** End of the stream as it stands now. */
  readonly tail: StreamTail;
}

/** A stream as this import finds it: `done` when its own events stand there already, `known` as it was before them. */
export interface FoundRecord {
  readonly done: boolean;
  readonly known?: KnownRecord;
}

interface Draft {
  state: SpecimenState;
  sourceAccepted?: string;
  readonly sourceOpinions: Map<string, Terms>;
  readonly sourceMedia: Map<string, Terms>;
  readonly undone: Set<string>;
  voidedByUndo: boolean;
  readonly imports: Set<string>;
}

/** Folds the records of a specimen's stream up to the first event of the given import. */
export function foldFound(
  specimenId: string,
  records: readonly StoredRecord[],
  importId: string | undefined,
): FoundRecord {
  const draft: Draft = {
    state: specimen.initial,
    sourceOpinions: new Map(),
    sourceMedia: new Map(),
    undone: new Set(),
    voidedByUndo: false,
    imports: new Set(),
  };
  let done = false;
  for (const record of records) {
    const event = decode(record, UPCASTS);
    if (event.correlationId === importId) {
      done = true;
      break;
    }
    see(draft, event);
  }
  if (draft.state.status === 'unknown') return { done };
  const { state, sourceAccepted, ...rest } = draft;
  return {
    done,
    known: { specimenId, ...rest, state, ...(sourceAccepted && { sourceAccepted }), tail: tailAfter(records.at(-1)) },
  };
}

function see(draft: Draft, event: LedgerEvent): void {
  const fact = event as unknown as SpecimenEvent;
  draft.state = specimen.evolve(draft.state, fact);
  const undo = event.reason === 'import-undone';
  if (event.source.kind === 'import' && !undo) {
    draft.imports.add(event.correlationId);
    seeSource(draft, fact);
  }
  // What was taken back is what the source said before.
  if (event.source.kind === 'import') seeChange(draft, fact);
  if (fact.type === 'SpecimenRecordVoided') draft.voidedByUndo = undo;
  if (fact.type === 'IdentificationWithdrawn')
    seeWithdrawal(draft, fact.data.identificationId, fact.data.successor, undo);
  if (fact.type === 'SpecimenMediaDetached' && undo) draft.undone.add(fact.data.mediaId);
  if (fact.type === 'MeasurementWithdrawn' && undo) draft.undone.add(fact.data.measurementId);
}

function seeWithdrawal(draft: Draft, id: string, successor: string | undefined, undo: boolean): void {
  if (!undo) return;
  draft.undone.add(id);
  if (draft.sourceAccepted !== id) return;
  if (successor === undefined) delete draft.sourceAccepted;
  else draft.sourceAccepted = successor;
}

function seeSource(draft: Draft, fact: SpecimenEvent): void {
  if (fact.type === 'SpecimenIdentified') {
    draft.sourceOpinions.set(fact.data.identificationId, fact.data.terms);
    if (fact.data.accepted) draft.sourceAccepted = fact.data.identificationId;
  }
  if (fact.type === 'IdentificationAccepted') draft.sourceAccepted = fact.data.identificationId;
  if (fact.type === 'SpecimenMediaAttached')
    for (const { mediaId, terms } of fact.data.media) draft.sourceMedia.set(mediaId, terms);
}

function seeChange({ sourceOpinions, sourceMedia }: Draft, fact: SpecimenEvent): void {
  if (fact.type === 'IdentificationNomenclaturallyUpdated')
    change(sourceOpinions, fact.data.identificationId, fact.data.changes);
  if (fact.type === 'SpecimenMediaCorrected') change(sourceMedia, fact.data.mediaId, fact.data.changes);
}

function change(said: Map<string, Terms>, id: string, changes: readonly TermChange[]): void {
  const terms: Record<string, string> = { ...said.get(id) };
  for (const { term, now } of changes) {
    if (now === undefined) delete terms[term];
    else terms[term] = now;
  }
  said.set(id, terms);
}
