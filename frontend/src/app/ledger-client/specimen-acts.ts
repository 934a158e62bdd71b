import { inject, Injectable } from '@angular/core';
import type { TermChange, Terms } from '#domain/specimen/events.js';
import type { ReasonCode } from '#domain/terms/reason-code.js';
import { type CommandOptions, LedgerHttp, type Receipt } from './ledger-http';
import type { Outcome } from './problem';

/** A determination as it is given. */
export interface NewIdentification {
  readonly terms: Terms;
  /** Determiners in the order given. */
  readonly identifiedBy?: readonly string[];
  readonly basedOn?: string;
  readonly accept?: boolean;
  readonly note?: string;
}

/** Reason code and the person's own sentence. */
export interface Why {
  readonly reason: ReasonCode;
  readonly note?: string;
}

/** What may be done to one specimen. Each needs a key of its own, so that an act sent twice is recorded once. */
@Injectable({ providedIn: 'root' })
export class SpecimenActs {
  private readonly http = inject(LedgerHttp);

  correct(id: string, changes: readonly TermChange[], why: Why, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.post(id, '/corrections', { changes, ...why }, options);
  }

  identify(id: string, identification: NewIdentification, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.post(id, '/identifications', identification, options);
  }

  accept(id: string, identificationId: string, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.post(id, `/identifications/${identificationId}/acceptance`, {}, options);
  }

  verify(id: string, identificationId: string, note: string | undefined, options: CommandOptions) {
    return this.post(id, `/identifications/${identificationId}/verification`, { note }, options);
  }

  withdraw(id: string, identificationId: string, why: Why & { successor?: string }, options: CommandOptions) {
    return this.post(id, `/identifications/${identificationId}/withdrawal`, why, options);
  }

  private post(id: string, path: string, body: unknown, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.http.send('POST', `/specimens/${id}${path}`, body, options);
  }
}
