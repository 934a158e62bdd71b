import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readSettings } from './settings.js';

describe('Settings', () => {
  it('need nothing to be said', () => {
    const data = resolve('data');
    expect(readSettings({}, {})).toEqual({
      data,
      ledgerUrl: `sqlite:${join(data, 'ledger.db')}`,
      viewsUrl: `sqlite:${join(data, 'views')}`,
      jobsUrl: `sqlite:${join(data, 'jobs.db')}`,
      vaultUrl: `sqlite:${join(data, 'vault.db')}`,
      filesUrl: `file:${join(data, 'files')}`,
      host: '127.0.0.1',
      port: 3000,
      hosts: [],
      trustProxy: false,
      longestUpload: 4096 * 1024 * 1024,
      demo: false,
      logLevel: 'info',
      readers: 1,
      projector: 'here',
      tasks: 'here',
    });
  });

  it('put a demo into a folder of its own', () => {
    expect(readSettings({}, { DEMO: '1' })).toMatchObject({ demo: true, data: resolve('data/demo') });
    expect(readSettings({}, { DEMO: '1', DATA: '/srv/x' })).toMatchObject({ data: '/srv/x' });
  });

  it('of the command line go before those of the environment', () => {
    expect(readSettings({ DATA: '/srv/a' }, { DATA: '/srv/b', PORT: '8080' })).toMatchObject({
      data: '/srv/a',
      port: 8080,
    });
  });

  it('point each store to a place of its own, relative paths from where the process stands', () => {
    const settings = readSettings(
      {},
      { LEDGER_URL: 'sqlite:here/l.db', FILES_URL: 'file:///srv/files', JOBS_URL: 'redis://h/1' },
    );
    expect(settings.ledgerUrl).toBe(`sqlite:${resolve('here/l.db')}`);
    expect(settings.filesUrl).toBe('file:/srv/files');
    expect(settings.jobsUrl).toBe('redis://h/1');
  });

  it('name the first administrator, whose password may be in a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'password');
    writeFileSync(file, 'correct horse battery\n');
    const expected = { name: 'anna', password: 'correct horse battery' };
    const environment = { LEDGER_ADMIN_NAME: 'anna', LEDGER_ADMIN_PASSWORD_FILE: file };
    expect(readSettings({}, environment).firstAdministrator).toEqual(expected);
    const { LEDGER_ADMIN_NAME } = environment;
    expect(
      readSettings({}, { LEDGER_ADMIN_NAME, LEDGER_ADMIN_PASSWORD: expected.password }).firstAdministrator,
    ).toEqual(expected);
  });

  it('reads the URL of a store from a file, so that its password need not stand in the environment', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'jobs-url');
    writeFileSync(file, 'redis://:secret@redis:6379/0\n');
    expect(readSettings({}, { JOBS_URL_FILE: file }).jobsUrl).toBe('redis://:secret@redis:6379/0');
    const both = { JOBS_URL_FILE: file, JOBS_URL: 'redis://other' };
    expect(() => readSettings({}, both)).toThrow('JOBS_URL is there beside JOBS_URL_FILE; one of them says it');
  });

  it.each([
    [{ PORT: 'http' }, 'PORT is http; it may be a whole number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT is 65536'],
    [{ PORT: '-1' }, 'PORT is -1'],
    [{ READERS: '0' }, 'READERS is 0; it may be a whole number from 1 to 64'],
    [{ DEMO: 'maybe' }, 'DEMO is maybe; it may be 1 or 0'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is loud; it may be debug, info, warn, error, silent'],
    [{ LEDGER_URL: 'data/ledger.db' }, 'LEDGER_URL is no URL such as sqlite:'],
    [{ VIEWS_URL: 'sqlite:' }, 'VIEWS_URL says no place behind the colon'],
    [{ DEMO: '1', HOST: '0.0.0.0' }, 'HOST is 0.0.0.0, but a demo shows its passwords'],
    [{ LEDGER_ADMIN_NAME: 'anna' }, 'LEDGER_ADMIN_NAME is there without LEDGER_ADMIN_PASSWORD'],
    [{ LEDGER_ADMIN_PASSWORD: 'x' }, 'LEDGER_ADMIN_PASSWORD is there without LEDGER_ADMIN_NAME'],
    [{ LEDGER_ADMIN_NAME: 'a', LEDGER_ADMIN_PASSWORD_FILE: '/not/there' }, 'LEDGER_ADMIN_PASSWORD_FILE cannot be read'],
  ])('%j are refused with a sentence', (environment, sentence) => {
    expect(() => readSettings({}, environment)).toThrow(sentence);
  });

  it('that are wrong are told all at once', () => {
    expect(() => readSettings({}, { PORT: 'x', READERS: 'y' })).toThrow(/PORT is x.*; READERS is y/);
  });
});
