import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeViewStoreContract, type ViewStorePlace } from '../../kernel/view-store.contract.js';
import { openSqliteViewStore } from './sqlite-view-store.js';

const root = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(root, { recursive: true }));
let places = 0;
const place = (readers: number) => (): ViewStorePlace => {
  const folder = join(root, String(++places));
  return { open: (now) => openSqliteViewStore({ folder, readers, ...(now && { now }) }) };
};

describeViewStoreContract('SQLite in the calling thread', place(0));
describeViewStoreContract('SQLite with reader threads', place(2));
