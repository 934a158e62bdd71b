// Writes infra/docs/event-catalogue.md from the domain's sources: every event with its schema, what it says, and its data.
// `--check` only compares, and ends with 1 when the file is not what the sources say.
import { readFileSync, readdirSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const domain = join(root, 'backend/domain');
const target = join(root, 'infra/docs/event-catalogue.md');

/** @typedef {{ name: string, doc: string, data: string }} EventShape */

const docOf = (node) =>
  (ts.getJSDocCommentsAndTags(node) ?? [])
    .map((doc) => (typeof doc.comment === 'string' ? doc.comment : (ts.getTextOfJSDocComment(doc.comment) ?? '')))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Events of one aggregate's events.ts, in the order of the file, and the named shapes that their data uses. */
function readEvents(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const events = [];
  const shapes = [];
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement))
      shapes.push({ name: statement.name.text, doc: docOf(statement), text: membersOf(statement, source) });
    if (!ts.isTypeAliasDeclaration(statement)) continue;
    const { type } = statement;
    if (ts.isTypeReferenceNode(type) && type.typeName.getText(source) === 'Fact' && type.typeArguments?.length === 2)
      events.push({ name: statement.name.text, doc: docOf(statement), text: dataOf(type.typeArguments[1], source) });
    else if (!ts.isUnionTypeNode(type))
      shapes.push({ name: statement.name.text, doc: docOf(statement), text: plain(type, source) });
  }
  return { events, shapes };
}

function dataOf(node, source) {
  if (ts.isIntersectionTypeNode(node)) return node.types.map((part) => dataOf(part, source)).join('; and ');
  return ts.isTypeLiteralNode(node) ? membersOf(node, source) : plain(node, source);
}

function membersOf(node, source) {
  const inherited = (node.heritageClauses ?? []).flatMap((clause) =>
    clause.types.map((type) => `all of ${type.getText(source)}`),
  );
  const own = node.members.map((member) => {
    const name = `${member.name.getText(source)}${member.questionToken ? '?' : ''}`;
    const doc = docOf(member);
    return `\`${name}: ${plain(member.type, source)}\`${doc ? ` (${doc.replace(/\.$/, '')})` : ''}`;
  });
  return [...inherited, ...own].join(', ');
}

const plain = (node, source) =>
  node
    .getText(source)
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/readonly /g, '')
    .replace(/\s+/g, ' ')
    .replace(/\|/g, 'or')
    .trim();

async function aggregates() {
  const registry = join(root, 'dist/server/backend/domain/registry.js');
  if (!existsSync(registry)) throw new Error('The backend is not built: run `npm run build:backend` first.');
  return (await import(registry)).AGGREGATES;
}

function folderOf(category, events) {
  for (const folder of readdirSync(domain)) {
    const file = join(domain, folder, 'events.ts');
    if (!existsSync(file)) continue;
    const read = readEvents(file);
    if (read.events.some(({ name }) => name in events)) return read;
  }
  throw new Error(`No events.ts declares the events of ${category}.`);
}

export async function catalogue() {
  const lines = [
    '# Event catalogue',
    '',
    'Made from `backend/domain/*/events.ts` by `infra/tools/event-catalogue.mjs`; do not edit.',
    'What surrounds the data (who, when, why, by which command) is the envelope: `backend/ledger/record.ts`.',
    'A member with a question mark may be absent. `reason` is a code in the envelope, from `backend/domain/terms/reason-code.ts`.',
  ];
  for (const aggregate of await aggregates()) {
    const { events, shapes } = folderOf(aggregate.category, aggregate.events);
    lines.push(
      '',
      `## Streams \`${aggregate.category}-{id}\``,
      '',
      '| event | schema | what it says | data |',
      '|---|---|---|---|',
    );
    for (const { name, doc, text } of events) {
      if (!(name in aggregate.events))
        throw new Error(`${name} is declared, but the aggregate ${aggregate.category} does not list it.`);
      lines.push(`| \`${name}\` | ${aggregate.events[name]} | ${doc} | ${text} |`);
    }
    if (shapes.length > 0) lines.push('', 'Shapes used above:', '');
    for (const { name, doc, text } of shapes) lines.push(`- \`${name}\`: ${[doc, text].filter(Boolean).join(' — ')}`);
  }
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = await catalogue();
  const check = process.argv.includes('--check');
  if (!check) writeFileSync(target, wanted);
  else if (!existsSync(target) || readFileSync(target, 'utf8') !== wanted) {
    console.error(
      'infra/docs/event-catalogue.md is not what the sources say: run `node infra/tools/event-catalogue.mjs`.',
    );
    process.exitCode = 1;
  }
}
