import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A server for one spec, and what it may be asked to suffer. */
export interface EventStoreDbForTests {
  /** To be given as LEDGER_URL. */
  readonly url: string;
  /** The test server as a process; undefined when `TEST_ESDB_URL` names a real server, whose data are not ours to throw away. */
  readonly process?: TestServerProcess;
  stop(): Promise<void>;
}

/**
 * The server that `TEST_ESDB_URL` names, or a test server started for this spec with an empty log of its own. Says on standard
 * error which it is, so that nobody takes the one for the other.
 */
export async function eventStoreDbForTests(): Promise<EventStoreDbForTests> {
  const given = process.env['TEST_ESDB_URL'];
  if (given !== undefined && given !== '') {
    say('the server named by TEST_ESDB_URL');
    return { url: given, stop: () => Promise.resolve() };
  }
  say('the test server of infra/testing/eventstoredb (no TEST_ESDB_URL)');
  const server = await TestServerProcess.start();
  return { url: server.url, process: server, stop: () => server.remove() };
}

function say(which: string): void {
  process.stderr.write(`EventStoreDB: ${which}\n`);
}

/** The test server in a process of its own, on a port and a file that outlive it: it can be killed, frozen and started again. */
export class TestServerProcess {
  readonly url: string;
  #child: ChildProcess | undefined;
  private constructor(
    readonly port: number,
    private readonly folder: string,
  ) {
    this.url = `esdb://127.0.0.1:${port}?tls=false`;
  }

  /** The SQLite file of its log, for specs that damage it while the server does not run. */
  get file(): string {
    return join(this.folder, 'log.db');
  }

  /** A server with an empty log. */
  static async start(): Promise<TestServerProcess> {
    const server = new TestServerProcess(await freePort(), mkdtempSync(join(tmpdir(), 'esdb-')));
    await server.start();
    return server;
  }

  /** Starts it on its file, and waits until it listens. */
  async start(): Promise<void> {
    const words = [resolve(__dirname, 'server.mjs'), this.file, String(this.port)];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    await new Promise<void>((listening, fail) => {
      child.stdout.once('data', () => listening());
      child.once('exit', (code) => fail(new Error(`The test server ended at its start with code ${code}.`)));
    });
  }

  /** Ends it at once, as a power switch would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Stops it in the middle of whatever it does; the connections stay open and nobody answers. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets it go on. */
  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Kills it and throws its log away. */
  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
