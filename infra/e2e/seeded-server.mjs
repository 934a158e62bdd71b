// A real server on a ledger of its own in a temporary folder, with a small collection entered through the same interface
// as anything else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serverEnvironment, serverOptions } from '../tools/server-start.mjs';
import { startEngines } from '../testing/engine-server.mjs';

const root = resolve(import.meta.dirname, '../..');
const PASSWORD = 'seven pressed violets';

/**
 * Starts the built server; `{ url, data, password, curator, viewer, jean, collectionId, specimens, stop, kill }`. `kill` ends
 * it as a power cut would, and gives what starts it again at the same address on the same ledger.
 */
export function startSeededServer() {
  return seededHouse(async (data, begun) => begun(await serve(data)));
}

/** The same on EventStoreDB, MongoDB and Redis, with the projections and the long work in a worker of its own. */
export function startSeededServerOnThreeStores() {
  return seededHouse(async (data, begun) => {
    const { settings } = begun(await startEngines(data));
    begun(await launch('projections/main.js', { DATA: data, ...settings }, /The (worker) runs/));
    return begun(await serve(data, { ...settings, PROJECTOR: 'elsewhere', TASKS: 'elsewhere' }));
  });
}

/** Begins what a house needs, in a folder of its own; what was begun last is stopped first. */
async function seededHouse(begin) {
  if (!existsSync(join(root, 'dist/server')) || !existsSync(join(root, 'dist/web/index.html')))
    throw new Error('There is no built server and web app in dist: run "npm run build" first.');
  const data = mkdtempSync(join(tmpdir(), 'ledger-e2e-'));
  const running = [];
  const stop = async () => {
    for (const one of running.reverse()) await one.stop();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const { said: url } = await begin(data, (one) => {
      running.push(one);
      return one;
    });
    const kill = async () => {
      await running.pop().stop('SIGKILL');
      return async () => {
        running.push(await serve(data, { PORT: new URL(url).port }));
        await caughtUp(url);
      };
    };
    return { url, data, stop, kill, ...(await seed(url)) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serve(data, settings = {}) {
  const environment = {
    DATA: data,
    HOST: '127.0.0.1',
    PORT: process.env.E2E_PORT ?? '0',
    LEDGER_ADMIN_NAME: 'admin',
    LEDGER_ADMIN_PASSWORD: PASSWORD,
    ...settings,
  };
  return launch('backend/api/main.js', environment, /answers at (http:\/\/[\d.:]+)/);
}

/** Starts a program of the build and waits until it says the sentence; `{ said, stop }`. */
async function launch(program, environment, sentence) {
  const child = spawn(process.execPath, [...serverOptions, join(root, 'dist/server', program)], {
    cwd: root,
    env: { PATH: process.env.PATH, ...serverEnvironment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let told = '';
  const said = await new Promise((found, failed) => {
    const hear = (chunk) => {
      told += chunk;
      const [, words] = sentence.exec(told) ?? [];
      if (words !== undefined) found(words);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => failed(new Error(`${program} ended with ${code} before it was ready:\n${told}`)));
  });
  const stop = async (signal = 'SIGTERM') => {
    child.kill(signal);
    await ended;
  };
  return { said, stop };
}

/** Somebody who asks the interface directly, signed in by cookie as a browser is; asks again where a view is behind. */
export async function signedIn(url, name, password = PASSWORD) {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  if (!answer.ok) throw new Error(`${name} cannot sign in: ${answer.status} ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const xsrf = cookies.find((cookie) => cookie.startsWith('XSRF-TOKEN='))?.slice('XSRF-TOKEN='.length);
  return async (method, path, body, headers = {}) => {
    const ask = async () => {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          Cookie: cookies.join('; '),
          'X-XSRF-TOKEN': xsrf,
          ...(body && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { response, text: await response.text() };
    };
    let { response, text } = await ask();
    for (let again = 0; response.status === 503 && text.includes('"VIEW_BEHIND"') && again < 30; again++) {
      await new Promise((done) => setTimeout(done, 1000 * Number(response.headers.get('retry-after'))));
      ({ response, text } = await ask());
    }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
}

/** Waits until the views show all that is in the ledger: the first administrator is an event like any other. */
export async function caughtUp(url) {
  for (let tries = 0; tries < 150; tries++) {
    const { views = [] } = await fetch(`${url}/health/ready`).then((answer) => answer.json());
    if (views.length > 0 && views.every(({ lagEvents }) => lagEvents === 0)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('The views did not catch up with the ledger in 15 seconds.');
}

async function seed(url) {
  await caughtUp(url);
  const admin = await signedIn(url, 'admin');
  const collection = await admin('POST', '/collections', {
    institutionCode: 'MT',
    collectionCode: 'HERB',
    name: 'Herbier Marie-Victorin',
  });
  for (const [name, displayName, role] of [
    ['odile', 'Odile Marchand', 'curator'],
    ['jean', 'Jean Dupont', 'curator'],
    ['vera', 'Vera Lind', 'viewer'],
    ['aude', 'Aude Lenoir', 'auditor'],
  ]) {
    const account = await admin('POST', '/accounts', { name, displayName, password: PASSWORD });
    await admin('POST', `/accounts/${account.id}/roles`, { role, collectionId: '*' });
  }
  await caughtUp(url);
  const jean = await signedIn(url, 'jean');
  const specimens = [];
  for (const specimen of SPECIMENS) {
    const receipt = await jean('POST', '/specimens', { collectionId: collection.id, ...specimen });
    specimens.push(receipt.id);
  }
  await caughtUp(url);
  return {
    password: PASSWORD,
    curator: 'odile',
    viewer: 'vera',
    auditor: 'aude',
    jean,
    collectionId: collection.id,
    specimens,
  };
}

const specimen = (number, name, family, more = {}, det = 'L. Brouillet') => ({
  terms: {
    institutionCode: 'MT',
    collectionCode: 'HERB',
    basisOfRecord: 'PreservedSpecimen',
    catalogNumber: number,
    recordedBy: 'Marie-Victorin',
    eventDate: '1923-06-14',
    country: 'Canada',
    stateProvince: 'Québec',
    locality: 'Mont St-Hilaire, sud',
    decimalLatitude: '45.55',
    decimalLongitude: '-73.16',
    coordinateUncertaintyInMeters: '2000',
    ...more,
  },
  ...(name && {
    identification: {
      terms: { scientificName: name, family, genus: name.split(' ')[0], dateIdentified: '1954' },
      identifiedBy: [det],
    },
  }),
});

const SPECIMENS = [
  specimen('MT00010001', 'Carex pensylvanica Lam.', 'Cyperaceae', { recordNumber: '15201' }),
  specimen('MT00010002', 'Carex umbellata Schkuhr ex Willd.', 'Cyperaceae', { recordNumber: '15202' }),
  specimen('MT00010003', 'Solidago canadensis L.', 'Asteraceae', {
    eventDate: '1935-08',
    locality: 'Île Sainte-Hélène',
  }),
  specimen('MT00010004', 'Sphagnum fuscum (Schimp.) H.Klinggr.', 'Sphagnaceae', {
    recordedBy: 'J. M. Norman',
    country: 'Norway',
    stateProvince: 'Troms',
    locality: 'Tromsøya',
    decimalLatitude: '69.68',
    decimalLongitude: '18.92',
    eventDate: '1887',
  }),
  specimen('MT00010005', undefined, undefined, {
    recordedBy: 'A. F. M. Glaziou',
    country: 'Brazil',
    stateProvince: 'Minas Gerais',
  }),
];
