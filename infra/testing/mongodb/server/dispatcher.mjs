// From a command to its reply.
import { Binary, Long, ObjectId, Timestamp } from 'bson';
import { adminCommands } from './admin.mjs';
import { Cursors } from './cursors.mjs';
import { errorReply, fail, ServerError } from './errors.mjs';
import { FailPoints } from './faults.mjs';
import { readCommands } from './read.mjs';
import { ConnectionCut, Sessions } from './sessions.mjs';
import { Store } from './store.mjs';
import { Blocked } from './unit.mjs';
import { isNumber, toNumber } from './values.mjs';
import { writeCommands } from './write.mjs';

const COMMANDS = {
  ...adminCommands,
  ...readCommands,
  ...writeCommands,
  configureFailPoint: {
    run: (cmd, { server }) => server.faults.configure(cmd),
    adminOnly: true,
    fields: ['mode', 'data'],
  },
};
const ALIASES = {
  buildinfo: 'buildInfo',
  findandmodify: 'findAndModify',
  collstats: 'collStats',
  dbstats: 'dbStats',
  deleteIndexes: 'dropIndexes',
};
const GENERIC = [
  '$db',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'readConcern',
  'writeConcern',
  '$clusterTime',
  '$readPreference',
  'maxTimeMS',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'stmtId',
  'stmtIds',
];
const NS_IN_COMMAND = new Set([
  'create',
  'drop',
  'createIndexes',
  'dropIndexes',
  'listIndexes',
  'collStats',
  'find',
  'aggregate',
  'count',
  'distinct',
  'insert',
  'update',
  'delete',
  'findAndModify',
]);

/** A server without its sockets: turns commands into replies. */
export class Dispatcher {
  constructor({ data, standalone = false, setName = 'rs0', transactionLifetimeLimitSeconds }) {
    this.standalone = standalone;
    this.setName = setName;
    this.processId = new ObjectId();
    this.store = new Store(data);
    this.sessions = new Sessions(this.store, { standalone, transactionLifetimeLimitSeconds });
    this.cursors = new Cursors();
    this.faults = new FailPoints();
    this.connections = new Set();
  }
  endSessions(lsids) {
    this.sessions.end(lsids);
    const keys = new Set(lsids.map(Sessions.key));
    this.cursors.killWhere((c) => keys.has(c.lsid));
  }

  /** One command to its reply; {close: true} when a fail point cuts the connection. */
  async execute(cmd, connection) {
    const [given] = Object.keys(cmd);
    const name = ALIASES[given] ?? given;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    const ctx = {
      server: this,
      connection,
      name,
      db: cmd.$db,
      ns: typeof cmd[given] === 'string' && NS_IN_COMMAND.has(name) ? `${cmd.$db}.${cmd[given]}` : `${cmd.$db}.$cmd`,
    };
    const kind = command?.ends
      ? 'endTxn'
      : cmd.autocommit === false
        ? 'txn'
        : cmd.txnNumber !== undefined
          ? 'retryable'
          : 'plain';
    try {
      if (!command) fail('CommandNotFound', `no such command: '${given}'`);
      const fault = name === 'configureFailPoint' ? {} : await this.faults.before(ctx, kind);
      if (fault.close) return { close: true };
      this.#check(cmd, given, name, command, ctx);
      this.sessions.open(cmd, ctx, command);
      if (isNumber(cmd.maxTimeMS) && toNumber(cmd.maxTimeMS) > 0) ctx.deadline = Date.now() + toNumber(cmd.maxTimeMS);
      const reply = await this.#run(command, cmd, ctx);
      await this.store.journal?.sync();
      let concern = {};
      if (fault.writeConcernError)
        concern = {
          writeConcernError: fault.writeConcernError,
          ...(fault.errorLabels.length ? { errorLabels: fault.errorLabels } : {}),
        };
      else if (isNumber(cmd.writeConcern?.w) && toNumber(cmd.writeConcern.w) > 1 && !this.standalone) {
        concern = {
          writeConcernError: {
            code: 100,
            codeName: 'UnsatisfiableWriteConcern',
            errmsg: 'Not enough data-bearing nodes',
          },
        };
      }
      return { ...reply, ...concern, ok: 1, ...this.#time() };
    } catch (error) {
      if (ctx.txn && !command.ends) this.sessions.abort(ctx.session);
      if (error instanceof ConnectionCut) return { close: true };
      if (!(error instanceof ServerError)) console.error(`test server: ${name} failed:`, error);
      await this.store.journal?.sync();
      return { ...errorReply(error, kind), ...this.#time() };
    }
  }
  #check(cmd, given, name, command, ctx) {
    if (command.adminOnly && cmd.$db !== 'admin')
      fail('Unauthorized', `${name} may only be run against the admin database.`);
    if (command.fields) {
      const extra = Object.keys(cmd).find((k) => k !== given && !command.fields.includes(k) && !GENERIC.includes(k));
      if (extra) fail(40415, `BSON field '${name}.${extra}' is an unknown field.`);
    }
    if (NS_IN_COMMAND.has(name) && !(name === 'aggregate' && cmd[given] === 1)) {
      if (typeof cmd[given] !== 'string') fail('BadValue', `collection name has invalid type`);
      if (cmd[given] === '' || cmd[given].includes('$') || cmd[given].includes('\0'))
        fail('InvalidNamespace', `Invalid namespace specified '${ctx.ns}'`);
    }
    if (cmd.readConcern?.level === 'snapshot' && cmd.autocommit === undefined)
      fail('InvalidOptions', 'test server: readConcern snapshot is supported in transactions only');
  }
  async #run(command, cmd, ctx) {
    for (;;) {
      try {
        return await command.run(cmd, ctx);
      } catch (error) {
        if (!(error instanceof Blocked)) throw error;
        await this.sessions.waitFor(error.unit, ctx.deadline);
      }
    }
  }
  #time() {
    if (this.standalone) return {};
    const now = new Timestamp({ t: Math.floor(Date.now() / 1000), i: this.store.clock & 0x7fffffff });
    return {
      $clusterTime: { clusterTime: now, signature: { hash: new Binary(Buffer.alloc(20)), keyId: Long.ZERO } },
      operationTime: now,
    };
  }
}
