import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { openEventStoreDb } from '../../dist/server/backend/ledger/adapters/eventstoredb/eventstoredb-event-store.js';
import { openMongodbViewStore } from '../../dist/server/projections/adapters/mongodb/mongodb-view-store.js';
import { PROJECTIONS } from '../../dist/server/projections/registry.js';
import { startEngines } from '../testing/engine-server.mjs';
import { EnginesLoad } from './engines-load.mjs';
import { NAME, PASSWORD } from './load.mjs';
import { ServerProcess, WorkerProcess } from './server-process.mjs';
import { Witness } from './witness.mjs';

/** What the log of a process says when a thread of it ended, or when something was thrown that nobody caught. */
const BREAKDOWN = /thread ended|unhandled|uncaught|^node:internal/im;

/** Three stores, workers and servers, each a process of its own, and somebody who looks on. */
export class Scene {
  engines = {};
  workers = [];
  servers = [];
  #logs = [];

  constructor(folder) {
    this.folder = folder;
  }

  static async open(folder, { servers, workers, clients }) {
    const scene = new Scene(folder);
    try {
      await scene.#begin(servers, workers);
      await scene.load.settle(clients);
      return scene;
    } catch (error) {
      await scene.close();
      throw error;
    }
  }

  async #begin(servers, workers) {
    const started = await startEngines(this.folder, (name) => this.#log(name));
    this.engines = started.engines;
    this.settings = {
      ...started.settings,
      FILES_URL: `file:${join(this.folder, 'files')}`,
      LEDGER_ADMIN_NAME: NAME,
      LEDGER_ADMIN_PASSWORD: PASSWORD,
    };
    const { eventstoredb, mongodb } = this.engines;
    this.operator = new MongoClient(mongodb.url);
    this.witness = new Witness(this.folder, {
      ledger: () => openEventStoreDb({ url: eventstoredb.url }),
      views: () => openMongodbViewStore({ url: mongodb.url, now: Date.now }),
    });
    // The first worker alone, so that it is the one who writes the views; the others stand by.
    const [first, ...others] = await Promise.all(
      named('worker', workers, (name) => this.#process(WorkerProcess, name)),
    );
    this.workers = [first, ...others];
    const elsewhere = { PROJECTOR: 'elsewhere', TASKS: 'elsewhere' };
    this.servers = await Promise.all(named('server', servers, (name) => this.#process(ServerProcess, name, elsewhere)));
    await first.start();
    await this.servers[0].start();
    await Promise.all([...others, ...this.servers.slice(1)].map((one) => one.start()));
    this.load = new EnginesLoad(this.servers, this.witness);
  }

  async #process(Kind, name, more = {}) {
    const data = join(this.folder, name);
    mkdirSync(data);
    const process = await Kind.in(data, { settings: { ...this.settings, ...more }, log: this.#log(name) });
    return Object.assign(process, { name });
  }

  #log(name) {
    const file = join(this.folder, `${name}.log`);
    const log = openSync(file, 'a');
    this.#logs.push({ name, file, log, read: 0 });
    return log;
  }

  /** Who holds the leases of the views just now: one owner, or several. */
  async owners() {
    const names = PROJECTIONS.map(({ name }) => name);
    const leases = await this.operator.db().collection('view_leases').find().toArray();
    return new Set(leases.filter(({ _id }) => names.includes(_id.split('@')[0])).map(({ owner }) => owner));
  }

  /** Milliseconds until every view is written by somebody who is not among these. */
  async takenOverFrom(owners, since, bound) {
    for (;;) {
      const now = [...(await this.owners())];
      const milliseconds = Math.round(performance.now() - since);
      if (now.every((owner) => owner !== null && !owners.has(owner))) return milliseconds;
      if (milliseconds > bound) return undefined;
      await pause(100);
    }
  }

  /** What the readiness of a server says, and with which status; undefined without an answer. */
  async readiness(server) {
    const answer = await fetch(`${server.url}/health/ready`, { signal: AbortSignal.timeout(15_000) }).catch(
      () => undefined,
    );
    return answer && { ...(await answer.json()), status: answer.status };
  }

  /** What a server says that does not see all stores there and every view at the head; undefined when all do. */
  async notCaughtUp() {
    const told = await Promise.all(this.servers.map((server) => this.readiness(server)));
    const behind = told.filter(
      (one) => one?.status !== 200 || !allHere(one) || one.views.some(({ lagEvents }) => lagEvents > 0),
    );
    return behind.length === 0 ? undefined : JSON.stringify(behind[0] ?? 'no answer').slice(0, 2000);
  }

  /** Lines of the logs, since the last look, that tell of a thread or a process that broke down. */
  breakdowns() {
    return this.#logs.flatMap((one) => {
      const text = readFileSync(one.file, 'utf8');
      const news = text.slice(one.read);
      one.read = text.length;
      return news
        .split('\n')
        .filter((line) => BREAKDOWN.test(line))
        .map((line) => `${one.name} broke down: ${line.slice(0, 600)}`);
    });
  }

  async close() {
    await this.operator?.close();
    for (const one of [...this.servers, ...this.workers, ...Object.values(this.engines)]) {
      await one.thaw();
      await one.kill();
    }
    for (const { log } of this.#logs) closeSync(log);
  }
}

/** Whether a readiness says that all stores answer. */
export const allHere = ({ stores }) => Object.values(stores).every((store) => store === 'here');

const named = (kind, count, make) => Array.from({ length: count }, (_, i) => make(`${kind}-${i + 1}`));
