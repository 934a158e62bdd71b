import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeViewStoreContract, type ViewStorePlace } from '../../kernel/view-store.contract.js';
import { openSqliteViewStore } from './sqlite-view-store.js';
import { claimForRemoval, viewPath } from './view-file.js';

const root = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(root, { recursive: true }));
let places = 0;
const place = (readers: number) => (): ViewStorePlace => {
  const folder = join(root, String(++places));
  return { open: (now) => openSqliteViewStore({ folder, readers, ...(now && { now }) }) };
};

describeViewStoreContract('SQLite in the calling thread', place(0));
describeViewStoreContract('SQLite with reader threads', place(2));

describe('A view on SQLite that is about to be removed', () => {
  it('is taken by whoever removes it in the step that sees that it is free, so that nobody begins to write it', async () => {
    const folder = join(root, String(++places));
    const store = await openSqliteViewStore({ folder, readers: 0 });
    await store.open('finds', 1, { columns: [], indexes: [], row: () => ({}) });
    const path = viewPath(folder, 'finds', 1);
    expect(await store.lease('finds', 1, 'writer', 60_000)).toBe(true);
    expect(claimForRemoval(path, undefined, Date.now())).toBe('writer');
    await store.release('finds', 1, 'writer');
    expect(claimForRemoval(path, undefined, Date.now())).toBeUndefined();
    expect(await store.lease('finds', 1, 'writer', 60_000)).toBe(false);
    // One that died before it removed the file does not keep it.
    expect(claimForRemoval(path, undefined, Date.now() + 60_001)).toBeUndefined();
    await store.close();
  });
});
