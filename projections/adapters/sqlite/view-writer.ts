import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Scalar } from '../../kernel/query.js';
import { LeaseLost, type Checkpoint, type DocumentWrite, type ViewSchema } from '../../kernel/view-store.js';
import { writtenWords } from '../../kernel/words.js';
import { codesOf } from './codes.js';
import { Dictionary } from './dictionary.js';
import { cellsOf, codedColumns, indexesOf, type Layout } from './layout.js';
import { codesText, fillCells } from './row-cells.js';

/** Who may write, as the store remembers it: the owner of the lease it took last, if any. */
export interface Writing {
  readonly owner: string | undefined;
  readonly now: number;
}

/** A document's row as it stands: number, words hash, cells. */
type Standing = [n: number, wordsHash: number, ...cells: Scalar[]];

/** Writes documents and checkpoint of one view in one transaction of its file. */
export class ViewWriter<Doc extends object> {
  readonly #cellNames: readonly string[];
  readonly #coded: boolean;
  /** How many codes stand before those of the lists. */
  readonly #singles: number;
  readonly #dictionary: Dictionary;
  readonly #statements = new Map<string, StatementSync>();
  readonly #cells: Scalar[];
  #loadingSoFar = true;

  constructor(
    readonly database: DatabaseSync,
    readonly layout: Layout,
    readonly schema: ViewSchema<Doc>,
  ) {
    this.#cellNames = layout.columns.flatMap(cellsOf).map((cell) => cell.name);
    this.#coded = codedColumns(layout).length > 0;
    this.#singles = codedColumns(layout).filter((column) => column.kind !== 'list').length;
    this.#dictionary = new Dictionary(database);
    this.#cells = new Array<Scalar>(this.#cellNames.length);
  }

