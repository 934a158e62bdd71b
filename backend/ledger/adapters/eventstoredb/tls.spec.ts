import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { recordsOf } from '../../event-store.contract.js';
import { LedgerUnavailable, NO_STREAM } from '../../event-store.js';
import { openEventStoreDb } from './eventstoredb-event-store.js';

const SERVER = pathToFileURL(resolve(__dirname, '../../../../infra/testing/eventstoredb/server.mjs')).href;
const patience = { answer: 10_000, inAll: 10_000 };

jest.setTimeout(30_000);

describe('A ledger in an EventStoreDB with TLS and passwords', () => {
  let folder: string;
  let child: ChildProcess;
  let place: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'esdb-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync('openssl', [...words, ...names], { stdio: 'ignore' });
    const script = `
      import { readFileSync } from 'node:fs';
      import { start } from '${SERVER}';
      const tls = { key: readFileSync('${key}'), cert: readFileSync('${cert}') };
      const server = await start({ tls, users: ['curator:a:p@ss/word'] });
      console.log(server.port);`;
    child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<string>((said) => child.stdout!.once('data', (text) => said(String(text).trim())));
    place = `localhost:${port}?tlsCAFile=${encodeURIComponent(cert)}`;
  });
  afterAll(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });

  it('is written and read by a user whose password has every awkward character', async () => {
    const store = await openEventStoreDb({
      url: `esdb://curator:${encodeURIComponent('a:p@ss/word')}@${place}`,
      patience,
    });
    const { records } = recordsOf('note-1', ['a']);
    await store.append({ stream: 'note-1', expectedRevision: NO_STREAM, records });
    expect(await store.readAll(undefined, 10)).toHaveLength(1);
    await store.close();
  });

  it.each([
    ['a wrong password', (at: string) => `esdb://curator:wrong@${at}`, 'refuses the user', patience],
    ['no password', (at: string) => `esdb://${at}`, 'refuses the user', patience],
    [
      'no trust in its certificate',
      (at: string) => `esdb://curator:wrong@${at.replace(/\?.*/, '')}`,
      'cannot be reached',
      { answer: 2_000, inAll: 2_000 },
    ],
  ])('is not opened with %s, which is said in words that hold no secret', async (_, url, sentence, inTime) => {
    const opening = openEventStoreDb({ url: url(place), patience: inTime });
    await expect(opening).rejects.toThrow(LedgerUnavailable);
    await expect(opening).rejects.toThrow(sentence);
    await expect(opening).rejects.not.toThrow('wrong');
  });
});
