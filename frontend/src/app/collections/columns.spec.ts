import { decadesOf, monthsOf } from './columns';

describe('Columns of a chart', () => {
  it('have every decade between the first and the last, each leading to its search', () => {
    const counts = [
      { value: 1920, count: 3 },
      { value: 1900, count: 1 },
    ];
    expect(decadesOf(counts, String)).toEqual([
      { label: '1900', count: 1, asked: { decade: '1900' } },
      { label: '1910', count: 0, asked: { decade: '1910' } },
      { label: '1920', count: 3, asked: { decade: '1920' } },
    ]);
  });
  it('take days of entry together by month, over the turn of a year too', () => {
    const days = ['2025-11-03', '2025-11-30', '2026-01-01'].map((value) => ({ value, count: 2 }));
    const columns = monthsOf(days, (month) => month);
    expect(columns.map(({ label, count }) => [label, count])).toEqual([
      ['2025-11', 4],
      ['2025-12', 0],
      ['2026-01', 2],
    ]);
    expect(columns[0]!.asked).toEqual({ 'enteredAt.from': '2025-11-01', 'enteredAt.to': '2025-11-31' });
  });
  it('are none where nothing is known', () => {
    expect([decadesOf([], String), monthsOf([], String)]).toEqual([[], []]);
  });
});
