import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { specimen } from '#domain/specimen/specimen.js';
import { decode, upcastsOf } from '#ledger/decode.js';
import type { StoredRecord } from '#ledger/event-store.js';
import type { LedgerEvent } from '#ledger/ledger-event.js';
import type { Envelope } from '#ledger/record.js';
import { specimenRecord } from '#projections/specimen-record/projection.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { House } from '#wiring/house.js';
import { idOf, principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { invalid, Problem } from '../problems/problem.js';
import { ACCOUNTS, HOUSE } from '../tokens.js';
import { maySee } from './visibility.js';

/** One event as a person reads it, with what proves it. */
export type HistoryEntry = Omit<LedgerEvent, 'actor' | 'stream' | 'category' | 'subject'> & {
  readonly actor: LedgerEvent['actor'] & { readonly name: string };
  readonly dataHash: string;
  readonly leaf: string;
  readonly prev?: string;
};
/** The whole stream, oldest first. */
export interface History {
  readonly events: readonly HistoryEntry[];
}

const UPCASTS = upcastsOf([specimen]);
const NO_SUCH = 'There is no such specimen: check its number, or enter it first.';

/** Reads the history of specimens straight from the ledger, so that it is never behind. */
@Injectable()
export class SpecimenHistory {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  async read(request: ApiRequest, response: Response): Promise<History> {
    const records = await this.house.ledger.readStream(`specimen-${idOf(request, 'id', 'specimen')}`);
    const events = records.map((record) => decode(record, UPCASTS));
    if (!visible(request, events)) throw new Problem('NOT_FOUND', NO_SUCH);
    response.setHeader('ETag', `"${records.length - 1}"`);
    return {
      events: await Promise.all(events.map((event, index) => this.entry(event, records[index] as StoredRecord))),
    };
  }

  /** The record as it was after the event that `?revision=` names: what its page folds, run over the history up to there. */
  async recordThen(request: ApiRequest, response: Response): Promise<SpecimenRecord> {
    const asked = queryOf(request).get('revision') ?? '';
    if (!/^\d{1,9}$/.test(asked))
      throw invalid({
        field: 'revision',
        message: 'must be the number of an event, from 0.',
        code: 'INVALID_PARAMETER',
      });
    const records = await this.house.ledger.readStream(`specimen-${idOf(request, 'id', 'specimen')}`);
    const events = records.map((record) => decode(record, UPCASTS));
    if (!visible(request, events)) throw new Problem('NOT_FOUND', NO_SUCH);
    const until = events.slice(0, Number(asked) + 1);
    const last = until.at(-1)?.revision;
    if (last !== Number(asked))
      throw new Problem(
        'NOT_FOUND',
        `This specimen has ${events.length} events so far, numbered from 0: choose one of them.`,
      );
    response.setHeader('ETag', `"${last}"`);
    return until.reduce<SpecimenRecord | undefined>(
      (record, event) => specimenRecord.evolve(record, event, event.subject) ?? undefined,
      undefined,
    ) as SpecimenRecord;
  }

  private async entry(event: LedgerEvent, { envelope, leaf }: StoredRecord): Promise<HistoryEntry> {
    const { stream: _stream, category: _category, subject: _subject, ...told } = event;
    const { dataHash, prev } = JSON.parse(envelope) as Envelope;
    const name = await this.accounts.directory.displayName(event.actor.id);
    return { ...told, actor: { ...event.actor, name }, dataHash, leaf, ...(prev !== undefined && { prev }) };
  }
}

function visible(request: ApiRequest, events: readonly LedgerEvent[]): boolean {
  const first = events[0];
  if (!first) return false;
  const { collectionId } = first.data as { collectionId: string };
  // Whoever sees released records only does not see how they came about.
  return maySee(principalOf(request), { collectionId, released: false });
}
