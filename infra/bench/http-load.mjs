#!/usr/bin/env node
/**
 * A load generator in a process of its own: `http-load.mjs` reads what to do as JSON from standard input and prints
 * `{perSecond, p50, p95, p99, errors, non2xx}` (milliseconds). Each connection sends its own request again and again.
 */
import autocannon from 'autocannon';

const { url, requests, connections, seconds, amount, overallRate } = JSON.parse(await text(process.stdin));
let next = 0;
const result = await autocannon({
  url,
  connections,
  ...(amount ? { amount } : { duration: seconds }),
  ...(overallRate ? { overallRate } : {}),
  setupClient: (client) => client.setRequests(requestsOf(next++)),
});
const { requests: counted, latency, errors, non2xx, duration } = result;
const { p50, p97_5, p99 } = latency;
console.log(JSON.stringify({ perSecond: counted.total / duration, p50, p95: p97_5, p99, errors, non2xx }));

/** A list for each connection, or one list for all. */
function requestsOf(index) {
  return Array.isArray(requests[0]) ? requests[index % requests.length] : requests;
}

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
