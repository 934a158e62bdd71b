#!/usr/bin/env node
// Writes backend/api/openapi/class-comments.ts: the doc comments of every class that a request's body can be, which the
// compiled classes do not know any more. `--check` only compares, and ends with 1 when the file is not what the sources say.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');
const target = join(root, 'backend/api/openapi/class-comments.ts');
const SOURCES = ['backend/domain/*/*commands.ts', 'backend/api/*/*bodies.ts'];

const commentOf = (node) =>
  ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => (typeof comment === 'string' ? comment : (ts.getTextOfJSDocComment(comment) ?? '')))
    .join(' ')
    .replace(/\{@link (\w+)\}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/** Classes of a file: their own comment, the class they extend, and the comments of their members. */
function classesIn(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isClassDeclaration).map((node) => ({
    name: node.name.text,
    parent: node.heritageClauses?.[0]?.types[0]?.expression.getText(source),
    says: commentOf(node),
    members: Object.fromEntries(
      node.members
        .filter((member) => ts.isPropertyDeclaration(member) && commentOf(member) !== '')
        .filter((member) => !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword))
        .map((member) => [member.name.getText(source), commentOf(member)]),
    ),
  }));
}

export function classComments() {
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).sort();
  const classes = files.flatMap((file) => classesIn(join(root, file)));
  const membersOf = ({ parent, members }) => ({
    ...(parent && membersOf(classes.find(({ name }) => name === parent) ?? { members: {} })),
    ...members,
  });
  const comments = Object.fromEntries(classes.map((one) => [one.name, { says: one.says, members: membersOf(one) }]));
  const line = (text) => JSON.stringify(text);
  return [
    '/* eslint-disable max-lines -- made by infra/tools/class-comments.mjs from the doc comments of commands and bodies; do not edit */',
    '// prettier-ignore',
    '/** What each class of a body says of itself and of its members. */',
    'export const CLASS_COMMENTS: Readonly<Record<string, { readonly says: string; readonly members: Readonly<Record<string, string>> }>> = {',
    ...Object.entries(comments).flatMap(([name, { says, members }]) => [
      `  ${name}: {`,
      `    says: ${line(says)},`,
      '    members: {',
      ...Object.entries(members).map(([member, text]) => `      ${member}: ${line(text)},`),
      '    },',
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

const wanted = classComments();
const isSame = existsSync(target) && readFileSync(target, 'utf8') === wanted;
// What has not changed keeps its time, so that nothing is built again for it.
if (!isSame && !process.argv.includes('--check')) writeFileSync(target, wanted);
else if (!isSame) {
  console.error(
    'backend/api/openapi/class-comments.ts is older than the code: run "node infra/tools/class-comments.mjs".',
  );
  process.exitCode = 1;
}
