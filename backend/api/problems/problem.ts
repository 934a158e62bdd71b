import { PROBLEMS, type ProblemCode } from './catalogue.js';

/** One field of a request that does not fit: its path (`changes.0.term`), what is wrong in words, and a stable code. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

/** The body of an error answer: RFC 9457, with a stable `code` and what a program needs to go on. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
}

/** What may go with a problem besides its sentence. */
export interface ProblemExtras {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** In place of the catalogue's code: a rule of the domain brings its own. */
  readonly code?: string;
}

/** An answer that says why not: its kind from the catalogue and a sentence that says what, which, and what now. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly kind: ProblemCode,
    detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail);
  }

  get status(): number {
    return PROBLEMS[this.kind].status;
  }

  /** As it is sent. */
  body(): ProblemBody {
    const { status, title } = PROBLEMS[this.kind];
    const { details, errors, code } = this.extras;
    return {
      type: `urn:collection-ledger:problem:${this.kind.toLowerCase().replaceAll('_', '-')}`,
      title,
      status,
      detail: this.message,
      code: code ?? this.kind,
      ...(details && { details }),
      ...(errors && { errors }),
    };
  }
}

/** A request whose shape is wrong: every field that is, at once. */
export function invalid(...errors: readonly FieldError[]): Problem {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new Problem(
    'INVALID_REQUEST',
    first ? `${sentence(first)}${more}` : 'The request does not have the right form.',
    {
      errors,
    },
  );
}

function sentence({ field, message }: FieldError): string {
  return message.includes(field) || field === '' ? message : `${field}: ${message}`;
}
