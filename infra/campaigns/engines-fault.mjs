import { setTimeout as pause } from 'node:timers/promises';
import { allHere } from './engines-scene.mjs';

/** Which stores of the readiness an engine holds. */
const STORES = { redis: ['jobs'], mongodb: ['views', 'vault'], eventstoredb: ['ledger'] };
/** The readiness gives a store three seconds; one that is frozen for less need not be noticed. */
const NOTICED_SECONDS = 5;
/** A command waits eight seconds for the ledger; being away for longer must show to those who ask. */
const SHOWN_SECONDS = 12;
const TAKE_OVER_SECONDS = 10;
/** Somebody whose store is away is told so within this; told only where the store is away for longer. */
const LONGEST_WAIT_SECONDS = 20;

/** One process that is killed and started again, or frozen and let go on, and what was seen of it. */
export class Fault {
  problems = [];
  told = {};

  constructor(scene, who, how) {
    Object.assign(this, { scene, who, how });
    this.victim = scene.engines[who] ?? (who === 'worker' ? scene.workers[0] : scene.servers[1]);
  }

  /** A server that belongs to somebody else is left alone. */
  get possible() {
    return this.victim.own !== false;
  }

  /** The victim is away for so many seconds; the others are watched meanwhile. */
  async happen(seconds) {
    const { scene, victim } = this;
    const owners = this.who === 'worker' ? await scene.owners() : new Set();
    const back = new AbortController();
    victim.away = true;
    const began = performance.now();
    await victim[this.how]();
    const watching = this.who in STORES ? this.#watch(back.signal) : undefined;
    const takingOver = this.who === 'worker' ? this.#takenOver(owners, began, seconds) : undefined;
    await pause(seconds * 1000 - (performance.now() - began));
    await takingOver;
    back.abort();
    await (this.how === 'kill' ? victim.start() : victim.thaw());
    await watching;
    victim.away = false;
    if (this.who in STORES) this.#judge(seconds);
  }

  /** Processes that ended without being asked to. */
  casualties() {
    const { engines, servers, workers } = this.scene;
    const all = [...Object.values(engines).filter(({ own }) => own), ...servers, ...workers];
    return all.filter((one) => !one.alive).map(({ name }) => `${name} has ended.`);
  }

  /** What the servers say of their readiness meanwhile. */
  async #watch(signal) {
    const away = new Set();
    let notReady = 0;
    while (!signal.aborted) {
      const told = await Promise.all(this.scene.servers.map((server) => this.scene.readiness(server)));
      for (const one of told) {
        if (!one) this.problems.push('The readiness got no answer.');
        else if (!allHere(one))
          for (const [name, state] of Object.entries(one.stores)) if (state === 'away') away.add(name);
        if (one?.status === 503) notReady++;
      }
      await pause(300, undefined, { signal }).catch(() => undefined);
    }
    this.told = { ...this.told, away: [...away].sort(), notReady };
  }

  #judge(seconds) {
    const expected = STORES[this.who];
    const { away, notReady } = this.told;
    const noticed = this.how === 'kill' || seconds >= NOTICED_SECONDS;
    if (noticed && !expected.every((store) => away.includes(store)))
      this.problems.push(
        `The readiness said that ${away.join(', ') || 'nothing'} was away, not ${expected.join(', ')}.`,
      );
    if (noticed && this.who !== 'redis' && notReady === 0) this.problems.push('The servers said that they were ready.');
    if (seconds >= SHOWN_SECONDS && this.who !== 'redis' && !this.scene.load.counts['503'])
      this.problems.push('Nobody was told to come again.');
    const longest = Math.max(...Object.values(this.scene.load.slowest)) / 1000;
    if (seconds > LONGEST_WAIT_SECONDS && longest > LONGEST_WAIT_SECONDS)
      this.problems.push(`Somebody waited for ${Math.round(longest)} s instead of being told to come again.`);
  }

  /** Another worker writes all views within ten seconds, when the one who did is away for as long as a lease lasts. */
  async #takenOver(owners, began, seconds) {
    if (owners.size !== 1) this.problems.push(`The views were written by ${owners.size} workers, not by one.`);
    if (this.how === 'freeze' && seconds < TAKE_OVER_SECONDS) return;
    const milliseconds = await this.scene.takenOverFrom(owners, began, TAKE_OVER_SECONDS * 1000);
    this.told = { ...this.told, takenOverMilliseconds: milliseconds };
    if (milliseconds === undefined) this.problems.push(`Nobody took over within ${TAKE_OVER_SECONDS} s.`);
    // Who was away stands by from now on.
    else this.scene.workers.reverse();
  }
}
