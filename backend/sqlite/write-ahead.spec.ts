import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writeAhead } from './write-ahead.js';

describe('A new file that is opened twice at the same time', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'write-ahead-'));
    file = join(folder, 'new.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** One that looks at the file and will not let it be changed, until `release` is called. */
  function holding(): { release(): void } {
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE; CREATE TABLE theirs (n INTEGER)');
    return {
      release() {
        other.exec('COMMIT');
        other.close();
      },
    };
  }

  it('is put into write-ahead mode as soon as the other one lets go', () => {
    const other = holding();
    const db = new DatabaseSync(file, { timeout: 0 });
    const exec = db.exec.bind(db);
    let refused = 0;
    db.exec = (sql) => {
      try {
        exec(sql);
      } catch (error) {
        refused++;
        other.release();
        throw error;
      }
    };
    writeAhead(db, 10_000);
    expect(refused).toBe(1);
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    db.close();
  });

  it('is given up when the other one does not', () => {
    const other = holding();
    const db = new DatabaseSync(file, { timeout: 0 });
    expect(() => writeAhead(db, 20)).toThrow('database is locked');
    other.release();
    db.close();
  });

  it('fails at once for another reason', () => {
    const db = new DatabaseSync(file, { timeout: 0 });
    db.close();
    expect(() => writeAhead(db, 10_000)).toThrow('database is not open');
  });
});
