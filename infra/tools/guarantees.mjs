// Writes infra/docs/guarantees.md: what every adapter of a port promises, from the titles of the contract suites.
// `--check` only compares, and ends with 1 when the file is not what the contracts say.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');
const target = resolve(root, 'infra/docs/guarantees.md');

/** The ports, with the files of their contracts in the order in which they are read. */
export const PORTS = [
  {
    title: 'Event store',
    port: 'backend/ledger/event-store.ts',
    contracts: ['backend/ledger/event-store.contract.ts'],
  },
  {
    title: 'View store',
    port: 'projections/kernel/view-store.ts',
    contracts: ['projections/kernel/view-store.contract.ts', 'projections/kernel/query.contract.ts'],
  },
  {
    title: 'Job queue',
    port: 'backend/jobs/job-queue.ts',
    contracts: ['work', 'stopping', 'telling'].map((part) => `backend/jobs/contract/${part}.contract.ts`),
  },
  { title: 'Vault', port: 'backend/vault/vault.ts', contracts: ['backend/vault/vault.contract.ts'] },
  { title: 'File store', port: 'backend/files/file-store.ts', contracts: ['backend/files/file-store.contract.ts'] },
];

const titleOf = (node) => {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
};

/** `describe`, `it`, `it.each(…)` by the word they begin with. */
const wordOf = (callee) => {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return wordOf(callee.expression);
  return undefined;
};

/** Lines of one contract: a bullet for each group and each test below it. */
export function guaranteesOf(text) {
  const lines = [];
  const visit = (node, depth) => {
    const word = ts.isCallExpression(node) ? wordOf(node.expression) : undefined;
    const title = word === 'describe' || word === 'it' || word === 'test' ? titleOf(node.arguments[0]) : undefined;
    if (title !== undefined) lines.push(`${'  '.repeat(depth)}- ${word === 'describe' ? `**${title}**` : title}`);
    ts.forEachChild(node, (child) => visit(child, title === undefined ? depth : depth + 1));
  };
  visit(ts.createSourceFile('contract.ts', text, ts.ScriptTarget.Latest, true), 0);
  return lines;
}

/** The whole document. */
export function guaranteesDocument() {
  const parts = PORTS.map(({ title, port, contracts }) => {
    const lines = contracts.flatMap((file) => guaranteesOf(readFileSync(resolve(root, file), 'utf8')));
    return `## ${title}\n\nPort: \`${port}\`. Contract: ${contracts.map((file) => `\`${file}\``).join(', ')}.\n\n${lines.join('\n')}\n`;
  });
  return [
    '# What every adapter promises',
    'Made by `infra/tools/guarantees.mjs` from the titles of the contract suites, which every adapter passes unchanged. A guarantee that is not here does not exist.',
    ...parts,
  ].join('\n\n');
}

if (process.argv[1] === import.meta.filename) {
  const text = guaranteesDocument();
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('infra/docs/guarantees.md is not what the contracts say: run node infra/tools/guarantees.mjs.');
    process.exitCode = 1;
  }
}
