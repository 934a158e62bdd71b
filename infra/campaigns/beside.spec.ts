import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

describe('The command line beside a running server', () => {
  it('imports, searches, shows, verifies and backs up; an import that is cut off anywhere goes on, or is cancelled', () => {
    const script = resolve(__dirname, 'run.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'beside', '--json'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0, stderr: '' });
    const report = JSON.parse(stdout) as Record<string, Record<string, number>>;
    expect(report).toMatchObject({ ok: true, problems: [] });
    expect(report['worksBeside']!['commandsMeanwhile']).toBeGreaterThan(0);
    // The promise is five seconds; a loaded machine gets some more.
    expect(report['stoppedServer']!['milliseconds']).toBeLessThan(10_000);
  }, 600_000);
});
