import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { RowProblem } from '#tasks/import/row-plan.js';
import type { House } from '#wiring/house.js';
import { addressOf } from '../auth/session-desk.js';
import { idOf, principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { SearchParameters } from '../http/search-parameters.js';
import { invalid, Problem } from '../problems/problem.js';
import { ACCOUNTS, HOUSE } from '../tokens.js';
import { ImportDesk } from './import-desk.js';

/** Problems of an import, in the order of its rows. */
export interface ProblemPage {
  readonly items: readonly RowProblem[];
  readonly next?: string;
}

/** What an import left in the file store: every problem as a line, and the refused rows. */
@Injectable()
export class ImportReports {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
    private readonly desk: ImportDesk,
  ) {}

  /** Reads the report line by line up to the page asked for; `cursor` is the number of the line to go on from. */
  async problems(request: ApiRequest): Promise<ProblemPage> {
    const { report: done, undone } = await this.desk.report(request, idOf(request, 'id', 'import'));
    const query = queryOf(request);
    const report = query.get('of') === 'undo' ? undone?.report : done;
    const { limit } = new SearchParameters(query, []).log();
    const from = cursorOf(query);
    return report ? this.readProblems(report.sha256, query.get('kind'), from, limit) : { items: [] };
  }

  async refused(request: ApiRequest, response: Response): Promise<void> {
    const id = idOf(request, 'id', 'import');
    const { refusedRows } = await this.desk.report(request, id);
    if (!refusedRows) throw new Problem('NOT_FOUND', 'This import refused no rows.');
    const { accountId, via } = principalOf(request);
    await this.accounts.log.add({
      what: 'exported',
      accountId,
      about: `import ${id}`,
      address: addressOf(request),
      via,
    });
    response.setHeader('Content-Type', 'text/csv; charset=utf-8');
    response.setHeader('Content-Disposition', `attachment; filename="refused-${id}.csv"`);
    response.setHeader('Content-Length', refusedRows.bytes);
    await pipeline(await this.house.files.open(refusedRows.sha256), response).catch(() => response.destroy());
  }

  private async readProblems(sha256: string, kind: string | null, from: number, limit: number): Promise<ProblemPage> {
    const items: RowProblem[] = [];
    const input = await this.house.files.open(sha256);
    let number = 0;
    try {
      for await (const line of createInterface({ input, crlfDelay: Infinity })) {
        if (number++ < from || line === '') continue;
        const problem = JSON.parse(line) as RowProblem;
        if (kind && problem.kind !== kind) continue;
        if (items.length === limit) return { items, next: String(number - 1) };
        items.push(problem);
      }
      return { items };
    } finally {
      input.destroy();
    }
  }
}

function cursorOf(query: URLSearchParams): number {
  const cursor = query.get('cursor') ?? '';
  if (!/^\d{0,12}$/.test(cursor))
    throw invalid({ field: 'cursor', message: 'must be `next` of the page before.', code: 'INVALID_PARAMETER' });
  return Number(cursor);
}
