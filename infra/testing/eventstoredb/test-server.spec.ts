import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Runs a script of this folder; gives what it said. */
function run(script: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(__dirname, script), ...words], {
    encoding: 'utf8',
  });
  expect({ script, status, said: status === 0 ? '' : stdout + stderr }).toEqual({ script, status: 0, said: '' });
  return stdout;
}

describe('The test server that stands in for EventStoreDB', () => {
  it('answers as a real 24.6.0 was recorded to (all but the slow scenarios: npm run conformance)', () => {
    const [, agreeing, all] = /(\d+) of (\d+) scenarios agree/.exec(run('conformance/compare.mjs', '--quick')) ?? [];
    expect(agreeing).toBe(all);
    expect(Number(all)).toBeGreaterThanOrEqual(225);
  });

  it('serves the official client: connections, sign-in, TLS, a server that is starting, one that forgot', () => {
    expect(run('checks.mjs')).toMatch(/: (\d+) of \1 checks passed/);
  });

  it('lives through malformed requests', () => {
    expect(run('fuzz.mjs', '30')).toContain(' 0 crashes, append afterwards true');
  });
});
