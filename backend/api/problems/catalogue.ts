interface Kind {
  readonly status: number;
  readonly title: string;
  /** When it is answered, and what the asker can do: the text of the problem catalogue. */
  readonly when: string;
}

/** Every kind of error answer: the one table from which answers and `infra/docs/problems.md` are made. */
export const PROBLEMS = {
  INVALID_REQUEST: {
    status: 400,
    title: 'The request does not have the right form',
    when: 'A field is missing, unknown, or has the wrong form. `errors` has one entry per field; nothing was written.',
  },
  MALFORMED_BODY: {
    status: 400,
    title: 'The body cannot be read',
    when: 'The body is not JSON in UTF-8, is no object, or is nested too deeply.',
  },
  MALFORMED_URL: {
    status: 400,
    title: 'The address cannot be read',
    when: 'The path has a percent sign that does not stand for UTF-8, or a NUL.',
  },
  NOT_SIGNED_IN: {
    status: 401,
    title: 'Sign in first',
    when: 'No session and no token, or one that has ended. While the demonstration runs, `details.demo` lists its accounts.',
  },
  INVALID_CREDENTIALS: {
    status: 401,
    title: 'Name or password is wrong',
    when: 'Signing in, or setting a new password with a wrong present one. Unknown, closed and mistyped look alike.',
  },
  NOT_PERMITTED: {
    status: 403,
    title: 'Your roles do not allow this',
    when: 'No role of this account permits it in this collection. `details` names the permission and the collection.',
  },
  CROSS_SITE_REQUEST: {
    status: 403,
    title: 'The request seems to come from another site',
    when: 'A change asked with a session cookie needs the `X-XSRF-TOKEN` header, equal to the `XSRF-TOKEN` cookie, and an `Origin` of this server.',
  },
  UNKNOWN_HOST: {
    status: 403,
    title: 'This server does not go by that name',
    when: 'The `Host` header is not among the names of this server (setting `HOSTS`).',
  },
  NOT_FOUND: {
    status: 404,
    title: 'There is no such thing',
    when: 'Nothing is known under this id, or it lies in a collection that the account may not read; or there is no such route.',
  },
  REJECTED: {
    status: 409,
    title: 'A rule of the collection says no',
    when: 'The request is well-formed, but not possible as things stand. `code` names the rule, `detail` says which thing and what now.',
  },
  LOST_RACE: {
    status: 409,
    title: 'Others changed the same thing meanwhile',
    when: 'Several changes to one thing came at once and this one lost each time. Ask again.',
  },
  STALE_REVISION: {
    status: 412,
    title: 'It was changed since you saw it',
    when: '`If-Match` names an older revision. `details.changedBy` lists who changed what since; look, then ask again with `details.currentRevision`.',
  },
  TOO_LARGE: {
    status: 413,
    title: 'Too large',
    when: 'A body past 1 MiB, a file past the limit of uploads, or more events at once than the ledger takes.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'This type of content is not understood',
    when: 'Bodies are `application/json` in UTF-8, not compressed. Files are uploaded raw to `/api/v1/files`.',
  },
  RANGE_NOT_SATISFIABLE: {
    status: 416,
    title: 'The file has no such bytes',
    when: 'A `Range` past the end of the file.',
  },
  KEY_USED_FOR_ANOTHER: {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    when: 'The same key with another body or route within a day. Take a new key for a new act.',
  },
  REVISION_REQUIRED: {
    status: 428,
    title: 'Say which revision you saw',
    when: 'A correction needs `If-Match: "<revision>"`, the ETag of the record that was shown.',
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    title: 'Too many attempts',
    when: 'Signing in failed too often for this name or from this address. `Retry-After` says when to try again.',
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'An error of ours',
    when: 'Never expected. The log has the `details.reference` given here.',
  },
  VIEW_BEHIND: {
    status: 503,
    title: 'Not shown yet',
    when: 'The page asked for (`atLeast`) is not folded in yet, or the view is being built. Ask again after `Retry-After`.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The store cannot be reached',
    when: 'The ledger or another store does not answer; whether a change was recorded may be unknown: ask again with the same Idempotency-Key.',
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The kinds of problem, by their stable code. */
export type ProblemCode = keyof typeof PROBLEMS;
