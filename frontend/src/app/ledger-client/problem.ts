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
  // When nobody answers, the browser's own event stands where a body would.
  const body = error.status === 0 ? undefined : parsed(error.error);
  // Without a body of ours it was a proxy that answered, or nobody.
  if (body === undefined) return blank(error.status, error.status === 413 ? 'TOO_LARGE' : 'UNREACHABLE', error.message);
  const { code, detail, title, details, errors } = body as Partial<Problem> & { readonly title?: string };
  return {
    status: error.status,
    code: code ?? 'UNEXPECTED',
    detail: detail ?? title ?? error.message,
    details: details ?? {},
    errors: errors ?? [],
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
