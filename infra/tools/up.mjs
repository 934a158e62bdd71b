// `npm run up`: installs what is missing, builds, and starts everything with the demo collection. Plain Node 20, no packages.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, installPackages, nodePath, root } from './ready.mjs';
import { serverEnvironment, serverOptions } from './server-start.mjs';

installPackages();
const node = nodePath();
build();

const settings = { DEMO: '1', DATA: process.env.DATA ?? 'data/demo', HOST: '127.0.0.1' };
const server = spawn(node, [...serverOptions, join(root, 'dist/server/backend/api/main.js')], {
  cwd: root,
  stdio: 'inherit',
  env: { ...environment, ...serverEnvironment, ...settings },
});
// Ctrl-C reaches the whole foreground group; a signal to this process alone is handed on, and the server's end is waited for.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
