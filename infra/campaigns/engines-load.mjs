import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Load, NAME } from './load.mjs';

const AGAIN_MILLISECONDS = 300;
/** So many different wrong answers are told of in words. */
const TOLD = 5;

/** Clients of several servers that share the stores: who gets no answer asks the next server, with the same key. */
export class EnginesLoad extends Load {
  /** Answers by status, and requests without one; since the last {@link begin}. */
  counts = {};
  /** Milliseconds that the slowest answer took, by its status; since the last {@link begin}. */
  slowest = {};
  problems = [];

  constructor(servers, witness) {
    super(servers[0], witness);
    this.servers = servers;
  }

  /** Signs in as the administrator whom the settings name, and becomes a curator too. */
  async settle(clients) {
    await this.signIn();
    const { items } = await this.must('GET', '/accounts');
    const { id } = items.find(({ name }) => name === NAME);
    await this.must('POST', `/accounts/${id}/roles`, { role: 'curator', collectionId: '*' });
    const granted = async () => (await this.must('GET', '/accounts')).items.find((one) => one.id === id).grants.length;
    while ((await granted()) < 2) await pause(50);
    // A server may know an account as it was for half a second.
    await pause(1_000);
    await super.settle(clients);
    const { position } = await this.must('POST', `/specimens/${this.specimens[0]}/measurements`, measurement(0));
    const seen = () => this.ask('GET', `/specimens/${this.specimens[0]}?atLeast=${position}`);
    while ((await seen()).status !== 200) await pause(50);
  }

  /** Counts anew. */
  begin() {
    this.counts = {};
    this.slowest = {};
  }

  /** Goes on until the signal aborts, whatever is away: a command is asked until it is answered; now and then a question. */
  async client(id, client, signal) {
    for (let n = 0; !signal.aborted; n++) {
      const server = this.servers[(client + n) % this.servers.length];
      if (n % 4 === 3) await this.question(client % 2 ? `/specimens/${id}` : `/specimens?q=Poa&limit=5`, server);
      else await this.#untilAnswered(id, client, n, signal);
    }
  }

  async #untilAnswered(id, client, n, signal) {
    const [path, body] = this.next(id, client, n);
    const key = randomUUID();
    for (let attempt = 0; !signal.aborted; attempt++) {
      const server = this.servers[(client + n + attempt) % this.servers.length];
      if (await this.command(path, body, key, server)) return;
      await pause(AGAIN_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
  }

  async question(path, server) {
    const answer = await this.ask('GET', path, undefined, {}, server).catch(() => undefined);
    if (!answer || answer.status >= 500) await pause(AGAIN_MILLISECONDS);
  }

  /** Every request of the clients and the campaign passes here: none may be answered with an error of ours. */
  async ask(method, path, body, headers, server = this.server) {
    const away = server.away;
    const began = performance.now();
    const answer = await super.ask(method, path, body, headers, server).catch((error) => {
      this.#count('none');
      if (!away && !server.away)
        this.#wrong(`${method} ${path} got no answer from a server that runs: ${error.cause ?? error}`);
      throw error;
    });
    this.#count(answer.status);
    const took = Math.round(performance.now() - began);
    this.slowest[answer.status] = Math.max(this.slowest[answer.status] ?? 0, took);
    if (answer.status >= 500) this.#mustBeProblem(method, path, answer);
    return answer;
  }

  /** 503 says when to come again, in the form of RFC 9457; nothing else may come. */
  #mustBeProblem(method, path, { status, headers, body }) {
    const fit =
      status === 503 &&
      Number(headers.get('retry-after')) >= 1 &&
      headers.get('content-type')?.startsWith('application/problem+json') &&
      body.status === 503 &&
      ['STORE_UNAVAILABLE', 'VIEW_BEHIND'].includes(body.code);
    if (!fit) this.#wrong(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
  }

  #count(what) {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  #wrong(sentence) {
    if (this.problems.length < TOLD) this.problems.push(sentence);
  }
}

function measurement(n) {
  return { measurements: [{ terms: { measurementType: 'count', measurementValue: String(n) } }] };
}
