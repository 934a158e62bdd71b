// Proves that the import rules and the purity rules can fail: each fixture must break exactly the rule it is there for.
import { resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import { forbidden, options } from '../depcruise.config.mjs';

const root = resolve(import.meta.dirname, '../..');
const EXPECTED = {
  'backend/domain/terms/circle-a.ts': ['no-circles'],
  'backend/domain/terms/reads-files.ts': ['domain-is-pure'],
  'backend/domain/terms/uses-nest.ts': ['domain-is-pure', 'nest-lives-in-api'],
  'backend/domain/terms/knows-ledger.ts': ['domain-stands-alone'],
  'backend/domain/terms/knows-specimen.ts': ['terms-know-no-aggregate'],
  'backend/domain/loan/knows-specimen.ts': ['aggregates-never-meet'],
  'backend/ledger/uses-nest.ts': ['nest-lives-in-api'],
  'backend/ledger/knows-specimen.ts': ['ledger-knows-no-aggregate'],
  'backend/ledger/uses-driver.ts': ['drivers-stay-in-adapters'],
  'backend/jobs/knows-ledger.ts': ['jobs-know-nobody'],
  'backend/vault/knows-ledger.ts': ['vault-knows-nobody'],
  'backend/files/knows-ledger.ts': ['files-know-nobody'],
  'backend/tasks/picks-adapter.ts': ['adapters-are-leaves'],
  'backend/tasks/knows-wiring.ts': ['tasks-know-ports-only'],
  'backend/wiring/knows-api.ts': ['nobody-imports-the-edge'],
  'projections/loan-desk/knows-jobs.ts': ['projections-look-up-stream'],
  'projections/audit-trail/knows-loan-desk.ts': ['read-models-never-meet'],
  'frontend/src/runs-a-fold.ts': ['frontend-sees-views-as-types-only'],
  'frontend/src/knows-ledger.ts': ['frontend-sees-language-and-views'],
};
const IMPURE = {
  'Date.now()': 'export const now = () => Date.now();',
  'new Date()': 'export const now = () => new Date();',
  'Math.random()': 'export const dice = () => Math.random();',
  'performance.now()': 'export const now = () => performance.now();',
  'crypto.randomUUID()': 'export const id = () => crypto.randomUUID();',
};
// The checks below lint text that is not on the disk: the parser must not take the file's own content for it.
process.env.TSESTREE_SINGLE_RUN = 'false';
const failures = [];

process.chdir(root);
const { output } = await cruise(['backend', 'projections', 'frontend/src'], {
  ...options,
  baseDir: resolve(root, 'infra/fixtures/import-rules'),
  validate: true,
  ruleSet: { forbidden },
});
const found = {};
for (const { from, rule } of output.summary.violations) (found[from] ??= new Set()).add(rule.name);
for (const [file, rules] of Object.entries(EXPECTED)) {
  const got = [...(found[file] ?? [])].sort().join(', ');
  if (got !== rules.join(', '))
    failures.push(`${file} should break ${rules.join(', ')} but breaks ${got || 'nothing'}.`);
}
for (const file of Object.keys(found))
  if (!EXPECTED[file]) failures.push(`${file} breaks ${[...found[file]]} unexpectedly.`);
const untested = forbidden.filter((rule) => !Object.values(EXPECTED).flat().includes(rule.name));
for (const rule of untested) failures.push(`No fixture fails the rule ${rule.name}: add one.`);

const eslint = new ESLint({ cwd: root, overrideConfigFile: resolve(root, 'infra/eslint.config.mjs') });
for (const [name, code] of Object.entries(IMPURE)) {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: resolve(root, 'backend/domain/kernel/decider.ts') });
  if (!result.messages.some((message) => message.ruleId?.startsWith('no-restricted')))
    failures.push(`Lint lets ${name} into the domain.`);
}

for (const failure of failures) console.error(failure);
console.log(
  failures.length === 0
    ? `Import rules: ${forbidden.length} rules and ${Object.keys(IMPURE).length} purity checks fail where they must.`
    : `${failures.length} rules do not hold what they promise.`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
