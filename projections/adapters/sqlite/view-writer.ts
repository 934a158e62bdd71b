import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nameHash, textHash } from '#sqlite/name-hash.js';
import type { Scalar } from '../../kernel/query.js';
import { LeaseLost, type Checkpoint, type DocumentWrite, type ViewSchema } from '../../kernel/view-store.js';
import { writtenWords } from '../../kernel/words.js';
import { codesOf } from './codes.js';
import { Dictionary } from './dictionary.js';
import { cellsOf, codedColumns, indexesOf, withoutIndexesOf, type Layout } from './layout.js';
import { CellMaker, type Cells } from './row-cells.js';
import { Statistics } from './statistics.js';
import { LOG_PAGES, LOG_PAGES_IN_BULK } from './view-file.js';
import { statementsOf, type WriteStatements } from './write-statements.js';

/** Page cache while indexes are made. */
const KIB_TO_FINISH = 1_024;

/** Who may write, as the store remembers it: the owner of the lease it took last, if any. */
export interface Writing {
  readonly owner: string | undefined;
  readonly now: number;
}

/** A document's row as it stands: number, words hash, cells. */
type Standing = [n: number, wordsHash: number, ...cells: Scalar[]];

/** Writes documents and checkpoint of one view in one transaction of its file, which may be begun ahead of the checkpoint. */
export class ViewWriter<Doc extends object> {
  readonly #cellNames: readonly string[];
  readonly #coded: boolean;
  /** How many codes stand before those of the lists. */
  readonly #singles: number;
  readonly #dictionary: Dictionary;
  readonly #maker: CellMaker;
  readonly #statements: WriteStatements;
  readonly #updates = new Map<string, StatementSync>();
  /** How the file was left by the last commit; undefined before the first. */
  #bulk: boolean | undefined;
  readonly #statistics: Statistics;

  constructor(
    readonly database: DatabaseSync,
    readonly layout: Layout,
    readonly schema: ViewSchema<Doc>,
  ) {
    this.#cellNames = layout.columns.flatMap(cellsOf).map((cell) => cell.name);
    this.#coded = codedColumns(layout).length > 0;
    this.#singles = codedColumns(layout).filter((column) => column.kind !== 'list').length;
    this.#dictionary = new Dictionary(database);
    this.#maker = new CellMaker(layout, this.#dictionary);
    this.#statements = statementsOf(database, layout, this.#cellNames);
    this.#statistics = new Statistics(database);
  }

