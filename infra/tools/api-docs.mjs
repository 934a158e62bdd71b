#!/usr/bin/env node
/** Writes `infra/docs/openapi.json` and `infra/docs/problems.md` from the built server: `node infra/tools/api-docs.mjs`. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { apiDocuments } from '../../dist/server/backend/api/openapi/documents.js';

const docs = resolve(import.meta.dirname, '../docs');
for (const [name, text] of Object.entries(apiDocuments())) {
  writeFileSync(resolve(docs, name), text);
  console.log(`infra/docs/${name}`);
}
