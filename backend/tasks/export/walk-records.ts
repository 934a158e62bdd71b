import type { Query } from '#projections/kernel/query.js';
import type { View } from '#projections/kernel/view-store.js';
import type { SpecimenRecord } from '#projections/specimen-record/view.js';
import type { ExportRequest } from './export-request.js';

/** A specimen on its way out. */
export interface WalkedRecord {
  readonly id: string;
  readonly record: SpecimenRecord;
}

/** Few enough that two pages of whole records take some megabytes. */
const PAGE = 250;

/** The views that an export reads. */
export interface ExportViews {
  readonly search: View;
  readonly records: View<SpecimenRecord>;
}

/** How many specimens a request is about. */
export async function countRecords({ search }: ExportViews, { ids, where, text }: ExportRequest): Promise<number> {
  return ids ? ids.length : search.count(where, text);
}

/** The records of a request in its order, a page at a time, so that memory stays flat. */
export async function* walkRecords(
  views: ExportViews,
  request: ExportRequest,
): AsyncGenerator<readonly WalkedRecord[]> {
  for await (const ids of idsOf(views.search, request)) {
    const found = await views.records.getMany(ids);
    yield ids.flatMap((id) => {
      const one = found.get(id);
      return one ? [{ id, record: one.document }] : [];
    });
  }
}

async function* idsOf(search: View, { ids, where, text, sort }: ExportRequest): AsyncGenerator<readonly string[]> {
  if (ids) {
    for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE);
    return;
  }
  const query: Query = { limit: PAGE, ...(where && { where }), ...(text && { text }), ...(sort && { sort }) };
  let cursor: string | undefined;
  do {
    const page = await search.search({ ...query, ...(cursor !== undefined && { cursor }) });
    yield page.items.map(({ id }) => id);
    cursor = page.next;
  } while (cursor !== undefined);
}
