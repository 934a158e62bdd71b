import 'reflect-metadata';
import { PREFIX } from '../prefix.js';
import { PROBLEMS } from '../problems/catalogue.js';
import { openApiDocument } from './document.js';

/** The documents that are generated and checked in under `infra/docs`, by file name. */
export function apiDocuments(): Readonly<Record<string, string>> {
  return {
    'openapi.json': `${JSON.stringify(openApiDocument(PREFIX), null, 2)}\n`,
    'problems.md': problemCatalogue(),
  };
}

function problemCatalogue(): string {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title, when }]) => `### ${status} \`${code}\`\n\n${title}. ${when}\n`,
  );
  return [
    '# Problems\n',
    'Generated from `backend/api/problems/catalogue.ts` by `node infra/tools/api-docs.mjs`.\n',
    'Every answer that is no success is a problem of RFC 9457 (`application/problem+json`): `type`, `title`, `status`, `detail` (what, which, and what now, in a sentence), `code` (stable, for programs), and where they help `details` (values that the sentence speaks of) and `errors` (one entry per field: `field`, `message`, `code`). A rule of the collection that says no brings a code of its own, such as `CATALOG_NUMBER_TAKEN`, with status 409.\n',
    ...rows,
  ].join('\n');
}
