// Commands about the server itself, sessions and the ends of transactions.
import { catalogCommands } from './catalog.mjs';
import { unsupported } from './errors.mjs';
import { hello, VERSION } from './handshake.mjs';
import { indexCommands } from './index-commands.mjs';
import { MAX_DOC } from './values.mjs';

const any = null; // every field is accepted
/** The commands, with the fields that each knows. */
export const adminCommands = {
  ...catalogCommands,
  ...indexCommands,
  hello: { run: hello, fields: any },
  ismaster: { run: hello, fields: any },
  isMaster: { run: hello, fields: any },
  ping: { run: () => ({}), fields: any },
  buildInfo: {
    run: () => ({
      version: VERSION,
      versionArray: [8, 0, 0, 0],
      gitVersion: 'test server',
      modules: [],
      maxBsonObjectSize: MAX_DOC,
      bits: 64,
      debug: false,
    }),
    fields: any,
  },
  endSessions: {
    run: (cmd, { server }) => {
      server.endSessions(cmd.endSessions);
      return {};
    },
    fields: any,
  },
  killSessions: {
    run: (cmd, { server }) => {
      server.endSessions(cmd.killSessions);
      return {};
    },
    fields: any,
  },
  killAllSessions: {
    run: (cmd, { server }) => {
      server.sessions.endAll();
      server.cursors.killWhere(() => true);
      return {};
    },
    fields: any,
  },
  refreshSessions: { run: () => ({}), fields: any },
  commitTransaction: {
    run: (cmd, { server, session }) => {
      server.sessions.commitTransaction(session);
      return {};
    },
    ends: true,
    fields: ['recoveryToken'],
  },
  abortTransaction: {
    run: (cmd, { server, session }) => {
      server.sessions.abortTransaction(session);
      return {};
    },
    ends: true,
    fields: ['recoveryToken'],
  },
  serverStatus: {
    run: (cmd, { server }) => ({
      host: server.host,
      version: VERSION,
      process: 'test server',
      pid: process.pid,
      uptime: process.uptime(),
      localTime: new Date(),
      connections: { current: server.connections.size },
    }),
    fields: any,
  },
  connectionStatus: { run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }), fields: any },
  getParameter: {
    run: () => ({ featureCompatibilityVersion: { version: '8.0' }, transactionLifetimeLimitSeconds: 60 }),
    fields: any,
  },
  explain: { run: () => unsupported('explain'), fields: any },
};
