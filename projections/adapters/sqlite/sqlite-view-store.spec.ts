import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeQueryContract } from '../../kernel/query.contract.js';
import { openSqliteViewStore } from './sqlite-view-store.js';

const folder = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(folder, { recursive: true }));
let place = 0;
const fresh = () => join(folder, String(++place));

describeQueryContract('The SQLite view store', () => openSqliteViewStore({ folder: fresh(), readers: 0 }));
