import { judgeDetermination, readTypeStatuses } from '../quality/determination.js';
import { readTerms } from '../quality/terms.js';
import type { Finding } from '../quality/view.js';
import type { Interpretation, RecordIdentification, SpecimenRecord } from './view.js';

/** What the record's text is understood as now, and every doubt about it. */
export function judged(record: SpecimenRecord): Pick<SpecimenRecord, 'interpreted' | 'issues'> {
  const georeference = record.georeferences?.find((one) => one.georeferenceId === record.acceptedGeoreferenceId);
  const { findings, ...reading } = readTerms(record.terms, georeference?.terms, givenOn(record));
  const standing = record.identifications.filter(({ status }) => status !== 'withdrawn');
  const issues = [...findings, ...standing.flatMap((one) => doubtsOf(one, reading.collected))];
  if (record.catalogNumberClash !== undefined) {
    issues.push({ issue: 'CATALOG_NUMBER_DUPLICATED', terms: ['catalogNumber'] });
  }
  const types = typesOf(standing);
  return {
    interpreted: { ...reading, ...(types.length > 0 && { typeStatus: types }) },
    issues: issues.length > 0 ? merged(issues) : undefined,
  } as Pick<SpecimenRecord, 'interpreted' | 'issues'>;
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
