import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverEnvironment, serverOptions } from '../tools/server-start.mjs';
import { freePort } from '../testing/free-port.mjs';

const server = resolve(import.meta.dirname, '../../dist/server/backend/api/main.js');
const worker = resolve(import.meta.dirname, '../../dist/server/projections/main.js');
const commandLine = resolve(import.meta.dirname, '../../dist/server/backend/cli/main.js');
const START_MILLISECONDS = 60_000;

/** The real server as a process of its own on loopback, with a data folder that outlives it. */
export class ServerProcess {
  #child;

  /** `settings`: more of its environment; `log`: a file (open for appending) in place of standard error. */
  constructor(data, port, { settings = {}, log = 'inherit' } = {}) {
    Object.assign(this, { data, port, settings, log });
    this.url = `http://127.0.0.1:${port}`;
  }

  static async in(data, options) {
    return new this(data, await freePort(), options);
  }

  /** Whether it runs; undefined before its first start. */
  get alive() {
    return this.#child && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it and waits until it answers. */
  async start() {
    const child = this.begin(server);
    const until = performance.now() + START_MILLISECONDS;
    while (performance.now() < until) {
      if (child.exitCode !== null) throw new Error(`The server ended at its start with code ${child.exitCode}.`);
      const answer = await fetch(`${this.url}/health/live`).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      await pause(20);
    }
    throw new Error(`The server does not answer within ${START_MILLISECONDS} ms.`);
  }

  /** Starts that program with its settings, and waits for nothing. */
  begin(program) {
    const child = spawn(process.execPath, [...serverOptions, program], {
      env: { ...serverEnvironment, ...this.#environment(), PORT: String(this.port), LOG_LEVEL: 'error' },
      stdio: ['ignore', this.log, this.log],
    });
    this.#child = child;
    child.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    return child;
  }

  #environment() {
    return { ...process.env, ...this.settings, DATA: this.data };
  }

  /** Stops it in the midst of whatever it does; its connections stay open and nobody answers. */
  async freeze() {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets it go on. */
  async thaw() {
    this.#child?.kill('SIGCONT');
  }

  /** kill -9. */
  async kill() {
    this.#child?.kill('SIGKILL');
    await this.#child?.ended;
  }

  /** Asks it to stop, and waits; gives how it ended. */
  async stop() {
    this.#child?.kill('SIGTERM');
    return this.#child?.ended;
  }

  /** Runs the command line on the same data; gives what it says as JSON. */
  async ledger(words, input) {
    const { ended } = this.ledgerProcess(words, input);
    const { code, said, complained } = await ended;
    if (code !== 0) throw new Error(`ledger ${words.join(' ')} ended with ${code}: ${said}${complained}`);
    return JSON.parse(said);
  }

  /** Starts the command line as a process of its own, which may be frozen and killed. */
  ledgerProcess(words, input) {
    const args = [commandLine, ...words, '--data', this.data, '--json'];
    const child = spawn(process.execPath, args, { env: this.#environment(), stdio: ['pipe', 'pipe', 'pipe'] });
    const [said, complained] = [texts(child.stdout), texts(child.stderr)];
    child.stdin.end(input);
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, said: said(), complained: complained() }));
    });
    return { ended, freeze: () => child.kill('SIGSTOP'), kill: () => child.kill('SIGKILL') };
  }
}

/** The worker as a process of its own: views and long work. */
export class WorkerProcess extends ServerProcess {
  async start() {
    this.begin(worker);
  }
}

/** Gathers what a stream says. */
function texts(stream) {
  let text = '';
  stream.setEncoding('utf8').on('data', (more) => (text += more));
  return () => text;
}
