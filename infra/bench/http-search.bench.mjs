#!/usr/bin/env node
/**
 * What a search costs over HTTP, over 84k herbarium specimens: the first page as a program asks for it and as the web page
 * does (newest change first, all counted), and eight facets, asked for the first time and again. 200 distinct questions of
 * each kind, or all there are; the median of three warm rounds. The limit beside it: a signed-in route that reads nothing.
 * `-- --data FOLDER` takes a folder that holds the archive already; `-- --kinds a,b` measures some kinds only.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keepAliveClient, percentile } from './http-client.mjs';
import { signIn, startServer } from './http-server.mjs';
import { importedFolder } from './imported-folder.mjs';
import { questionsOf } from './search-questions.mjs';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, kinds: { type: 'string' }, rounds: { type: 'string', default: '3' } },
});
const data = options.data ? resolve(options.data) : importedFolder('http-search');
if (!data) process.exit(0);
const FACETS = 'facets=family,genus,country,stateProvince,recordedBy,typeStatus,year,issue&facetLimit=30';
const WEB = 'sort=-modifiedAt&limit=50&count=true';
const ROUNDS = Number(options.rounds);
const GOALS = { page: 'goal p50 ≤ 8, p95 ≤ 20', facets: 'goal p95 ≤ 60' };

const server = await startServer(data);
const client = keepAliveClient(server.url, await signIn(server.url));
try {
  const questions = await questionsOf(client);
  const limit = percentile(
    (
      await timed(
        Array.from({ length: 200 }, () => '/api/v1/session'),
        ROUNDS,
      )
    ).warm,
    0.5,
  );
  console.log(`limit: an empty signed-in route p50 ${limit.toFixed(2)} ms`);
  for (const [kind, asked] of Object.entries(questions)) {
    if (options.kinds && !options.kinds.split(',').some((start) => kind.startsWith(start))) continue;
    await measure(kind, asked, limit);
  }
  const all = (await timed([`/api/v1/specimens/facets?${FACETS}`], ROUNDS)).first[0];
  console.log(`everything: eight facets, asked first ${all.toFixed(1)} ms`);
  console.log(`peak memory of the server ${server.peak()} MB`);
} finally {
  client.close();
  await server.stop({ keep: true });
}

async function measure(kind, asked, limit) {
  const page = await timed(asked.map((query) => `/api/v1/specimens?${query}`), ROUNDS); // prettier-ignore
  report(`${kind} (${asked.length})`, 'page', page.warm, limit, GOALS.page);
  const web = await timed(asked.map((query) => `/api/v1/specimens?${query}&${WEB}`), ROUNDS); // prettier-ignore
  report('', 'page as in the web', web.warm, limit, GOALS.page);
  const facets = await timed(asked.map((query) => `/api/v1/specimens/facets?${query}&${FACETS}`), 1); // prettier-ignore
  report('', 'eight facets, first', facets.first, limit, GOALS.facets);
  report('', 'eight facets, again', facets.warm, limit, GOALS.facets);
}

/** The times of a first round, and the medians of warm ones; rounds are over all paths, so that none is asked twice in a row. */
async function timed(paths, rounds) {
  const round = async () => {
    const times = [];
    for (const path of paths) times.push((await client.get(path)).milliseconds);
    return times;
  };
  const first = await round();
  const warm = [];
  for (let at = 0; at < rounds; at++) warm.push(await round());
  return { first, warm: first.map((_, at) => percentile(warm.map((times) => times[at]), 0.5)) }; // prettier-ignore
}

function report(kind, what, times, limit, goal) {
  const [p50, p95, most] = [0.5, 0.95, 1].map((part) => percentile(times, part));
  console.log(
    `${kind.padEnd(24)} ${what.padEnd(20)} p50 ${p50.toFixed(2)} p95 ${p95.toFixed(2)} max ${most.toFixed(1)} ms` +
      ` · ${goal} · ratio to the empty route ${(p50 / limit).toFixed(1)}`,
  );
}
