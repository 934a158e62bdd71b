import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describeWithRedis } from '../testing/redis/redis-server.js';

const FAULTS = [
  'worker:kill',
  'redis:kill',
  'redis:freeze',
  'mongodb:kill',
  'mongodb:freeze',
  'eventstoredb:kill',
  'eventstoredb:freeze',
];

describeWithRedis('Servers and workers on EventStoreDB, MongoDB and Redis that are killed and frozen', () => {
  it('lose nothing that they acknowledged, double nothing, say what is away, and come right by themselves', () => {
    const script = resolve(__dirname, 'run.mjs');
    // Ten faults, thirty seconds each and 32 clients: npm run campaign -- engines
    const small = ['--clients', '8', '--rows', '200', '--freeze', '6', '--away', '3'];
    const words = ['engines', '--only', FAULTS.join(), ...small, '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stderr: '' });
    const report = JSON.parse(stdout) as { faults: { name: string; skipped?: string }[]; acknowledged: number };
    expect(report).toMatchObject({ ok: true, problems: [], faults: FAULTS.map((name) => ({ name })) });
    expect(report.acknowledged).toBeGreaterThan(100);
    for (const { name, skipped } of report.faults) if (skipped) console.warn(`Skipped ${name}: ${skipped}.`);
  }, 900_000);
});
