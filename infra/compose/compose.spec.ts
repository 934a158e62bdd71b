import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { checkStoreUrls } from '../../backend/wiring/open-stores.js';
import { readSettings } from '../../backend/wiring/settings.js';

interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
interface Package {
  readonly scripts: Readonly<Record<'start', string>>;
}
interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}
const read = (name: string): Composition =>
  parse(readFileSync(resolve(__dirname, name), 'utf8'), { merge: true }) as Composition;
const documented = readFileSync(resolve(__dirname, '../docs/settings.md'), 'utf8');
const SECRETS: Readonly<Record<string, string>> = {
  ledger_url: 'esdb://eventstoredb:2113?tls=false',
  views_url: 'mongodb://ledger:secret@mongodb:27017/collection_ledger?replicaSet=rs0&authSource=admin',
  vault_url: 'mongodb://ledger:secret@mongodb:27017/collection_ledger?replicaSet=rs0&authSource=admin',
  jobs_url: 'redis://:secret@redis:6379/0',
  admin_password: 'correct horse battery',
};

describe('The composition for several machines', () => {
  const { services, secrets, volumes } = read('compose.yml');
  const ours = Object.entries(services).filter(([name]) => /^(api|worker)-/.test(name));

  it('has two servers and two workers beside the three stores', () => {
    expect(Object.keys(services).sort()).toEqual(
      ['api-1', 'api-2', 'eventstoredb', 'mongodb', 'proxy', 'redis', 'worker-1', 'worker-2'].sort(),
    );
  });

  it.each(ours)('gives %s settings that exist, are documented and hold', (_name, { environment = {} }) => {
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    for (const [name, text] of Object.entries(SECRETS)) writeFileSync(join(folder, name), `${text}\n`);
    for (const name of Object.keys(environment)) expect(documented).toContain(`\`${name}\``);
    const inside = Object.entries(environment).map(([name, value]) => [name, value.replace('/run/secrets', folder)]);
    const settings = readSettings({}, Object.fromEntries(inside) as Record<string, string>);
    expect(() => checkStoreUrls(settings)).not.toThrow();
    expect(settings).toMatchObject({ ledgerUrl: SECRETS['ledger_url'], jobsUrl: SECRETS['jobs_url'] });
    expect(settings.vaultUrl).toBe(SECRETS['vault_url']);
  });

  it('pins every version, keeps every store in a volume, and looks after its health', () => {
    for (const [name, { image = '', healthcheck }] of Object.entries(services)) {
      expect({ name, image }).toEqual({ name, image: expect.stringMatching(/:(local|\d+\.\d+\.\d+)/) as string });
      if (!name.startsWith('worker')) expect({ name, healthcheck }).not.toEqual({ name, healthcheck: undefined });
    }
    const used = Object.values(services).flatMap((service) => service.volumes ?? []);
    for (const name of Object.keys(volumes)) expect(used.some((volume) => volume.startsWith(`${name}:`))).toBe(true);
  });

  it('names only secrets and services that there are', () => {
    for (const service of Object.values(services)) {
      for (const name of service.secrets ?? []) expect(Object.keys(secrets)).toContain(name);
      for (const name of Object.keys(service.depends_on ?? {})) expect(Object.keys(services)).toContain(name);
    }
  });

  it('tests against the same versions of the stores', () => {
    const real = read('test.yml').services;
    for (const name of ['eventstoredb', 'mongodb', 'redis']) expect(real[name]?.image).toBe(services[name]?.image);
  });
});

describe('A server in a container, and a worker', () => {
  const { start } = (JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8')) as Package).scripts;
  const options = start.match(/--\S+/g);
  const image = readFileSync(resolve(__dirname, 'Dockerfile'), 'utf8');

  it('are started as npm start starts one', () => {
    const [, command] = /^CMD (\[.*\])$/m.exec(image)!;
    expect(JSON.parse(command!)).toEqual(['node', ...options!, 'dist/server/backend/api/main.js']);
    const worker = read('compose.yml').services['worker-1']!;
    expect(worker.command).toEqual(['node', ...options!, 'dist/server/projections/main.js']);
    for (const assignment of start.match(/\b[A-Z_]+=\S+/g)!) expect(image).toMatch(new RegExp(`^ENV .*\\b${assignment}(?: |$)`, 'm')); // prettier-ignore
  });
});