  /** Commits all or nothing; refuses when another owner holds the lease. */
  commit(writes: readonly DocumentWrite<Doc>[], checkpoint: Checkpoint, bulk: boolean, writing: Writing): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      this.#mayWrite(writing);
      this.#loading(bulk);
      for (const write of writes) this.#write(write);
      this.#statement('UPDATE about SET position = ?, store_id = ?, parked = ?').run(
        checkpoint.position ?? null,
        checkpoint.storeId,
        JSON.stringify(checkpoint.parked),
      );
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      this.#dictionary.forget();
      throw error;
    }
  }

  /** Makes the indexes that a bulk load put off, and the statistics by which SQLite picks among them. */
  finish(): void {
    this.#makeIndexes();
    if (this.layout.hasText) this.database.exec(`INSERT INTO words(words, rank) VALUES('merge', -64)`);
    this.database.exec('ANALYZE');
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  #makeIndexes(): void {
    this.database.exec(indexesOf(this.layout));
    this.database.exec('UPDATE about SET complete = 1');
  }

  #mayWrite({ owner, now }: Writing): void {
    const lease = this.#statement('SELECT owner, owned_until FROM about').get() as unknown as [string | null, number];
    const [holder, until] = lease;
    if (holder === (owner ?? null)) return;
    if (owner === undefined && until <= now) return;
    throw new LeaseLost(holder, owner);
  }

  #loading(bulk: boolean): void {
    if (bulk || !this.#loadingSoFar) return;
    const [complete] = this.#statement('SELECT complete FROM about').get() as unknown as [number];
    if (complete === 0) this.#makeIndexes();
    this.#loadingSoFar = false;
  }

  #write({ id, document, revision }: DocumentWrite<Doc>): void {
    const standing = this.schema.appendOnly ? undefined : this.#standing(id);
    if (document === null) {
      if (standing) this.#remove(standing[0]);
      return;
    }
    const text = JSON.stringify(document);
    const row = this.schema.row(document);
    const words = this.schema.text ? this.schema.text(document).map(writtenWords).join(' ') : '';
    fillCells(this.layout, row, this.#cells, 0);
    const codes = this.#coded ? codesText(this.layout, row, this.#dictionary) : '';
    if (standing) this.#change(standing, revision, text, words, codes);
    else this.#add(id, revision, text, words, codes);
  }

  #standing(id: string): Standing | undefined {
    const names = ['n', 'words_hash', ...this.#cellNames].join(', ');
    return this.#statement(`SELECT ${names} FROM rows WHERE id = ?`).get(id) as unknown as Standing | undefined;
  }

  #add(id: string, revision: number, document: string, words: string, codes: string): void {
    const names = ['id', 'words_hash', ...this.#cellNames];
    const insert = this.#statement(
      `INSERT INTO rows (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    );
    const n = Number(insert.run(id, hashOf(words), ...this.#cells).lastInsertRowid);
    this.#statement('INSERT INTO documents (n, revision, document) VALUES (?, ?, ?)').run(n, revision, document);
    if (words !== '') this.#statement('INSERT INTO words (rowid, folded) VALUES (?, ?)').run(n, words);
    if (!this.#coded) return;
    this.#statement('INSERT INTO codes (n, codes) VALUES (?, ?)').run(n, codes);
    this.#list(n, codes);
  }

  #change(standing: Standing, revision: number, document: string, words: string, codes: string): void {
    const [n, wordsHash, ...cells] = standing;
    this.#statement('UPDATE documents SET revision = ?, document = ? WHERE n = ?').run(revision, document, n);
    const hash = hashOf(words);
    const changed = this.#cellNames.filter((_, at) => cells[at] !== this.#cells[at]);
    const values = this.#cells.filter((value, at) => cells[at] !== value);
    if (hash !== wordsHash) {
      this.#changeWords(n, words);
      changed.push('words_hash');
      values.push(hash);
    }
    if (changed.length > 0) {
      const sets = changed.map((name) => `${name} = ?`).join(', ');
      this.#statement(`UPDATE rows SET ${sets} WHERE n = ?`).run(...values, n);
    }
    if (this.#coded) this.#changeCodes(n, codes);
  }

  #changeWords(n: number, words: string): void {
    this.#statement('DELETE FROM words WHERE rowid = ?').run(n);
    if (words !== '') this.#statement('INSERT INTO words (rowid, folded) VALUES (?, ?)').run(n, words);
  }

  #changeCodes(n: number, codes: string): void {
    const [before] = this.#statement('SELECT codes FROM codes WHERE n = ?').get(n) as unknown as [string];
    if (before === codes) return;
    this.#statement('UPDATE codes SET codes = ? WHERE n = ?').run(codes, n);
    this.#unlist(n, before);
    this.#list(n, codes);
  }

  #list(n: number, codes: string): void {
    for (const [number, code] of this.#listed(codes)) {
      this.#statement(`INSERT INTO list${number} (code, n) VALUES (?, ?)`).run(code, n);
    }
  }

  #unlist(n: number, codes: string): void {
    for (const [number, code] of this.#listed(codes)) {
      this.#statement(`DELETE FROM list${number} WHERE code = ? AND n = ?`).run(code, n);
    }
  }

  *#listed(codes: string): Generator<[number: number, code: number]> {
    for (const code of codesOf(codes, this.#singles)) yield [this.#dictionary.columnOf(code), code];
  }

  #remove(n: number): void {
    if (this.#coded) {
      const [codes] = this.#statement('SELECT codes FROM codes WHERE n = ?').get(n) as unknown as [string];
      this.#unlist(n, codes);
      this.#statement('DELETE FROM codes WHERE n = ?').run(n);
    }
    if (this.layout.hasText) this.#statement('DELETE FROM words WHERE rowid = ?').run(n);
    this.#statement('DELETE FROM documents WHERE n = ?').run(n);
    this.#statement('DELETE FROM rows WHERE n = ?').run(n);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      statement.setReturnArrays(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** 53 bits that tell whether the searched words changed (FNV-1a twice); 0 for none. */
function hashOf(words: string): number {
  if (words === '') return 0;
  let low = 0x811c9dc5;
  let high = 0xc9dc5118;
  for (let at = 0; at < words.length; at++) {
    low = Math.imul(low ^ words.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ words.charCodeAt(at), 0x01000197);
  }
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0) + 1;
}
