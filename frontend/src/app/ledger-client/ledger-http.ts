import { HttpClient, HttpErrorResponse, HttpHeaders, type HttpResponse } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { firstValueFrom, type Observable } from 'rxjs';
import { addressOf, API, type Asked } from './address';
import { type Outcome, problemOf } from './problem';

/** What the server recorded for a command. */
export interface Receipt {
  readonly id: string;
  readonly revision: number;
  /** Ledger position: a read with `atLeast` this shows what was done. */
  readonly position: string;
  readonly repeated?: true;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** How a command is sent. */
export interface CommandOptions {
  /** The same key again is the same act: it is recorded once. */
  readonly key: string;
  /** The revision that the person saw. */
  readonly seen?: number;
}

const TRIES_WHEN_BEHIND = 5;

/** Requests to the ledger's API, with problems as values. */
@Injectable({ providedIn: 'root' })
export class LedgerHttp {
  private readonly http = inject(HttpClient);
  private readonly lost = signal(0);
  /** Grows each time the server says that nobody is signed in any more. */
  readonly signedOut = this.lost.asReadonly();

  /** Reads; a view that is behind is asked again after the time it names, a few times. */
  async get<T>(path: string, asked: Asked = {}): Promise<Outcome<T>> {
    const address = addressOf(path, asked);
    for (let tries = 1; ; tries++) {
      const outcome = await this.outcome<T>(this.http.get<T>(address, { observe: 'response' }));
      if (outcome.ok || outcome.problem.code !== 'VIEW_BEHIND' || tries === TRIES_WHEN_BEHIND) return outcome;
      await new Promise((done) => setTimeout(done, 500));
    }
  }

  /** Sends a command or another change. */
  send<T = Receipt>(method: string, path: string, body?: unknown, options?: CommandOptions): Promise<Outcome<T>> {
    let headers = new HttpHeaders();
    if (options) headers = headers.set('Idempotency-Key', options.key);
    if (options?.seen !== undefined) headers = headers.set('If-Match', `"${options.seen}"`);
    return this.outcome<T>(this.http.request<T>(method, API + path, { body, headers, observe: 'response' }));
  }

  private async outcome<T>(request: Observable<HttpResponse<T>>): Promise<Outcome<T>> {
    try {
      const response = await firstValueFrom(request);
      return { ok: true, value: response.body as T };
    } catch (error) {
      if (error instanceof HttpErrorResponse && error.status === 401) this.lost.update((n) => n + 1);
      return { ok: false, problem: problemOf(error) };
    }
  }
}

/** A key for one act of a person: made when a form opens, so that sending it twice records it once. */
export function newKey(): string {
  // randomUUID exists in secure contexts only; a museum's plain-http server is none.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
