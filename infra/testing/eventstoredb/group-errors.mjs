// What goes wrong with persistent-subscription groups, as the real server says it.
import * as wire from './wire.mjs';

const { status } = wire.grpc;

function problem(stream, group, code, exception, text, extra = {}) {
  return wire.rpcError(code, text, {
    exception,
    'stream-name': stream,
    'group-name': group,
    ...extra,
  });
}
export const exists = (s, g) =>
  problem(
    s,
    g,
    status.ALREADY_EXISTS,
    'persistent-subscription-exists',
    `Subscription group ${g} on stream ${s} exists.`,
  );
export const missing = (s, g) =>
  problem(
    s,
    g,
    status.NOT_FOUND,
    'persistent-subscription-does-not-exist',
    `Subscription group ${g} on stream ${s} does not exist.`,
  );
export const dropped = (s, g) =>
  problem(
    s,
    g,
    status.CANCELLED,
    'persistent-subscription-dropped',
    `Subscription group ${g} on stream ${s} was dropped.`,
  );
export const full = (s, g) =>
  problem(
    s,
    g,
    status.FAILED_PRECONDITION,
    'maximum-subscribers-reached',
    `Maximum subscriptions reached for subscription group ${g} on stream ${s}.`,
  );
export const failed = (s, g, reason) =>
  problem(
    s,
    g,
    status.INTERNAL,
    'persistent-subscription-failed',
    `Subscription group ${g} on stream ${s} failed: '${reason}'`,
    { reason },
  );
