// What `npm run up` and `npm test` need before anything else: packages, Node 24 and a fresh build. Plain Node 20, no packages.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
const bin = join(root, 'node_modules/.bin');
/** Environment in which `node` is the Node that the product brings along. */
export const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}` };

/** Runs a command with its output shown; ends this process with the command's exit code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment, ...options });
  if (result.status === 0) return;
  console.error(`\n"${command} ${args.join(' ')}" failed${result.error ? `: ${result.error.message}` : ''}.`);
  process.exit(result.status ?? 1);
}

const hashOf = (texts) => texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex');
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Installs the packages of package-lock.json unless just these are installed. */
export function installPackages() {
  const stamp = join(root, 'node_modules/.installed-lock');
  const wanted = hashOf([read(join(root, 'package-lock.json'))]);
  if (read(stamp) === wanted) return;
  console.log('Installing packages (about a minute) …');
  run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], { env: process.env });
  writeFileSync(stamp, wanted);
}

/** Path of a Node that is new enough: the one from the packages, else this machine's own. */
export function nodePath() {
  for (const candidate of [join(bin, 'node'), process.execPath]) {
    const version = spawnSync(candidate, ['--version'], { encoding: 'utf8' }).stdout ?? '';
    if (Number(/^v(\d+)/.exec(version)?.[1] ?? 0) >= 24) return candidate;
  }
  console.error(
    `No Node.js 24 for ${process.platform} ${process.arch} comes with the packages, and this machine has ${process.version}. ` +
      'Install Node.js 24 (https://nodejs.org) and run the command again.',
  );
  process.exit(1);
}

function newestUnder(folder) {
  let newest = 0;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
    if (entry.isFile()) newest = Math.max(newest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return newest;
}

/** Builds server and web app unless the last build is newer than every source. */
export function build() {
  const stamp = join(root, 'dist/.built');
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const settings = ['package.json', 'nest-cli.json', 'angular.json'].map((file) => statSync(join(root, file)).mtimeMs);
  if (Math.max(...settings, ...['backend', 'projections', 'frontend'].map(newestUnder)) < built) return;
  console.log('Building (about 15 seconds) …');
  run('npm', ['run', '-s', 'build']);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, new Date().toISOString());
}
