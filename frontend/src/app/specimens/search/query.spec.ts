import { readFileSync } from 'node:fs';
import { COLUMNS } from './columns';
import { printQuery, type QueryGroup, readQuery, replaced } from './query';

const QUERY: QueryGroup = {
  join: 'and',
  parts: [
    { column: 'family', how: 'is', values: ['Cyperaceae'] },
    { column: 'eventDate', how: 'between', values: ['1900', '1950-06'] },
    {
      join: 'or',
      parts: [
        { column: 'locality', how: 'contains', values: ['Mont "Albert"'] },
        { column: 'locality', how: 'missing', values: [] },
        { join: 'none', parts: [{ column: 'country', how: 'is', values: ['Brazil'] }] },
      ],
    },
    { column: 'recordedBy', how: 'lacks', values: ['Glaziou'] },
    { column: 'year', how: 'not', values: ['1923'] },
  ],
};

describe('A query of the builder', () => {
  it('comes back from the address as it was put in', () => {
    expect(readQuery(printQuery(QUERY))).toEqual(QUERY);
  });
  it('leaves out what is not finished', () => {
    const unfinished = { column: 'family', how: 'is', values: [' '] } as const;
    expect(printQuery({ join: 'and', parts: [unfinished] })).toBe('');
    // Its second value is of another way to ask, chosen before.
    const leftOver = { column: 'eventDate', how: 'is', values: ['', '1950'] } as const;
    expect(printQuery({ join: 'and', parts: [leftOver] })).toBe('');
    expect(printQuery({ join: 'or', parts: [unfinished, { column: 'point', how: 'missing', values: [] }] })).toBe(
      '{"or":[{"point.exists":"false"}]}',
    );
  });
  it('is none when the address holds something else', () => {
    expect([readQuery('{'), readQuery('{"nonsense":"1"}'), readQuery('[]')]).toEqual([undefined, undefined, undefined]);
  });
  it('changes at one place and nowhere else', () => {
    const changed = replaced(QUERY, [2, 1], undefined);
    expect((changed.parts[2] as QueryGroup).parts).toHaveLength(2);
    expect(changed.parts.filter((_, at) => at !== 2)).toEqual(QUERY.parts.filter((_, at) => at !== 2));
  });
  it('asks for no column that the server does not have', () => {
    const { paths } = JSON.parse(readFileSync('infra/docs/openapi.json', 'utf8')) as {
      paths: Record<string, { get: { parameters: { name: string }[] } }>;
    };
    const [, search] = Object.entries(paths).find(([path]) => path.endsWith('/specimens'))!;
    const served = new Set(search.get.parameters.map(({ name }) => name.replace('.exists', '')));
    expect(COLUMNS.map(({ name }) => name).filter((name) => !served.has(name))).toEqual([]);
  });
});
