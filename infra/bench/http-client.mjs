/** A browser's one connection: signed in, kept alive, one request after the other, each timed to its last byte. */
import { Agent, request } from 'node:http';

/** A client of the server at `url` with these headers; `get(path)` gives the answer's text and its milliseconds. */
export function keepAliveClient(url, headers) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const get = (path) =>
    new Promise((resolve, reject) => {
      const from = performance.now();
      const asked = request(`${url}${path}`, { agent, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const milliseconds = performance.now() - from;
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve({ text, milliseconds });
          else reject(new Error(`GET ${path}: ${response.statusCode} ${text}`));
        });
      });
      asked.on('error', reject).end();
    });
  return {
    get,
    json: async (path) => JSON.parse((await get(path)).text),
    close: () => agent.destroy(),
  };
}

/** The value below which this part of the sorted times lies. */
export function percentile(times, part) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)];
}
