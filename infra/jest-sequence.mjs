import { statSync } from 'node:fs';

/**
 * The specs that take longest, longest first (seconds on two cores, 2026-11): the last file to end decides when all have
 * ended, so these begin first, on every machine. What is not named here follows by size.
 */
const LONG = [
  'infra/e2e/desk.e2e.mjs', // 150
  'infra/e2e/barriers.e2e.mjs', // 110
  'infra/e2e/web.e2e.mjs', // 60
  'infra/e2e/specimen.e2e.mjs', // 100
  'infra/campaigns/engines.spec.ts', // 90
  'infra/campaigns/beside.spec.ts', // 70
  'infra/campaigns/kill.spec.ts', // 60
  'infra/testing/eventstoredb/test-server.spec.ts', // 50
  'infra/e2e/search.e2e.mjs', // 55
  'infra/e2e/made-up-language.e2e.mjs', // 60
  'backend/tasks/import/real-archives.spec.ts', // 50
  'projections/adapters/mongodb/mongodb-faults.spec.ts', // 40
  'backend/ledger/adapters/eventstoredb/faults.spec.ts', // 30
  'infra/e2e/three-stores.e2e.mjs', // 30
  'projections/adapters/mongodb/mongodb-view-store.spec.ts', // 30
  'backend/ledger/adapters/sqlite/processes.spec.ts', // 30
  'backend/jobs/adapters/bullmq/bullmq-job-queue.spec.ts', // 25
  'projections/main.spec.ts', // 20
  'backend/tasks/moving/migrate-ledger.spec.ts', // 20
  'backend/wiring/view-stores-agree.spec.ts', // 20
  'backend/ledger/adapters/eventstoredb/eventstoredb-event-store.spec.ts', // 20
  'backend/cli/cli.spec.ts', // 18
  'infra/testing/mongodb/checks/journal.spec.mjs', // 14
  'backend/wiring/house.spec.ts', // 12
  'infra/testing/mongodb/checks/cursors-and-catalog.spec.mjs', // 11
  'backend/cli/demo/load-demo.spec.ts', // 11
];

/** The order in which Jest begins the files of tests. It keeps nothing of earlier runs: a fresh clone has the same order. */
export default class LongestFirst {
  sort(tests) {
    const rank = (test) => {
      const at = LONG.findIndex((file) => test.path.endsWith(`/${file}`));
      if (at >= 0) return at;
      // Browsers and campaigns take long, also those that nobody has timed yet.
      return /\/infra\/(e2e|campaigns)\//.test(test.path) ? -1 : LONG.length;
    };
    const ranked = tests.map((test) => ({ test, rank: rank(test), size: statSync(test.path).size }));
    return ranked.sort((a, b) => a.rank - b.rank || b.size - a.size).map(({ test }) => test);
  }

  /** For `--onlyFailures`, which needs a memory: all of them. */
  allFailedTests(tests) {
    return tests;
  }

  /** For `--shard 1/2`: every so many-th. */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, at) => at % shardCount === shardIndex - 1);
  }

  cacheResults() {
    return undefined;
  }
}
