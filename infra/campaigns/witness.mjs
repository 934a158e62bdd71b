import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '../../dist/server/backend/ledger/adapters/sqlite/sqlite-event-store.js';
import { verifyLedger } from '../../dist/server/backend/ledger/verify.js';
import { processesOf } from '../../dist/server/backend/wiring/processes.js';
import { openSqliteViewStore } from '../../dist/server/projections/adapters/sqlite/sqlite-view-store.js';
import { Projector } from '../../dist/server/projections/kernel/projector.js';
import { PROJECTIONS } from '../../dist/server/projections/registry.js';

/** Remembers what was acknowledged and looks whether the ledger kept it. It reads the files itself; the server is not asked. */
export class Witness {
  /** Event ids by the command that was acknowledged with them. */
  #acknowledged = new Map();
  #seen = new Map();
  #place;

  /** `ledger` and `views` open the stores to look at; without them those of the data folder, whose server must not run. */
  constructor(data, { ledger, views } = {}) {
    this.openLedger = ledger ?? (() => openSqliteEventStore({ file: join(data, 'ledger.db'), writer: 'here' }));
    this.openViews = views ?? (() => openSqliteViews(join(data, 'views')));
  }

  get acknowledged() {
    return this.#acknowledged.size;
  }

  get events() {
    return [...this.#seen.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Notes the receipt of a command; a second receipt of the same command must be the first one. */
  note(key, { events }) {
    const ids = events.map(({ id }) => id).join();
    const known = this.#acknowledged.get(key);
    if (known !== undefined && known !== ids)
      throw new Error(`Command ${key} was answered twice, with different events.`);
    this.#acknowledged.set(key, ids);
  }

  /** Problems in words; none when nothing was lost or doubled and every record verifies. Nobody may write meanwhile. */
  async examine() {
    const store = await this.openLedger();
    try {
      await this.#read(store);
      const problems = [];
      const { ok, events, firstBad } = await verifyLedger(store);
      if (!ok) problems.push(`verify: ${firstBad.why} at ${firstBad.position}`);
      if (ok && events !== this.events) problems.push(`there were ${this.events} events, now ${events}`);
      for (const [id, count] of this.#seen) if (count !== 1) problems.push(`event ${id} stands ${count} times`);
      for (const [key, ids] of this.#acknowledged)
        for (const id of ids.split(','))
          if (id !== '' && !this.#seen.has(id)) problems.push(`lost: event ${id} of ${key}`);
      return problems;
    } finally {
      await store.close();
    }
  }

  /** How many times each text that `of` picks from an event's data stands in the ledger. */
  async count(of) {
    const store = await this.openLedger();
    const counts = new Map();
    for (let after; ;) {
      const records = await store.readAll(after, 1000);
      if (records.length === 0) break;
      after = records.at(-1).position;
      for (const { type, data } of records) {
        const key = of(type, data);
        if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    await store.close();
    return counts;
  }

  /**
   * Names of views that differ from the same views folded anew from the ledger, on SQLite; `folder` keeps those for the next
   * time, when only the rest is folded. Nobody may write meanwhile.
   */
  async differingViews(folder = mkdtempSync(join(tmpdir(), 'fresh-views-')), { keep = false } = {}) {
    const ledger = await this.openLedger();
    try {
      const kept = await checksums(ledger, await this.openViews());
      const fresh = await checksums(ledger, await openSqliteViews(folder));
      return PROJECTIONS.map(({ name }) => name).filter((name) => kept.get(name) !== fresh.get(name));
    } finally {
      await ledger.close();
      if (!keep) rmSync(folder, { recursive: true });
    }
  }

  async #read(store) {
    for (;;) {
      const records = await store.readAll(this.#place, 1000);
      if (records.length === 0) return;
      this.#place = records.at(-1).position;
      for (const { id } of records) this.#seen.set(id, (this.#seen.get(id) ?? 0) + 1);
    }
  }
}

/** What the server held when it was killed is free at once. */
const openSqliteViews = (folder) => openSqliteViewStore({ folder, readers: 0, processes: processesOf() });

async function checksums(ledger, views) {
  try {
    await new Projector({ ledger, views, projections: PROJECTIONS, owner: 'witness' }).catchUp();
    const sums = new Map();
    for (const { name, version, schema } of PROJECTIONS)
      sums.set(name, await (await views.open(name, version, schema)).checksum());
    return sums;
  } finally {
    await views.close();
  }
}
