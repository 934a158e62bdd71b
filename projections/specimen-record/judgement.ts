import { DETERMINATION_ISSUES, judgeDetermination, readTypeStatuses } from '../quality/determination.js';
import { readTerms } from '../quality/terms.js';
import type { Finding } from '../quality/view.js';
import type { Interpretation, RecordIdentification, SpecimenRecord } from './view.js';

type Judged = Pick<SpecimenRecord, 'interpreted' | 'issues'>;

/** What the record's text is understood as now, and every doubt about it. */
export function judged(record: SpecimenRecord): Judged {
  const georeference = record.georeferences?.find((one) => one.georeferenceId === record.acceptedGeoreferenceId);
  const { findings, ...reading } = readTerms(record.terms, georeference?.terms, givenOn(record));
  if (record.catalogNumberClash === undefined) return withDeterminations(record, reading, findings);
  const clash: Finding = { issue: 'CATALOG_NUMBER_DUPLICATED', terms: ['catalogNumber'] };
  return withDeterminations(record, reading, [...findings, clash]);
}

/** The same after an event that concerned determinations only: what the terms say stands. */
export function judgedDeterminations(record: SpecimenRecord): Judged {
  const { typeStatus: _, ...reading } = record.interpreted;
  return withDeterminations(
    record,
    reading,
    (record.issues ?? []).filter(({ issue }) => !DETERMINATION_ISSUES.has(issue)),
  );
}

function withDeterminations(record: SpecimenRecord, reading: Interpretation, findings: readonly Finding[]): Judged {
  const standing = record.identifications.filter(({ status }) => status !== 'withdrawn');
  const issues = [...findings, ...standing.flatMap((one) => doubtsOf(one, reading.collected))];
  const typeStatus = typesOf(standing);
  return {
    interpreted: typeStatus.length > 0 ? { ...reading, typeStatus } : reading,
    issues: issues.length > 0 ? merged(issues) : undefined,
  };
}

/** The day on which the terms were given last: only days after it are the future. */
function givenOn(record: SpecimenRecord): string {
  const last = record.corrections?.at(-1);
  return (last ?? record.created).at.slice(0, 10);
}

function doubtsOf(one: RecordIdentification, collected: Interpretation['collected']): readonly Finding[] {
  return judgeDetermination(one.terms, collected, one.entered.at.slice(0, 10), one.status === 'accepted');
}

function typesOf(standing: readonly RecordIdentification[]): readonly string[] {
  const stated = standing.flatMap(({ terms }) =>
    terms['typeStatus'] === undefined ? [] : readTypeStatuses(terms['typeStatus']).values,
  );
  return [...new Set(stated)].sort();
}

/** One finding per issue, with all the terms that any determination gave rise to it by; by name. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const byIssue = new Map<Finding['issue'], Set<string>>();
  for (const { issue, terms } of findings) {
    byIssue.set(issue, new Set([...(byIssue.get(issue) ?? []), ...terms]));
  }
  return [...byIssue]
    .map(([issue, terms]) => ({ issue, terms: [...terms] }))
    .sort((a, b) => (a.issue < b.issue ? -1 : 1));
}
