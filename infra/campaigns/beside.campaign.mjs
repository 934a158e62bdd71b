/**
 * `npm run campaign -- beside [--rows 4000] [--clients 8] [--json]`
 *
 * The command line works on the data of a running server, while clients send it commands: it imports, searches, shows,
 * verifies and backs up. Then imports are cut off at every place where work is done: the command line is killed beside a server
 * and without one, and a server is stopped in the middle of an import. Each import must be seen, go on, and end with all its
 * rows, once; or be cancelled, so that another one can begin.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomUUID } from 'node:crypto';
import { openSqliteJobQueue } from '../../dist/server/backend/jobs/adapters/sqlite/sqlite-job-queue.js';
import { Load } from './load.mjs';
import { ServerProcess } from './server-process.mjs';
import { Witness } from './witness.mjs';

/** Runs the campaign; gives the exit code. */
export async function run(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      rows: { type: 'string', default: '4000' },
      clients: { type: 'string', default: '8' },
      json: { type: 'boolean', default: false },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), 'beside-campaign-'));
  const scene = await Scene.open(folder, Number(values.rows), Number(values.clients));
  const say = values.json ? () => undefined : console.error;
  try {
    for (const part of [worksBeside, killedBeside, stoppedServer, killedAlone, cancelledAlone]) {
      say(part.name);
      Object.assign(scene.report, { [part.name]: await part(scene) });
    }
    await scene.server.stop();
    scene.problems.push(...(await scene.witness.examine()));
    for (const view of await scene.witness.differingViews()) scene.problems.push(`The view ${view} is not right.`);
  } finally {
    await scene.close();
  }
  const ok = scene.problems.length === 0;
  if (ok) rmSync(folder, { recursive: true });
  else console.error(`The data is kept in ${folder}.`);
  console.log(JSON.stringify({ ok, ...scene.report, problems: scene.problems }, undefined, values.json ? 0 : 2));
  return ok ? 0 : 1;
}

class Scene {
  report = {};
  problems = [];
  seen = new Set();

  constructor(folder, rows, clients, server, jobs) {
    Object.assign(this, { folder, rows, clients, server, jobs });
    this.witness = new Witness(server.data);
    this.load = new Load(server, this.witness);
  }

  static async open(folder, rows, clients) {
    const server = await ServerProcess.in(join(folder, 'data'));
    const jobs = await openSqliteJobQueue({ file: join(folder, 'data/jobs.db'), now: Date.now, newId: randomUUID });
    const scene = new Scene(folder, rows, clients, server, jobs);
    await scene.load.prepare();
    await server.start();
    await scene.load.settle(clients);
    return scene;
  }

  /** A table of so many specimens whose catalogue numbers begin with the name. */
  table(name, rows = this.rows) {
    const file = join(this.folder, `${name}.csv`);
    const lines = Array.from({ length: rows }, (_, i) => `urn:${name}:${i},${name}-${i},Poa annua L.,Norway,${name}`);
    writeFileSync(file, `occurrenceID,catalogNumber,scientificName,country,collectionCode\n${lines.join('\n')}\n`);
    return file;
  }

