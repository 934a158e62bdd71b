// A persistent subscription group: one pump per (stream, group), round robin over its consumers,
// acknowledgements, retries, parking, a saved checkpoint. Kept simple: see README, known differences.
import { randomUUID } from 'node:crypto';
import { compileRegex } from './filters.mjs';
import { recorded, Groups, uuidText } from './wire.mjs';

export const ALL = '$all';
const PARK = 1;
const RETRY = 2;
const TICK_MS = 1000; // how often a real server looks for messages that timed out

export class Group {
  /** settings: plain object, kept as JSON; checkpoint: the next revision or position to deliver. */
  constructor(store, stream, name, settings, checkpoint) {
    Object.assign(this, { store, stream, name, settings, checkpoint });
    this.next = checkpoint;
    this.consumers = [];
    this.inFlight = new Map(); // event id -> { item, consumer, timer }
    this.waiting = []; // items to deliver again
    this.turn = 0;
    this.closed = false;
    this.matches = filterOf(settings);
    this.onHead = () => this.pump();
    store.on('head', this.onHead);
    store.once('close', () => this.close());
  }

  get parkedStream() {
    return `$persistentsubscription-${this.stream}::${this.name}-parked`;
  }

  close(error) {
    this.closed = true;
    this.store.off('head', this.onHead);
    for (const { timer } of this.inFlight.values()) clearTimeout(timer);
    if (error) for (const { call } of this.consumers) call.emit('error', error);
    this.consumers = [];
  }

  order(e) {
    return this.stream === ALL ? e.pos : e.rev;
  }

  read() {
    const [e] = this.stream === ALL ? this.store.readAll(true, this.next, 1) : this.readFromStream();
    if (e) this.next = this.order(e) + 1;
    return e;
  }

  readFromStream() {
    const dead = this.store.isDead(this.stream);
    return dead
      ? this.store.readLive(this.stream, this.next, 1)
      : this.store.readStream(this.stream, true, this.next, 1);
  }

  pump() {
    for (;;) {
      const consumer = this.closed ? undefined : this.pick();
      if (!consumer) return;
      const item = this.waiting.shift() ?? this.freshItem();
      if (!item) return;
      this.deliver(item, consumer);
    }
  }

  freshItem() {
    for (;;) {
      const e = this.read();
      if (!e) return undefined;
      if (this.matches(e)) return { e, retries: 0 };
    }
  }

  pick() {
    const count = this.consumers.length;
    for (let i = 0; i < count; i++) {
      const consumer = this.consumers[(this.turn + i) % count];
      if (consumer.load >= consumer.size) continue;
      this.turn = (this.turn + i + 1) % count;
      return consumer;
    }
    return undefined;
  }

  deliver(item, consumer) {
    consumer.load += 1;
    const timer = setTimeout(
      () => {
        if (this.settle(item.e.id)) this.again(item);
      },
      Math.ceil(this.settings.messageTimeout / TICK_MS) * TICK_MS,
    );
    this.inFlight.set(item.e.id, { item, consumer, timer });
    const { ReadEvent } = Groups.ReadResp;
    const event = new ReadEvent();
    event.setEvent(recorded(ReadEvent.RecordedEvent, item.e));
    event.setCommitPosition(String(item.e.pos));
    event.setRetryCount(item.retries);
    const response = new Groups.ReadResp();
    response.setEvent(event);
    consumer.call.write(response);
  }

  settle(id) {
    const flying = this.inFlight.get(id);
    if (!flying) return undefined;
    clearTimeout(flying.timer);
    this.inFlight.delete(id);
    flying.consumer.load -= 1;
    return flying.item;
  }

  ack(ids) {
    for (const id of ids) this.settle(uuidText(id));
    this.save();
    this.pump();
  }

  nack(ids, action, reason) {
    for (const id of ids) {
      const item = this.settle(uuidText(id));
      if (!item) continue;
      if (action === RETRY) this.again(item);
      if (action === PARK) this.park(item, `Client explicitly NAK'ed message.\n${reason}`);
    }
    this.save();
    this.pump();
  }

  again(item) {
    const limit = this.settings.maxRetryCount;
    if (item.retries >= limit) this.park(item, `Reached retry count of ${limit}`);
    else this.waiting.push({ ...item, retries: item.retries + 1 });
    this.pump();
  }

  park({ e }, reason) {
    const added = new Date().toISOString();
    const about = { added, reason, subscriptionEventNumber: e.rev };
    const link = {
      id: randomUUID(),
      type: '$>',
      json: 0,
      data: Buffer.from(`${e.rev}@${e.name}`),
      meta: Buffer.from(JSON.stringify(about)),
    };
    this.store.append(this.parkedStream, 'any', [link]).catch(() => {});
  }

  /** Delivers the parked events again and hides them in their stream. */
  async replayParked() {
    const name = this.parkedStream;
    if (this.store.stateOf(name) !== 'readable') return;
    const links = this.store.readStream(name, true, 0, 10_000);
    const events = links.map((link) => this.store.linkTarget(link)).filter(Boolean);
    const hidden = this.store.jsonEvent('$metadata', { $tb: this.store.last(name) + 1 });
    await this.store.append(`$$${name}`, 'any', [hidden]);
    this.waiting.push(...events.map((e) => ({ e, retries: 0 })));
    this.pump();
  }

  leave(consumer) {
    if (!this.consumers.includes(consumer)) return;
    this.consumers = this.consumers.filter((c) => c !== consumer);
    for (const [id, flying] of [...this.inFlight]) {
      if (flying.consumer !== consumer) continue;
      this.settle(id);
      this.again(flying.item);
    }
    this.pump();
  }

  save() {
    const open = [...this.inFlight.values()].map(({ item }) => item).concat(this.waiting);
    const lowest = open.reduce((low, { e }) => Math.min(low, this.order(e)), this.next);
    if (lowest === this.checkpoint) return;
    this.checkpoint = lowest;
    this.store.db
      .prepare('UPDATE groups SET checkpoint = ? WHERE stream = ? AND name = ?')
      .run(lowest, this.stream, this.name);
  }
}

function filterOf({ filter }) {
  if (!filter) return () => true;
  const { field, regex, prefixes } = filter;
  if (regex) {
    const compiled = compileRegex(regex);
    return (e) => compiled.test(e[field]);
  }
  return (e) => prefixes.some((prefix) => e[field].startsWith(prefix));
}
