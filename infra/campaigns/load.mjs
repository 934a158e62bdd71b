import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** Who signs in. */
export const NAME = 'prober';
/** With what. */
export const PASSWORD = 'a sheet of Solanum dulcamara';
const ENDED = ['completed', 'failed', 'cancelled'];
/** Milliseconds after which a client gives up waiting: longer than any process is frozen for. */
const LONGEST_ANSWER = 90_000;

/** Signed-in programs that send commands, and imports, to a server that may die at any moment. */
export class Load {
  #token;
  #unanswered = new Map();
  collectionId;
  /** Ids of the specimens that the clients work on, one each. */
  specimens;
  /** Rows of each import that was asked for, by the import's job. */
  imports = new Map();

  constructor(server, witness) {
    this.server = server;
    this.witness = witness;
  }

  /** Makes the account before the server runs. */
  async prepare() {
    await this.server.ledger(['account', 'add', NAME, '--password-stdin'], PASSWORD);
    for (const role of ['administrator', 'curator']) await this.server.ledger(['account', 'role', NAME, role]);
  }

  /** Signs in and makes what the clients work on. */
  async settle(clients) {
    await this.signIn();
    const collection = { institutionCode: 'KIL', collectionCode: 'KIL', name: 'Killed and risen' };
    this.collectionId = (await this.must('POST', '/collections', collection)).id;
    this.specimens = await Promise.all(
      Array.from({ length: clients }, async (_, i) => {
        const terms = { catalogNumber: `CLIENT-${i}`, basisOfRecord: 'PreservedSpecimen' };
        return (await this.must('POST', '/specimens', { collectionId: this.collectionId, terms })).id;
      }),
    );
  }

  /** All clients send one command after another until the signal aborts. */
  async send(signal) {
    await Promise.all(this.specimens.map((id, client) => this.client(id, client, signal)));
  }

  /** Asks again, with the same keys, everything that got no answer. */
  async askAgain() {
    for (const [key, [path, body]] of [...this.#unanswered]) {
      const receipt = await this.command(path, body, key);
      if (!receipt) throw new Error(`Command ${key} gets no answer from a server that stands.`);
    }
  }

  /** Uploads a table of new specimens, has it previewed and asks for its import, unless one has not ended yet. */
  async beginImport(rows) {
    const last = [...this.imports.keys()].at(-1);
    if (last !== undefined && !ENDED.includes((await this.#job(last)).status)) return;
    const batch = randomUUID().slice(0, 8);
    const lines = Array.from({ length: rows }, (_, i) => `urn:${batch}:${i},IMP-${batch}-${i},Poa annua L.,Norway`);
    const csv = `occurrenceID,catalogNumber,scientificName,country\n${lines.join('\n')}\n`;
    const name = `${batch}.csv`;
    const { sha256 } = await this.must('POST', `/files?name=${name}`, csv);
    const preview = await this.must('POST', '/imports/previews', {
      file: { sha256, name },
      collectionId: this.collectionId,
    });
    const { status, error } = await this.#ended(preview.jobId);
    if (status !== 'completed') throw new Error(`The preview ${status}: ${error}`);
    const { jobId } = await this.must('POST', '/imports', { previewJobId: preview.jobId });
    this.imports.set(jobId, rows);
  }

  /** Waits until all imports have ended; gives those that failed. */
  async importsEnded() {
    const failed = [];
    for (const jobId of this.imports.keys()) {
      const { status, error } = await this.#ended(jobId);
      if (status !== 'completed') failed.push(`import ${jobId}: ${status}, ${error}`);
    }
    return failed;
  }

  /** What the server answers to a question. */
  read(path) {
    return this.must('GET', path);
  }

  #job(jobId) {
    return this.must('GET', `/jobs/${jobId}`);
  }

  async #ended(jobId) {
    for (;;) {
      const job = await this.#job(jobId);
      if (ENDED.includes(job.status)) return job;
      await pause(50);
    }
  }

  /** One client: one command after another until the signal aborts. */
  async client(id, client, signal) {
    for (let n = 0; !signal.aborted; n++) {
      const [path, body] = this.next(id, client, n);
      // A server that is gone: the client waits for the next round.
      if (!(await this.command(path, body, randomUUID()))) return;
    }
  }

  /** Mostly measurements of the client's own specimen; now and then a new specimen, which writes several streams. */
  next(id, client, n) {
    const terms = { measurementType: 'count', measurementValue: String(n) };
    if (n % 10 !== 9) return [`/specimens/${id}/measurements`, { measurements: [{ terms }] }];
    const catalogNumber = `NEW-${client}-${randomUUID()}`;
    return ['/specimens', { collectionId: this.collectionId, terms: { catalogNumber, country: 'Norway' } }];
  }

  /** One command; its receipt, or undefined where there was no answer to be had. */
  async command(path, body, key, server) {
    this.#unanswered.set(key, [path, body]);
    const answer = await this.ask('POST', path, body, { 'Idempotency-Key': key }, server).catch(() => undefined);
    if (!answer || answer.status >= 500) return undefined;
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.#unanswered.delete(key);
    this.witness.note(key, answer.body);
    return answer.body;
  }

  async must(method, path, body) {
    const headers = { 'Idempotency-Key': randomUUID() };
    const { status, body: answer } = await this.ask(method, path, body, headers);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** One request to a server, as it is answered. */
  async ask(method, path, body, headers = {}, server = this.server) {
    const raw = typeof body === 'string';
    const response = await fetch(`${server.url}/api/v1${path}`, {
      method,
      signal: AbortSignal.timeout(LONGEST_ANSWER),
      headers: {
        ...headers,
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && { 'content-type': raw ? 'text/csv' : 'application/json' }),
      },
      body: raw || body === undefined ? body : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** Signs in with the password and makes a token, with which everything else is asked. */
  async signIn() {
    const url = `${this.server.url}/api/v1`;
    const first = await fetch(`${url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: NAME, password: PASSWORD }),
    });
    if (!first.ok) throw new Error(`Signing in: ${first.status} ${await first.text()}`);
    const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    const xsrf = cookies.find((cookie) => cookie.startsWith('XSRF-TOKEN='))?.slice('XSRF-TOKEN='.length) ?? '';
    const made = await fetch(`${url}/account/tokens`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: cookies.join('; '),
        'x-xsrf-token': decodeURIComponent(xsrf),
      },
      body: JSON.stringify({ label: 'campaign' }),
    });
    if (!made.ok) throw new Error(`Making a token: ${made.status} ${await made.text()}`);
    this.#token = (await made.json()).secret;
  }
}
