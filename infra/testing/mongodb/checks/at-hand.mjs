// A fresh test server with a connected driver, for a file of checks.
import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { startServer } from '../server/server.mjs';

/** Starts a server for the checks of one file and ends it after them; `fresh(docs)` gives a collection of one's own. */
export async function serverAtHand() {
  const server = await startServer();
  const client = new MongoClient(server.uri);
  const db = client.db('test');
  let next = 0;
  afterAll(async () => {
    await client.close();
    await server.close();
  });
  return {
    server,
    client,
    db,
    async fresh(docs = []) {
      const coll = db.collection(`c${(next += 1)}`);
      if (docs.length) await coll.insertMany(docs.map((d) => ({ ...d })));
      return coll;
    },
    all: (coll, filter = {}, options) => coll.find(filter, options).toArray(),
  };
}

/** Passes when the promise is rejected with that code; `extra` looks at the error. */
export function rejects(promise, code, extra) {
  return assert.rejects(promise, (e) => {
    assert.equal(e.code, code, `${e.constructor.name} ${e.code}: ${e.message}`);
    if (extra) extra(e);
    return true;
  });
}
