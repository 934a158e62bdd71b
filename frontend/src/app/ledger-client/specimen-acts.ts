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

/** A specimen as it is entered. */
export interface NewSpecimen {
  readonly collectionId: string;
  readonly terms: Terms;
  readonly identification?: { readonly terms: Terms; readonly identifiedBy?: readonly string[] };
}

interface Noted {
  readonly note?: string;
}

/** What may be done to one specimen. Each needs a key of its own, so that an act sent twice is recorded once. */
@Injectable({ providedIn: 'root' })
export class SpecimenActs {
  private readonly http = inject(LedgerHttp);

  enter(specimen: NewSpecimen, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.http.send('POST', '/specimens', specimen, options);
  }

  correct(id: string, changes: readonly TermChange[], why: Why, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.post(id, '/corrections', { changes, ...why }, options);
  }

  identify(id: string, identification: NewIdentification, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.post(id, '/identifications', identification, options);
  }

  accept(id: string, identificationId: string, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.post(id, `/identifications/${identificationId}/acceptance`, {}, options);
  }

  verify(
    id: string,
    identificationId: string,
    said: Noted & { verifiedBy?: readonly string[] },
    options: CommandOptions,
  ) {
    return this.post(id, `/identifications/${identificationId}/verification`, said, options);
  }

  withdraw(id: string, identificationId: string, why: Why & { successor?: string }, options: CommandOptions) {
    return this.post(id, `/identifications/${identificationId}/withdrawal`, why, options);
  }

  /** The name changes, the opinion does not. */
  rename(
    id: string,
    identificationId: string,
    said: Why & { readonly changes: readonly TermChange[] },
    options: CommandOptions,
  ) {
    return this.post(id, `/identifications/${identificationId}/nomenclatural-update`, said, options);
  }

  georeference(id: string, said: Noted & { terms: Terms; accept?: boolean }, options: CommandOptions) {
    return this.post(id, '/georeferences', said, options);
  }

  acceptGeoreference(id: string, georeferenceId: string, options: CommandOptions) {
    return this.post(id, `/georeferences/${georeferenceId}/acceptance`, {}, options);
  }

  measure(id: string, said: Noted & { measurements: readonly { terms: Terms }[] }, options: CommandOptions) {
    return this.post(id, '/measurements', said, options);
  }

  attach(id: string, said: Noted & { media: readonly { terms: Terms; sha256?: string }[] }, options: CommandOptions) {
    return this.post(id, '/media', said, options);
  }

  detach(id: string, mediaId: string, said: Noted, options: CommandOptions) {
    return this.post(id, `/media/${mediaId}/detachment`, said, options);
  }

  /** What looks doubtful stands on the label just so. */
  confirm(id: string, said: Noted & { issue: string; values: Terms }, options: CommandOptions) {
    return this.post(id, '/findings', said, options);
  }

  release(id: string, said: Noted, options: CommandOptions) {
    return this.post(id, '/release', said, options);
  }

  withhold(id: string, why: Why, options: CommandOptions) {
    return this.post(id, '/withholding', why, options);
  }

  strikeThrough(id: string, why: Why & { duplicateOf?: string }, options: CommandOptions) {
    return this.post(id, '/void', why, options);
  }

  reinstate(id: string, said: Noted, options: CommandOptions) {
    return this.post(id, '/reinstatement', said, options);
  }

  private post(id: string, path: string, body: unknown, options: CommandOptions): Promise<Outcome<Receipt>> {
    return this.http.send('POST', `/specimens/${id}${path}`, body, options);
  }
}
