// The handshake, by which a driver learns what it talks to.
import { Long } from 'bson';
import { MAX_DOC } from './values.mjs';

/** What the server says it is. */
export const VERSION = '8.0.0';

/** Answers `hello` and its older names. */
export function hello(cmd, ctx) {
  const { server } = ctx;
  const legacy = !('hello' in cmd);
  if (cmd.client && !ctx.connection.app) ctx.connection.app = cmd.client.application?.name;
  const set = server.standalone
    ? {}
    : {
        hosts: [server.host],
        setName: server.setName,
        setVersion: 1,
        secondary: false,
        primary: server.host,
        me: server.host,
      };
  return {
    helloOk: true,
    [legacy ? 'ismaster' : 'isWritablePrimary']: true,
    topologyVersion: { processId: server.processId, counter: Long.ZERO },
    ...set,
    maxBsonObjectSize: MAX_DOC,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: ctx.connection.id,
    minWireVersion: 0,
    maxWireVersion: 25,
    readOnly: false,
  };
}
