#!/usr/bin/env node
/** `npm run campaign -- NAME [options]`: runs a campaign of this folder; see the head of each. */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = import.meta.dirname;
const [name, ...rest] = process.argv.slice(2);
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.campaign.mjs'))
  .map((file) => file.slice(0, -'.campaign.mjs'.length));

if (!known.includes(name)) fail(`Say which campaign: ${known.join(', ')}.`);
if (!existsSync(resolve(folder, '../../dist/server'))) fail('Nothing is built yet: run "npm run build:backend" first.');
const { run } = await import(join(folder, `${name}.campaign.mjs`));
// What still hangs on a server that went wrong must not keep the campaign from ending.
process.exit(await run(rest));

function fail(why) {
  console.error(why);
  process.exit(2);
}
