import { parentPort } from 'node:worker_threads';
import type { DatabaseSync } from 'node:sqlite';
import type { CellsRequest, Condition, FacetRequest, Query, TextQuery } from '../../kernel/query.js';
import { checksumOf } from './checksum.js';
import type { Answered, Asked } from './reader-pool.js';
import { openExisting, readLayout } from './view-file.js';
import { ViewReader } from './view-reader.js';

// A thread that answers queries: see `reader-pool.ts`.
interface Open {
  readonly database: DatabaseSync;
  readonly reader: ViewReader;
}
type FacetsAsked = [Condition | undefined, TextQuery | undefined, FacetRequest[]];
type CellsAsked = [Condition | undefined, TextQuery | undefined, CellsRequest];
const open = new Map<string, Open>();

function opened(path: string): Open {
  let view = open.get(path);
  if (!view) {
    const database = openExisting(path);
    database.exec('PRAGMA query_only = ON');
    view = { database, reader: new ViewReader(database, readLayout(database)) };
    open.set(path, view);
  }
  return view;
}

function answer({ path, question, parameters }: Asked): unknown {
  switch (question) {
    case 'search':
      return opened(path).reader.search(...(parameters as [Query]));
    case 'facets':
      return opened(path).reader.facets(...(parameters as FacetsAsked));
    case 'cells':
      return opened(path).reader.cells(...(parameters as CellsAsked));
    case 'count':
      return opened(path).reader.count(...(parameters as [Condition | undefined, TextQuery | undefined]));
    case 'checksum':
      return checksumOf(opened(path).database);
    case 'forget':
      open.get(path)?.database.close();
      open.delete(path);
      return undefined;
  }
}

parentPort!.on('message', (asked: Asked) => {
  let answered: Answered;
  try {
    answered = { number: asked.number, answer: answer(asked) };
  } catch (error) {
    const { name, message } = error as Error;
    answered = { number: asked.number, error: { name, message } };
  }
  parentPort!.postMessage(answered);
});
