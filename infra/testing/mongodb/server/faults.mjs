// Fault switches: the real servers' fail points failCommand and onPrimaryTransactionalWrite.
import { fail, labelsFor, ServerError, codeName } from './errors.mjs';
import { toNumber } from './values.mjs';

const FIELDS = [
  'failCommands',
  'errorCode',
  'closeConnection',
  'blockConnection',
  'blockTimeMS',
  'errorLabels',
  'errorExtraInfo',
  'writeConcernError',
  'appName',
  'namespace',
  'failInternalCommands',
  'threadName',
];

/** Faults that a client asked for, as on a real server with test commands. */
export class FailPoints {
  #points = new Map();
  configure({ configureFailPoint: name, mode, data = {} }) {
    if (name !== 'failCommand' && name !== 'onPrimaryTransactionalWrite')
      fail('BadValue', `test server: the fail point ${name} is not supported`);
    if (mode === 'off') {
      this.#points.delete(name);
      return {};
    }
    const extra = name === 'failCommand' && Object.keys(data).find((k) => !FIELDS.includes(k));
    if (extra) fail('BadValue', `test server: the failCommand field ${extra} is not supported`);
    if (
      mode !== 'alwaysOn' &&
      mode?.times === undefined &&
      mode?.skip === undefined &&
      mode?.activationProbability === undefined
    )
      fail('BadValue', 'a fail point needs a mode');
    const number = (v) => (v === undefined ? undefined : toNumber(v));
    this.#points.set(name, {
      data,
      times: number(mode.times) ?? Infinity,
      skip: number(mode.skip) ?? 0,
      probability: number(mode.activationProbability) ?? 1,
    });
    return {};
  }
  #fires(name, wanted) {
    const point = this.#points.get(name);
    if (!point || !wanted(point.data)) return null;
    if (point.skip > 0) {
      point.skip -= 1;
      return null;
    }
    if (point.times <= 0 || Math.random() >= point.probability) return null;
    point.times -= 1;
    return point.data;
  }
  /** Before a command: may wait, throw, or return {close} or {writeConcernError} for the dispatcher. */
  async before(ctx, kind) {
    const data = this.#fires(
      'failCommand',
      (d) =>
        d.failCommands?.includes(ctx.name) &&
        (d.appName === undefined || d.appName === ctx.connection.app) &&
        (d.namespace === undefined || d.namespace === ctx.ns),
    );
    if (!data) return {};
    if (data.blockConnection)
      await new Promise((done) => {
        setTimeout(done, toNumber(data.blockTimeMS ?? 0));
      });
    if (data.closeConnection) return { close: true };
    if (data.errorCode !== undefined) {
      const code = toNumber(data.errorCode);
      throw new ServerError(code, `Failing command via 'failCommand' failpoint`, {
        errorLabels: data.errorLabels ?? labelsFor(code, kind),
      });
    }
    if (!data.writeConcernError) return {};
    const code = toNumber(data.writeConcernError.code);
    return {
      writeConcernError: { codeName: codeName(code), ...data.writeConcernError },
      errorLabels: data.errorLabels ?? labelsFor(code, kind, true),
    };
  }
  /** On a retryable write, per statement: undefined, or {before: error code or 0, close: whether the connection drops}. */
  onRetryableWrite() {
    const data = this.#fires('onPrimaryTransactionalWrite', () => true);
    return data && { before: toNumber(data.failBeforeCommitExceptionCode ?? 0), close: data.closeConnection !== false };
  }
}
