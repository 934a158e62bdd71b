import { HttpErrorResponse } from '@angular/common/http';

/** One field of a request that did not fit. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

/** Why the server did not do it (RFC 9457), or `UNREACHABLE` when no answer came. */
export interface Problem {
  readonly status: number;
  /** Stable; the key of the sentence in the reader's language. */
  readonly code: string;
  /** The server's own sentence, in English. */
  readonly detail: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldProblem[];
}

/** What a request came to: its answer or the problem. Nothing of the ledger client throws on a refusal. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** The problem in whatever an HTTP call threw. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) return blank(0, 'UNEXPECTED', String(error));
  const body = parsed(error.error);
  if (error.status === 0 || error.status === 502 || error.status === 504 || body === undefined)
    return blank(error.status, error.status === 413 ? 'TOO_LARGE' : 'UNREACHABLE', error.message);
  return {
    status: error.status,
    code: text(body['code']) ?? 'UNEXPECTED',
    detail: text(body['detail']) ?? text(body['title']) ?? error.message,
    details: (body['details'] as Problem['details'] | undefined) ?? {},
    errors: (body['errors'] as FieldProblem[] | undefined) ?? [],
  };
}

function blank(status: number, code: string, detail: string): Problem {
  return { status, code, detail, details: {}, errors: [] };
}

function parsed(body: unknown): Record<string, unknown> | undefined {
  if (typeof body === 'string') {
    try {
      return parsed(JSON.parse(body));
    } catch {
      return undefined;
    }
  }
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
