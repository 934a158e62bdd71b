import type { StatementSync } from 'node:sqlite';
import { cellOf, gridOf, MILLIONTHS } from '../../kernel/cells.js';
import { columnNamed } from '../../kernel/layout.js';
import { InvalidQuery, type Cell, type CellsRequest, type Scalar } from '../../kernel/query.js';
import { joined, type Sql } from './conditions.js';
import { cellsOf, MISSING, type Layout } from './layout.js';
import { LISTED, type Matches } from './matches.js';

/** Counts matching documents by cells of a grid over the earth, in one walk over their rows. */
export function countCells(
  layout: Layout,
  statement: (sql: string) => StatementSync,
  { where, list }: Matches,
  request: CellsRequest,
): readonly Cell[] {
  const column = columnNamed(layout, request.column);
  if (column.kind !== 'point') throw new InvalidQuery(`${column.name} holds no points.`);
  const { size, limit } = gridOf(request);
  const [longitude, latitude] = cellsOf(column).map(({ name }) => `r.${name}`) as [string, string];
  const matching: Sql = list === undefined ? where : { text: LISTED, values: [list] };
  const there: Sql = { text: `+${latitude} < ?`, values: [MISSING.number] };
  const { text, values } = joined([matching, there], 'AND');
  const sum = (cell: string): string => `sum(CAST(floor(${cell} * ${MILLIONTHS}) AS INTEGER))`;
  const sql =
    `SELECT CAST(floor((${longitude} + 180) / ?) AS INTEGER) AS x, CAST(floor((${latitude} + 90) / ?) AS INTEGER) AS y, ` +
    `count(*) AS size, ${sum(longitude)}, ${sum(latitude)}, min(r.id) FROM rows r WHERE ${text} ` +
    `GROUP BY x, y ORDER BY size DESC, y, x LIMIT ?`;
  const found = statement(sql).all(size, size, ...values, limit) as unknown as readonly Scalar[][];
  return found.map(([x, y, count, longitudes, latitudes, id]) =>
    cellOf({ x, y, count, longitudes, latitudes, id } as Parameters<typeof cellOf>[0]),
  );
}