  /** Commits all or nothing, with what was written ahead; refuses when another owner holds the lease. */
  commit(writes: readonly DocumentWrite<Doc>[], checkpoint: Checkpoint, bulk: boolean, writing: Writing): void {
    this.#orNothing(() => {
      this.#begin(bulk, writing);
      for (const write of writes) this.#write(write);
      const { position, storeId, parked } = checkpoint;
      this.#statements.checkpoint.run(position ?? null, storeId, JSON.stringify(parked));
      this.database.exec('COMMIT');
    });
    if (!bulk) this.#statistics.renewWhenOutgrown();
  }

  /** Writes into a transaction that stays open for the commit. */
  writeAhead(writes: readonly DocumentWrite<Doc>[], bulk: boolean, writing: Writing): void {
    this.#orNothing(() => {
      this.#begin(bulk, writing);
      for (const write of writes) this.#write(write);
    });
  }

  /** Gives up what was written since the last commit. */
  forgo(): void {
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
    this.#dictionary.forget();
    this.#bulk = undefined;
  }

  #orNothing(steps: () => void): void {
    try {
      steps();
    } catch (error) {
      this.forgo();
      throw error;
    }
  }

  #begin(bulk: boolean, writing: Writing): void {
    if (!this.database.isTransaction) {
      this.database.exec('BEGIN IMMEDIATE');
      // Another process may have written since.
      [this.#statistics.rows] = this.#statements.last.get() as unknown as [number];
    }
    this.#mayWrite(writing);
    this.#load(bulk);
  }

  /**
   * Makes the indexes that a bulk load put off, and the statistics by which SQLite picks among them. The pages that the load
   * had at hand are given away first: all rows are read once in their order, and what is sorted takes their room.
   */
  finish(): void {
    const { cache_size: atHand } = this.database.prepare('PRAGMA cache_size').get() as { cache_size: number };
    this.database.exec(`PRAGMA cache_size = -${KIB_TO_FINISH}; PRAGMA shrink_memory`);
    try {
      this.#makeIndexes();
      if (this.layout.hasText) this.database.exec(`INSERT INTO words(words) VALUES('optimize')`);
      this.#statistics.renew();
      this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.database.exec(`PRAGMA cache_size = ${atHand}`);
    }
  }

  /** During a bulk load there are no indexes, and the index of words is not tidied up. */
  #load(bulk: boolean): void {
    if (bulk === this.#bulk) return;
    if (bulk) this.database.exec(`${withoutIndexesOf(this.layout)}; PRAGMA wal_autocheckpoint = ${LOG_PAGES_IN_BULK}`);
    else this.#makeIndexes();
    if (bulk && this.layout.hasText) this.database.exec(`INSERT INTO words(words, rank) VALUES('automerge', 0)`);
    this.#bulk = bulk;
  }

  #makeIndexes(): void {
    this.database.exec(`${indexesOf(this.layout)}; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
    if (this.layout.hasText) this.database.exec(`INSERT INTO words(words, rank) VALUES('automerge', 4)`);
    this.#bulk = false;
  }

  #mayWrite({ owner, now }: Writing): void {
    const [holder, until] = this.#statements.lease.get() as unknown as [string | null, number];
    if (holder === (owner ?? null)) return;
    if (owner === undefined && until <= now) return;
    throw new LeaseLost(holder, owner);
  }

  #write({ id, document, revision, fresh }: DocumentWrite<Doc>): void {
    const standing = fresh || this.schema.appendOnly ? undefined : this.#standing(id);
    if (document === null) {
      if (standing) this.#remove(standing[0]);
      return;
    }
    const made = this.#maker.make(this.schema.row(document));
    const text = JSON.stringify(document);
    const words = this.schema.text ? writtenWords(this.schema.text(document)) : '';
    if (standing) this.#change(standing, revision, text, words, made);
    else this.#add(id, revision, text, words, made);
  }

  #standing(id: string): Standing | undefined {
    return this.#statements.standing.get(nameHash(id), id) as unknown as Standing | undefined;
  }

  #add(id: string, revision: number, document: string, words: string, { cells, codes, listed }: Cells): void {
    const { insertRow, insertDocument, insertWords, insertCodes, list } = this.#statements;
    const n = ++this.#statistics.rows;
    insertRow.run(n, id, hashOf(words), cells);
    // `get` makes no report of what was changed, which takes `run` as long as a small row does.
    insertDocument.get(n, revision, document);
    if (words !== '') insertWords!.get(n, words);
    if (!this.#coded) return;
    insertCodes!.get(n, codes);
    for (const [number, code] of listed) list.get(number)!.get(code, n);
  }

  #change(standing: Standing, revision: number, document: string, words: string, made: Cells): void {
    const [n, wordsHash, ...cells] = standing;
    this.#statements.updateDocument.run(revision, document, n);
    const hash = hashOf(words);
    const changed = this.#cellNames.filter((_, at) => cells[at] !== made.cells[at]);
    const values = made.cells.filter((value, at) => cells[at] !== value);
    if (hash !== wordsHash) {
      this.#statements.deleteWords!.run(n);
      if (words !== '') this.#statements.insertWords!.run(n, words);
      changed.push('words_hash');
      values.push(hash);
    }
    if (changed.length > 0) this.#update(changed).run(...values, n);
    if (this.#coded) this.#changeCodes(n, made);
  }

  /** Only the cells that changed: SQLite touches every index of a column that is set, changed or not. */
  #update(changed: readonly string[]): StatementSync {
    const sets = changed.map((name) => `${name} = ?`).join(', ');
    let statement = this.#updates.get(sets);
    if (!statement) {
      if (this.#updates.size >= 100) this.#updates.clear();
      statement = this.database.prepare(`UPDATE rows SET ${sets} WHERE n = ?`);
      this.#updates.set(sets, statement);
    }
    return statement;
  }

  #changeCodes(n: number, { codes, listed }: Cells): void {
    const { codes: standing, updateCodes, list } = this.#statements;
    const [before] = standing!.get(n) as unknown as [string];
    if (before === codes) return;
    updateCodes!.run(codes, n);
    this.#unlist(n, before);
    for (const [number, code] of listed) list.get(number)!.run(code, n);
  }

  #unlist(n: number, codes: string): void {
    for (const code of codesOf(codes, this.#singles)) {
      this.#statements.unlist.get(this.#dictionary.columnOf(code))!.run(code, n);
    }
  }

  #remove(n: number): void {
    if (this.#coded) {
      const [codes] = this.#statements.codes!.get(n) as unknown as [string];
      this.#unlist(n, codes);
      this.#statements.deleteCodes!.run(n);
    }
    this.#statements.deleteWords?.run(n);
    this.#statements.deleteDocument.run(n);
    this.#statements.deleteRow.run(n);
  }
}

/** Tells whether the searched words changed; 0 for none. */
function hashOf(words: string): number {
  return words === '' ? 0 : textHash(words) + 1;
}
