// The answers of BatchAppend: successes, and problems packed the way that the real server packs them.
import * as wire from './wire.mjs';

const { grpc, Streams, Shared, Status, GoogleEmpty } = wire;

export function batchSuccess({ revision, position }) {
  const success = new Streams.BatchAppendResp.Success();
  if (revision < 0) success.setNoStream(new GoogleEmpty());
  else success.setCurrentRevision(String(revision));
  if (position === undefined) success.setNoPosition(new GoogleEmpty());
  else success.setPosition(wire.setPosition(new Shared.AllStreamPosition(), position));
  const response = new Streams.BatchAppendResp();
  response.setSuccess(success);
  return response;
}

function failed(code, message, details, type) {
  const any = new wire.Any();
  any.pack(details.serializeBinary(), type);
  const status = new Status();
  status.setCode(code);
  status.setMessage(message);
  status.setDetails(any);
  const response = new Streams.BatchAppendResp();
  response.setError(status);
  return response;
}
export const problem = (type, details, code) => failed(code, type, details, `event_store.client.${type}`);
export const notReady = () => failed(grpc.status.OK, 'Server Is Not Ready', new GoogleEmpty(), 'google.protobuf.Empty');

export function batchRefused(expected, actual) {
  const details = new Shared.WrongExpectedVersion();
  if (actual < 0) details.setCurrentNoStream(new GoogleEmpty());
  else details.setCurrentStreamRevision(String(actual));
  if (expected === 'any') details.setExpectedAny(new GoogleEmpty());
  else if (expected === 'no_stream') details.setExpectedNoStream(new GoogleEmpty());
  else if (expected === 'stream_exists') details.setExpectedStreamExists(new GoogleEmpty());
  else details.setExpectedStreamPosition(String(expected));
  return problem('WrongExpectedVersion', details, grpc.status.FAILED_PRECONDITION);
}

export function badRequest(message) {
  const details = new Shared.BadRequest();
  details.setMessage(message);
  return problem('BadRequest', details, grpc.status.INVALID_ARGUMENT);
}

export function appendTooBig() {
  const details = new Shared.MaximumAppendSizeExceeded();
  details.setMaxappendsize(wire.MAX_APPEND_SIZE);
  return problem('MaximumAppendSizeExceeded', details, grpc.status.INVALID_ARGUMENT);
}

export const timedOut = () => problem('Timeout', new Shared.Timeout(), grpc.status.DEADLINE_EXCEEDED);
