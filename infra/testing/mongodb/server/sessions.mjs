// Logical sessions: transactions, and the record that answers a repeated retryable write without applying it again.
import { fail, ServerError } from './errors.mjs';
import { Blocked, Unit } from './unit.mjs';
import { toNumber } from './values.mjs';

/** Thrown when a fail point drops the connection instead of a reply. */
export class ConnectionCut extends Error {}

/** Sessions with their transactions and the results of their retryable writes. */
export class Sessions {
  #all = new Map();
  constructor(store, { standalone, transactionLifetimeLimitSeconds = 60 }) {
    this.store = store;
    this.lifetime = transactionLifetimeLimitSeconds * 1000;
    this.standalone = standalone;
    for (const [lsid, { n, stmts, committed }] of store.sessionRecords) {
      this.#all.set(lsid, { lsid, n, stmts, unit: null, state: committed ? 'committed' : 'none' });
    }
  }
  static key = (lsid) => lsid.id.toString('hex');
  get(lsid) {
    const key = Sessions.key(lsid);
    if (!this.#all.has(key)) this.#all.set(key, { lsid: key, n: -1, stmts: new Map(), unit: null, state: 'none' });
    return this.#all.get(key);
  }
  /** Reads lsid, txnNumber, autocommit and startTransaction of a command into ctx {session, unit, retryable}. */
  open(cmd, ctx, { write, ends, inTransaction }) {
    if (!cmd.lsid) {
      if (cmd.txnNumber !== undefined)
        fail('InvalidOptions', 'Transaction number requires a session ID to also be specified');
      return;
    }
    ctx.session = this.get(cmd.lsid);
    if (cmd.txnNumber === undefined) {
      if (cmd.autocommit !== undefined)
        fail('InvalidOptions', "'autocommit' field requires a transaction number to also be specified");
      return;
    }
    if (this.standalone)
      fail('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos');
    const n = toNumber(cmd.txnNumber);
    const session = ctx.session;
    if (n < session.n)
      fail(
        'TransactionTooOld',
        `Cannot start transaction with { txnNumber: ${n} } on session ${session.lsid} because a newer transaction with txnNumber ${session.n} has already started on this session.`,
      );
    if (cmd.autocommit === undefined) {
      if (!write)
        fail(
          'OperationNotSupportedInTransaction',
          `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${ctx.name} is not a retryable write command.`,
        );
      if (n > session.n) this.#restart(session, n, 'none');
      else if (session.state !== 'none')
        fail('ConflictingOperationInProgress', `txnNumber ${n} was used by a transaction`);
      ctx.retryable = true;
      return;
    }
    if (cmd.startTransaction) {
      if (n === session.n)
        fail('ConflictingOperationInProgress', `Given transaction number ${n} is already in use on this session`);
      this.#restart(session, n, 'active');
      session.unit = new Unit(this.store, { txn: true });
      session.timer = setTimeout(() => this.abort(session), this.lifetime).unref();
    }
    ctx.txn = true;
    if (!ends && cmd.writeConcern)
      fail('InvalidOptions', 'writeConcern is not allowed within a multi-statement transaction');
    if (!cmd.startTransaction && cmd.readConcern)
      fail('InvalidOptions', 'Only the first command in a transaction may specify a readConcern');
    if (n !== session.n || session.state === 'none')
      fail(
        'NoSuchTransaction',
        `Given transaction number ${n} does not match any in-progress transactions. The active transaction number is ${session.n}`,
      );
    if (!ends) {
      if (session.state === 'aborted')
        fail('NoSuchTransaction', `Transaction with { txnNumber: ${n} } has been aborted.`);
      if (session.state === 'committed')
        fail('TransactionCommitted', `Transaction with { txnNumber: ${n} } has been committed.`);
      if (!inTransaction)
        fail('OperationNotSupportedInTransaction', `Cannot run '${ctx.name}' in a multi-document transaction.`);
      ctx.unit = session.unit;
    }
  }
  #restart(session, n, state) {
    this.abort(session);
    Object.assign(session, { n, state, stmts: new Map() });
  }
  abort(session) {
    if (session?.state !== 'active') return;
    clearTimeout(session.timer);
    session.state = 'aborted';
    session.unit.abort();
    session.unit = null;
  }
  commitTransaction(session) {
    if (session.state === 'committed') return;
    if (session.state !== 'active')
      fail('NoSuchTransaction', `Transaction with { txnNumber: ${session.n} } has been aborted.`);
    clearTimeout(session.timer);
    const wrote = session.unit.changes.size > 0 || session.unit.created.size > 0;
    session.unit.commit(wrote ? { lsid: session.lsid, n: session.n } : undefined);
    Object.assign(session, { state: 'committed', unit: null });
  }
  abortTransaction(session) {
    if (session.state === 'committed')
      fail('TransactionCommitted', `Transaction with { txnNumber: ${session.n} } has been committed.`);
    if (session.state !== 'active')
      fail('NoSuchTransaction', `Transaction with { txnNumber: ${session.n} } has been aborted.`);
    this.abort(session);
  }
  end(lsids) {
    for (const lsid of lsids) {
      const session = this.#all.get(Sessions.key(lsid));
      if (!session) continue;
      this.abort(session);
      if (session.n < 0) this.#all.delete(session.lsid);
    }
  }
  endAll() {
    for (const session of this.#all.values()) this.abort(session);
  }

  /** Runs one write statement: in the open transaction, or as a unit of its own that waits for transactions in its way. */
  async statement(ctx, stmt, work) {
    if (ctx.unit) return work(ctx.unit);
    const { session, retryable } = ctx;
    if (retryable && session.stmts.has(stmt)) {
      (ctx.retried ??= []).push(stmt);
      return session.stmts.get(stmt);
    }
    for (;;) {
      const unit = new Unit(this.store);
      try {
        const result = work(unit);
        const fault = retryable && ctx.server.faults.onRetryableWrite();
        if (fault?.before)
          throw fault.close
            ? new ConnectionCut()
            : new ServerError(fault.before, "Failing via 'onPrimaryTransactionalWrite' failpoint");
        unit.commit(retryable ? { lsid: session.lsid, n: session.n, stmt, result } : undefined);
        if (retryable) session.stmts.set(stmt, result);
        if (fault?.close) throw new ConnectionCut();
        return result;
      } catch (error) {
        if (unit.open) unit.abort();
        if (!(error instanceof Blocked)) throw error;
        await this.waitFor(error.unit, ctx.deadline);
      }
    }
  }
  async waitFor(unit, deadline = Infinity) {
    if (deadline === Infinity) return unit.ended;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new ServerError(50, 'operation exceeded time limit')), deadline - Date.now());
    });
    return Promise.race([unit.ended, late]).finally(() => clearTimeout(timer));
  }
}
