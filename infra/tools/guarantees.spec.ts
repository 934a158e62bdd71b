import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

describe('The list of guarantees', () => {
  it('is what the contract suites say', () => {
    const { status, stderr } = spawnSync(process.execPath, [resolve(__dirname, 'guarantees.mjs'), '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('has every port, and what each of them promises', () => {
    const text = readFileSync(resolve(__dirname, '../docs/guarantees.md'), 'utf8');
    for (const part of text.split('\n## ').slice(1)) expect(part.split('- ').length).toBeGreaterThan(5);
    expect(text.match(/^## .*/gm)).toHaveLength(5);
    expect(text).toContain('- lets one of many through that come at once');
  });
});
