// `npm test`: everything that must hold, on a machine that may have nothing but Node 20 and npm. Plain Node 20, no packages.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, environment, installPackages, nodePath, root } from './ready.mjs';

const WANTED = {
  chromium: { file: '/usr/bin/chromium', for: 'the browser tests' },
  'redis-server': { file: '/usr/bin/redis-server', for: 'the tests against Redis' },
  'libxml2-utils': { file: '/usr/bin/xmllint', for: 'the validation of exported archives' },
  strace: { file: '/usr/bin/strace', for: 'the tests that fail system calls one by one' },
};

/** Debian's packages that some tests use: installed when root, else those tests are skipped aloud. */
function installDebianPackages() {
  const missing = Object.keys(WANTED).filter((name) => !existsSync(WANTED[name].file));
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${missing.join(', ')} with apt …`);
    const apt = (...args) =>
      spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    apt('update', '-qq');
    // One by one: a package that cannot be had must not keep the others away.
    for (const name of missing) apt('install', '-y', '-qq', name);
  }
  for (const name of missing)
    if (!existsSync(WANTED[name].file))
      console.warn(`SKIPPED: ${name} is not here, so ${WANTED[name].for} do not run.`);
}

const started = Date.now();

/** Runs a command and tells, when it has ended, what it said and how long it took. */
async function stage(title, command, ...words) {
  const began = Date.now();
  const child = spawn(command, words, { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((ended) => child.once('error', () => ended(1)).once('close', ended));
  console.log(`\n== ${title}\n${said}   ${((Date.now() - began) / 1000).toFixed(0)} s`);
  if (code !== 0) console.error(`${title}: "${[command, ...words].join(' ')}" failed.`);
  return code === 0;
}

installPackages();
const node = nodePath();
installDebianPackages();
build();
// Each uses one core; side by side they take as long as the longest.
const good = await Promise.all([
  stage('Types', 'npm', 'run', '-s', 'typecheck'),
  stage('Lint and import rules', 'npm', 'run', '-s', 'lint'),
  stage('Size of the first download', node, 'infra/tools/check-download.mjs'),
]);
if (good.includes(false)) process.exit(1);

console.log('\n== Tests');
const results = join(root, 'coverage/results.json');
rmSync(results, { force: true });
mkdirSync(join(root, 'coverage'), { recursive: true });
const jest = spawnSync(
  node,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--config',
    'infra/jest.config.mjs',
    '--json',
    `--outputFile=${results}`,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  },
);
if (!existsSync(results)) {
  console.error('The test runner ended without results.');
  process.exit(jest.status || 1);
}
const told = JSON.parse(readFileSync(results, 'utf8'));
const skipped = told.numPendingTests + told.numTodoTests;
const failed = told.numFailedTests + told.numRuntimeErrorTestSuites;
console.log(`\nAll in ${((Date.now() - started) / 60000).toFixed(1)} minutes.`);
console.log(`${told.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
process.exit(jest.status === 0 && failed === 0 && told.numPassedTests > 0 ? 0 : 1);
