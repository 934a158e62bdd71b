import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compiled } from './compiled.js';

jest.setTimeout(60_000);

/** Notes every module that a process and its threads load. */
const RECORDER = (file: string): string => `
  import { appendFileSync } from 'node:fs';
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) { appendFileSync(${JSON.stringify(file)}, url + '\\n'); return next(url, context); } });`;

describe('An embedded start', () => {
  it('loads no driver of a server, in none of its threads', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'embedded-'));
    const [list, recorder] = [join(folder, 'loaded.txt'), join(folder, 'recorder.mjs')];
    writeFileSync(recorder, RECORDER(list));
    const main = fileURLToPath(compiled('backend/api/main.ts'));
    const env = { ...process.env, DATA: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'info' };
    const server = spawn(process.execPath, ['--import', pathToFileURL(recorder).href, main], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      const answers = /answers at (\S+)/;
      let said = '';
      while (!answers.test(said)) said += String((await once(server.stderr, 'data'))[0]);
      const address = `${answers.exec(said)![1]}/health/ready`;
      while ((await fetch(address)).status !== 200) await pause(100);
      let loaded = '';
      while (!/\/projector-thread\.js\n/.test(loaded)) {
        await pause(100);
        loaded = readFileSync(list, 'utf8');
      }
      // The list is a real one: it has what every start needs, in the main thread and beside it (by now, or the time is up).
      expect(loaded).toContain('/node_modules/@nestjs/core/');
      expect(loaded).not.toMatch(/node_modules\/(@eventstore|mongodb|bson|bullmq|ioredis)\//);
    } finally {
      server.kill('SIGTERM');
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    }
  });
});
