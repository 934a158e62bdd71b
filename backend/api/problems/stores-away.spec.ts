import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, ApiClient } from '../../../infra/testing/api-client.js';
import { ApiAtHand } from '../../../infra/testing/api-at-hand.js';
import { TestServerProcess } from '../../../infra/testing/eventstoredb/test-server.js';
import { MongodbProcess } from '../../../infra/testing/mongodb/mongodb-at-hand.js';
import { describeWithOwnRedis, testRedis, type TestRedis } from '../../../infra/testing/redis/redis-server.js';

const QUICK = 'serverSelectionTimeoutMS=1000&connectTimeoutMS=1000&socketTimeoutMS=2000&heartbeatFrequencyMS=500';

// Servers of our own that are really killed, whatever TEST_…_URL names.
describeWithOwnRedis('A server whose stores are killed and started again', () => {
  let api: ApiAtHand;
  let curator: ApiClient;
  let collectionId: string;
  let specimenId: string;
  const stores = {} as { ledger: TestServerProcess; views: MongodbProcess; vault: MongodbProcess; jobs: TestRedis };

  beforeAll(async () => {
    // A setting makes the difference: without one the server that TEST_REDIS_URL names would be used.
    stores.jobs = await testRedis('--appendfsync', 'always');
    stores.ledger = await TestServerProcess.start();
    stores.views = await MongodbProcess.start({ keep: true });
    stores.vault = await MongodbProcess.start({ keep: true });
    const environment = {
      LOG_LEVEL: 'silent',
      LEDGER_URL: stores.ledger.url,
      VIEWS_URL: `${stores.views.url('views')}&${QUICK}`,
      VAULT_URL: `${stores.vault.url('vault')}&${QUICK}`,
      JOBS_URL: stores.jobs.url,
    };
    api = await ApiAtHand.open({ environment });
    collectionId = await api.collection();
    curator = await api.program('curator');
    const { body } = await accession('A-1');
    specimenId = body.id;
    expect((await curator.get(`specimens/${specimenId}?atLeast=${body.position}`)).status).toBe(200);
  });
  afterAll(async () => {
    await api.close();
    for (const server of [stores.views, stores.vault, stores.jobs]) await server.close();
    await stores.ledger.remove();
  });

  const accession = (catalogNumber: string): Promise<Answer> =>
    curator.post('specimens', { collectionId, terms: { catalogNumber } });
  const readiness = async (): Promise<Answer> => api.nobody().get('/health/ready');
  /** Asks until it is answered so; nothing is promised of the time it takes to find a store again. */
  const until = async (ask: () => Promise<Answer>, status: number): Promise<Answer> => {
    for (let tries = 0; ; tries++) {
      const answer = await ask();
      if (answer.status === status || tries === 200) return answer;
      // Nobody is taken for a stranger, and nothing is an error of ours, while a store comes and goes.
      expect([401, 500]).not.toContain(answer.status);
      await pause(100);
    }
  };
  const isAway = ({ status, headers, body }: Answer, detail: string): void => {
    expect({ status, ...body }).toEqual({
      type: 'urn:collection-ledger:problem:store-unavailable',
      title: 'The store cannot be reached',
      status: 503,
      detail: expect.stringContaining(detail) as string,
      code: 'STORE_UNAVAILABLE',
    });
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(headers.get('cache-control')).toBe('no-store');
    // Neither hosts nor ports of the inside.
    expect(JSON.stringify(body)).not.toMatch(/mongodb:|ECONN|27017/);
  };
  const isReadyBut = async (status: number, ...away: string[]): Promise<void> => {
    const { body, ...told } = await readiness();
    const names = Object.keys(body.stores as object).filter((name) => body.stores[name] === 'away');
    expect({ status: told.status, names }).toEqual({ status, names: away });
    expect(told.headers.get('cache-control')).toBe('no-store');
  };

  it('answers 503 for long work while the job queue is away, is ready for everything else, and finds it again', async () => {
    await stores.jobs.own!.kill('SIGKILL');
    isAway(await curator.get(`jobs/${randomUUID()}`), 'The job queue does not answer');
    isAway(await curator.ask('DELETE', `jobs/${randomUUID()}`), 'The job queue does not answer');
    expect((await curator.get(`specimens/${specimenId}`)).status).toBe(200);
    expect((await accession('A-2')).status).toBe(201);
    await isReadyBut(200, 'jobs');
    await stores.jobs.own!.start();
    expect((await until(() => curator.get(`jobs/${randomUUID()}`), 404)).status).toBe(404);
    await isReadyBut(200);
  });

  it('answers 503 for questions while the views are away, records all the same, and shows it afterwards', async () => {
    await stores.views.kill();
    isAway(await curator.get('specimens?limit=1'), 'cannot be read at the moment');
    isAway(await curator.get(`specimens/${specimenId}`), 'cannot be read at the moment');
    await isReadyBut(503, 'views');
    await stores.views.restart();
    expect((await until(() => curator.get('specimens?limit=1'), 200)).status).toBe(200);
    const { body } = await until(() => accession('A-3'), 201);
    const shown = await until(() => curator.get(`specimens/${body.id}?atLeast=${body.position}`), 200);
    expect(shown.status).toBe(200);
    expect((await until(readiness, 200)).status).toBe(200);
  });

  it('answers 503 to whoever must be known while the vault is away: nobody is taken for a stranger', async () => {
    await stores.vault.kill();
    // What was looked up a moment ago is trusted for a moment.
    isAway(await until(() => curator.get('specimens?limit=1'), 503), 'Accounts cannot be looked up');
    isAway(await api.nobody().post('session', { name: 'anna', password: 'long enough a word' }), 'Accounts cannot');
    await isReadyBut(503, 'vault');
    await stores.vault.restart();
    expect((await until(() => curator.get('specimens?limit=1'), 200)).status).toBe(200);
    await isReadyBut(200);
  });

  it('answers 503 to commands while the ledger is away, which are then recorded once, and questions from the views', async () => {
    await stores.ledger.kill();
    const key = { 'Idempotency-Key': randomUUID() };
    const asked = { collectionId, terms: { catalogNumber: 'A-4' } };
    const refused = curator.post('specimens', asked, key);
    expect((await curator.get(`specimens/${specimenId}`)).status).toBe(200);
    await isReadyBut(503, 'ledger');
    isAway(await refused, 'The ledger does not answer at the moment');
    await stores.ledger.start();
    const { body } = await until(() => curator.post('specimens', asked, key), 201);
    const again = await curator.post('specimens', asked, key);
    expect(again.body).toEqual({ ...body, repeated: true });
  });
});
