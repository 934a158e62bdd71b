import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from './shared-data.js';

const big = sharedData && join(sharedData, 'suites/blns.json');

/** Texts that break careless software; the Big List of Naughty Strings as well where this machine has it. */
export const naughtyStrings: readonly string[] = [
  '',
  ' ',
  'a\u0000b',
  '\ufeffBOM',
  'Müller\u0308 – “Straße” 💐 \u202eabc',
  "'; DROP TABLE job; --",
  '{"$ne":1}',
  '__proto__',
  '../../etc/passwd',
  '%00%s%n',
  '\r\n\t\u2028\u2029',
  'first line\r\nsecond, "quoted"; third\n',
  ' | Linnæus |C. | ',
  '007',
  '1.00',
  '١٢٣',
  'NA',
  'null',
  '\\N',
  ...(big && existsSync(big) ? (JSON.parse(readFileSync(big, 'utf8')) as string[]) : []),
];
