import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

describe('A server that is killed again and again', () => {
  it('loses nothing that it acknowledged, doubles nothing, and its views are right (process crashes, not power loss)', () => {
    const script = resolve(__dirname, 'run.mjs');
    const words = ['kill', '--kills', '10', '--rows', '800', '--compare-every', '5', '--json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const report = JSON.parse(stdout) as { kills: number; acknowledged: number; compared: number; problems: string[] };
    expect(report).toMatchObject({ kills: 10, compared: 3, problems: [] });
    expect(report.acknowledged).toBeGreaterThan(100);
  }, 600_000);
});