  /** Everything that is said here must be true; what is not is a problem. */
  must(what, is, wanted) {
    if (JSON.stringify(is) !== JSON.stringify(wanted))
      this.problems.push(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(wanted)}`);
  }

  /** The import that was begun since the last look, as soon as it writes. */
  async writing() {
    for (;;) {
      const [job] = (await this.jobs.list({ name: 'import-commit' })).filter(({ id }) => !this.seen.has(id));
      const writes = job?.progress?.phase === 'writing' && job.progress.rowsDone > 0;
      if (writes) this.seen.add(job.id);
      if (writes && job.status === 'active') return job.id;
      if (job?.endedAt) throw new Error(`The import ${job.status} before it could be cut off: ask for more rows.`);
      await pause(5);
    }
  }

  /** One import as the command line lists it. */
  async listed(importId) {
    return (await this.server.ledger(['imports'])).items.find(({ id }) => id === importId);
  }

  /** The import as the server shows it, as soon as its views have come to the beginning of it. */
  async shown(importId) {
    for (;;) {
      const { status, body } = await this.load.ask('GET', `/imports/${importId}`);
      if (status === 200) return body;
      if (status !== 404) throw new Error(`GET /imports/${importId}: ${status} ${JSON.stringify(body)}`);
      await pause(20);
    }
  }

  async untilServerSays(importId, ...states) {
    for (;;) {
      const shown = await this.load.read(`/imports/${importId}`);
      if (states.includes(shown.state)) return shown;
      await pause(100);
    }
  }

  async close() {
    await this.server.kill();
    await this.jobs.close(0);
  }
}

/** All of the command line beside a running server and its clients. */
async function worksBeside(scene) {
  const { server, load, rows } = scene;
  const end = new AbortController();
  const sending = load.send(end.signal);
  const before = scene.witness.acknowledged;
  const importing = server.ledger(['import', scene.table('BESIDE')]);
  await scene.writing();
  const [checked, kept] = [
    await server.ledger(['verify']),
    await server.ledger(['backup', join(scene.folder, 'b.tar')]),
  ];
  const imported = await importing;
  const meanwhile = scene.witness.acknowledged - before;
  scene.must('rows imported beside a server', [imported.rows, imported.new, imported.refused], [rows, rows, 0]);
  scene.must('verify beside a server', checked.ok, true);
  if (!(kept.bytes > 0)) scene.problems.push('The backup beside a server is empty.');
  if (!(meanwhile > 0)) scene.problems.push('No command was carried out while the command line imported.');
  // The server shows what another process wrote, and the command line what the server wrote.
  const collection = `collectionId=${imported.collectionId}`;
  scene.must('rows the server shows', (await load.read(`/specimens?${collection}&count=true&limit=1`)).total, rows);
  scene.must(
    'the import as the server shows it',
    (await load.read(`/imports/${imported.importId}`)).state,
    'completed',
  );
  const found = await server.ledger(['search', '--where', 'collectionCode=BESIDE', '--limit', '1']);
  scene.must('rows the command line finds', found.total, rows);
  const shown = await server.ledger(['show', `BESIDE-${rows - 1}`, '--history']);
  scene.must(
    'history of the last row',
    shown.history.map(({ type }) => type),
    ['SpecimenAccessioned', 'SpecimenIdentified'],
  );
  scene.must(
    'a specimen of the server',
    (await server.ledger(['show', 'CLIENT-0'])).record.terms.catalogNumber,
    'CLIENT-0',
  );
  end.abort();
  await sending;
  await load.askAgain();
  return { rows, commandsMeanwhile: meanwhile, seconds: imported.seconds };
}

/** The command line is killed: the server goes on with its import. */
async function killedBeside(scene) {
  const { server, rows } = scene;
  const command = server.ledgerProcess(['import', scene.table('KILLED', rows * 2)]);
  const importId = await scene.writing();
  // It holds still while one looks, or it might be done before the server's views have come so far.
  command.freeze();
  const running = await scene.shown(importId);
  scene.must('the import while it is written', [running.state, running.work], ['started', 'running']);
  command.kill();
  await command.ended;
  const { state, counts } = await scene.untilServerSays(importId, 'completed', 'failed', 'cancelled');
  scene.must(
    'the import that the server went on with',
    [state, counts?.rows, counts?.new],
    ['completed', rows * 2, rows * 2],
  );
  return { rows: rows * 2 };
}

/** A server that is asked to stop puts a running import away, and goes on with it when it runs again. */
async function stoppedServer(scene) {
  const { server, load, rows } = scene;
  await load.beginImport(rows * 2);
  const importId = await scene.writing();
  const start = performance.now();
  const { code } = await server.stop();
  const milliseconds = Math.round(performance.now() - start);
  scene.must('the server that was asked to stop', code, 0);
  const listed = await scene.listed(importId);
  scene.must('its import meanwhile', [listed.state, listed.work], ['started', 'waiting']);
  scene.must('verify meanwhile', (await server.ledger(['verify'])).ok, true);
  await server.start();
  const { state, counts } = await scene.untilServerSays(importId, 'completed', 'failed', 'cancelled');
  scene.must('its import in the end', [state, counts?.rows, counts?.new], ['completed', rows * 2, rows * 2]);
  await server.stop();
  return { milliseconds };
}

/** Without a server the same command goes on with what was cut off. */
async function killedAlone(scene) {
  const { server, rows } = scene;
  const file = scene.table('AGAIN', rows * 2);
  const command = server.ledgerProcess(['import', file]);
  const importId = await scene.writing();
  command.kill();
  await command.ended;
  const listed = await scene.listed(importId);
  scene.must('the state of the import that was cut off', listed.state, 'started');
  const again = await server.ledger(['import', file]);
  scene.must('the same command', [again.importId, again.rows, again.new], [importId, rows * 2, rows * 2]);
  scene.must('its state in the end', (await scene.listed(importId)).state, 'completed');
  return { rows: rows * 2 };
}

/** What was cut off can be cancelled, and then another file of the same collection comes in. */
async function cancelledAlone(scene) {
  const { server, rows } = scene;
  const collection = ['--collection', 'UNKNOWN:AGAIN'];
  const command = server.ledgerProcess(['import', scene.table('STOPPED', rows * 2), ...collection]);
  const importId = await scene.writing();
  command.kill();
  await command.ended;
  scene.must('cancelling', (await server.ledger(['cancel', importId])).outcome, 'cancelled');
  scene.must('its state afterwards', (await scene.listed(importId)).state, 'cancelled');
  const other = await server.ledger(['import', scene.table('OTHER', 10), ...collection]);
  scene.must('another file', [other.rows, other.new], [10, 10]);
  return { rows: rows * 2 };
}
