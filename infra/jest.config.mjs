import { resolve } from 'node:path';
import ng from 'jest-preset-angular/presets/index.js';

/** Backend + projections: TypeScript -> CommonJS by SWC (so jest.mock works); ESM-only packages come in through require(esm). */
const node = {
  displayName: 'node',
  rootDir: resolve(import.meta.dirname, '..'),
  roots: ['<rootDir>/backend', '<rootDir>/projections', '<rootDir>/infra'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/infra/fixtures/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testEnvironment: 'node',
  // Checks of what is plain JavaScript are so themselves.
  testMatch: ['**/*.spec.ts', '**/*.spec.mjs'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#(domain|ledger|jobs|vault|files|sqlite|tasks|wiring)/(.*)\\.js$': '<rootDir>/backend/$1/$2',
    '^#projections/(.*)\\.js$': '<rootDir>/projections/$1',
  },
  setupFiles: ['reflect-metadata'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
};
/** Frontend: jest-preset-angular, native ESM, zoneless, jsdom. */
const preset = ng.createEsmPreset({ tsconfig: '<rootDir>/frontend/tsconfig.spec.json' });
const web = {
  ...preset,
  displayName: 'web',
  rootDir: resolve(import.meta.dirname, '..'),
  roots: ['<rootDir>/frontend'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: {
    ...preset.moduleNameMapper,
    '^#domain/(.*)\\.js$': '<rootDir>/backend/domain/$1',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFilesAfterEnv: ['<rootDir>/frontend/jest.setup.ts'],
};
/** The built app in a real browser, on a real server with a ledger of its own. */
const browser = {
  displayName: 'browser',
  rootDir: resolve(import.meta.dirname, '..'),
  roots: ['<rootDir>/infra/e2e'],
  testEnvironment: 'node',
  testMatch: ['**/*.e2e.mjs'],
  moduleFileExtensions: ['js', 'mjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: {},
};
export default {
  rootDir: resolve(import.meta.dirname, '..'),
  maxWorkers: 2,
  testSequencer: resolve(import.meta.dirname, 'jest-sequence.mjs'),
  // A loaded machine is slow, not wrong: nothing here is a test of speed.
  testTimeout: 120_000,
  workerIdleMemoryLimit: '1GB',
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  projects: [node, web, browser],
};
