import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { MongoClient } from 'mongodb';

const SERVER = resolve(__dirname, 'server/server.mjs');

/** A MongoDB for a spec: a real one, or the test server. */
export interface MongodbAtHand {
  /** URL of a database of that name; names of one run do not meet those of another. */
  url(database: string): string;
  /** Drops the databases whose URLs were given out, and ends the server if it was started here. */
  close(): Promise<void>;
}

/** The server that `TEST_MONGODB_URL` names, otherwise (and for one without transactions) the test server; says aloud which it was. */
export async function mongodbAtHand({ standalone = false } = {}): Promise<MongodbAtHand> {
  const real = process.env['TEST_MONGODB_URL'];
  if (standalone || real === undefined || real === '') return MongodbProcess.start({ standalone });
  // Not the URL: it may hold a password.
  process.stderr.write('MongoDB: the server of TEST_MONGODB_URL.\n');
  return realServer(real);
}

function realServer(real: string): MongodbAtHand {
  const run = randomUUID().slice(0, 8);
  const given = new Set<string>();
  return {
    url(database) {
      const url = withDatabase(real, `test_${run}_${database}`);
      given.add(url);
      return url;
    },
    async close() {
      for (const url of given) {
        const client = new MongoClient(url);
        await client.db().dropDatabase();
        await client.close();
      }
    },
  };
}

/** The test server as a process of its own, which can be killed, started again on the same data, and frozen. */
export class MongodbProcess implements MongodbAtHand {
  #child: ChildProcess;
  #uri = '';
  #port = 0;

  private constructor(private readonly options: { standalone: boolean; data?: string }) {}

  /** Starts it; `keep`: what is committed outlives a kill. */
  static async start({ standalone = false, keep = false } = {}): Promise<MongodbProcess> {
    const data = join(tmpdir(), `mongodb-${randomUUID()}.journal`);
    const server = new MongodbProcess({ standalone, ...(keep && { data }) });
    await server.restart();
    process.stderr.write(`MongoDB: the test server${standalone ? ', standalone' : ', as a replica set'}.\n`);
    return server;
  }

  url(database: string): string {
    return withDatabase(this.#uri, database);
  }

  /** Starts it again, on the same port. */
  async restart(): Promise<void> {
    const { standalone, data } = this.options;
    const words = [
      '--port',
      String(this.#port),
      ...(standalone ? ['--standalone'] : []),
      ...(data ? ['--data', data] : []),
    ];
    this.#child = spawn(process.execPath, [SERVER, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = await Promise.race([once(this.#child.stdout!, 'data'), once(this.#child, 'exit').then(() => [])]);
    if (said.length === 0) throw new Error('The MongoDB test server ended at its start.');
    const { uri, port } = JSON.parse(String(said[0])) as { uri: string; port: number };
    this.#uri = uri;
    this.#port = port;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Stops in the middle of whatever it does, until thawed. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
    if (this.options.data) rmSync(this.options.data, { force: true });
  }
}

/** A MongoDB URL with that database in its path. */
function withDatabase(url: string, database: string): string {
  const [, server, query = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/.exec(url)!;
  return `${server}/${database}${query}`;
}
