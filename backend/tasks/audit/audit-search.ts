import type { EventStore } from '#ledger/event-store.js';
import type { AuditLine } from '#projections/audit-trail/view.js';
import type { Condition, Query, TextQuery } from '#projections/kernel/query.js';
import type { View } from '#projections/kernel/view-store.js';
import { corrections, CORRECTING, type CorrectionLine } from './corrections.js';
import { ownWork, SIGNING, type OwnWorkLine } from './own-work.js';
import type { LineTeller, LineWithRecord, ToldLine } from './told-line.js';

/** What can be asked of the audit trail: every line, or one of the reports. */
export const INQUIRIES = ['lines', 'corrections', 'own-work'] as const;
export type Inquiry = (typeof INQUIRIES)[number];

/** A line of any of them. */
export type FoundLine = ToldLine | CorrectionLine | OwnWorkLine;

/** One page of an inquiry. A report's pages can be short, and its lines are not counted. */
export interface FoundPage {
  readonly items: readonly FoundLine[];
  readonly next?: string;
  readonly total?: number;
  readonly position?: string;
}

/** Filters as asked for; order and size of a page. */
export type Asked = Pick<Query, 'sort' | 'limit' | 'cursor' | 'count'> & {
  readonly conditions: readonly Condition[];
  readonly text?: TextQuery;
};

const EVENTS_OF: Readonly<Partial<Record<Inquiry, readonly string[]>>> = {
  corrections: CORRECTING,
  'own-work': SIGNING,
};
const NEWEST_FIRST = [{ column: 'position', descending: true }] as const;
const OLDEST_FIRST = [{ column: 'position' }] as const;
/** A report that finds little answers after so many lines, and is asked for the rest. */
const LOOKED_AT_MOST = 2_000;
const EXPORTED_AT_ONCE = 500;

/** Searches the audit trail and reads the reports that are made of it; `collections`: only what happened there. */
export class AuditSearch {
  constructor(
    private readonly lines: Pick<View<AuditLine>, 'search'>,
    private readonly teller: LineTeller,
    private readonly ledger: Pick<EventStore, 'readStream'>,
    private readonly collections?: readonly string[],
  ) {}

  /** One page, newest first unless asked otherwise. */
  async page(inquiry: Inquiry, asked: Asked): Promise<FoundPage> {
    const { conditions, text, limit = 50, count, ...order } = asked;
    const query: Query = { sort: NEWEST_FIRST, ...order, ...this.#narrowed(inquiry, conditions), limit };
    const whole = inquiry === 'lines' && this.collections === undefined;
    let page = await this.lines.search({ ...query, ...(text && { text }), ...(whole && count && { count }) });
    const { total, position } = page;
    const items = [...(await this.#sift(inquiry, page.items))];
    let looked = page.items.length;
    while (page.next !== undefined && items.length * 2 < limit && looked < LOOKED_AT_MOST) {
      page = await this.lines.search({ ...query, ...(text && { text }), cursor: page.next });
      items.push(...(await this.#sift(inquiry, page.items)));
      looked += page.items.length;
    }
    return {
      items,
      ...(page.next !== undefined && { next: page.next }),
      ...(total !== undefined && { total }),
      ...(position !== undefined && { position }),
    };
  }

  /** Everything, oldest first, piece by piece, as far as the trail reached at the first piece. */
  async *all(inquiry: Inquiry, { conditions, text }: Pick<Asked, 'conditions' | 'text'>): AsyncGenerator<FoundLine[]> {
    const narrowed = this.#narrowed(inquiry, conditions);
    let [cursor, end]: (string | undefined)[] = [];
    do {
      const page = await this.lines.search({
        ...narrowed,
        ...(text && { text }),
        sort: OLDEST_FIRST,
        limit: EXPORTED_AT_ONCE,
        ...(cursor !== undefined && { cursor }),
      });
      end ??= page.position;
      const within = page.items.filter(({ id }) => end === undefined || id <= end);
      if (within.length > 0) yield [...(await this.#sift(inquiry, within))];
      cursor = within.length < page.items.length ? undefined : page.next;
    } while (cursor !== undefined);
  }

  #narrowed(inquiry: Inquiry, conditions: readonly Condition[]): { where?: Condition } {
    const all: Condition[] = [...conditions];
    const types = EVENTS_OF[inquiry];
    if (types) all.push({ column: 'type', in: types });
    if (this.collections) all.push(maybeWithin(this.collections));
    if (all.length === 0) return {};
    return { where: all.length === 1 ? all[0]! : { and: all } };
  }

  async #sift(inquiry: Inquiry, items: readonly { readonly document: AuditLine }[]): Promise<readonly FoundLine[]> {
    const told = (await this.teller.tell(items.map(({ document }) => document))).filter((found) => this.#isOurs(found));
    if (inquiry === 'corrections') return corrections(this.ledger, told);
    if (inquiry === 'own-work') return ownWork(told);
    return told.map(({ line }) => line);
  }

  #isOurs({ line }: LineWithRecord): boolean {
    if (!this.collections) return true;
    const collectionId = line.collectionId ?? line.about?.collectionId;
    return collectionId !== undefined && this.collections.includes(collectionId);
  }
}

/** Most events of a specimen or an import do not say their collection: what they are about does. */
function maybeWithin(collections: readonly string[]): Condition {
  return {
    or: [
      { column: 'collectionId', in: collections },
      {
        and: [
          { column: 'category', in: ['specimen', 'import'] },
          { column: 'collectionId', exists: false },
        ],
      },
    ],
  };
}
