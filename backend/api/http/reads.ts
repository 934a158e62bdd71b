import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { View } from '#projections/kernel/view-store.js';
import type { House } from '#wiring/house.js';
import { invalid, Problem } from '../problems/problem.js';
import { HOUSE } from '../tokens.js';
import { queryOf, type ApiRequest } from './api-request.js';

/** How long a read waits for the writes it asked to see. */
const PATIENCE = 2_000;

/** Reading views: waits for the position the asker has seen, sets ETags. */
@Injectable()
export class Reads {
  constructor(@Inject(HOUSE) private readonly house: House) {}

  /** The view, as soon as it reflects `?atLeast=`; fails with VIEW_BEHIND. */
  async view<Doc extends object>(request: ApiRequest, name: string): Promise<View<Doc>> {
    const atLeast = queryOf(request).get('atLeast');
    if (atLeast) await this.waitFor(name, atLeast);
    return this.house.view<Doc>(name);
  }

  /** One document with its ETag; fails with NOT_FOUND in these words. */
  async document<Doc extends object>(
    request: ApiRequest,
    response: Response,
    name: string,
    id: string,
    missing: string,
  ): Promise<Doc> {
    const found = await (await this.view<Doc>(request, name)).get(id);
    if (!found) throw new Problem('NOT_FOUND', missing);
    response.setHeader('ETag', `"${found.revision}"`);
    return found.document;
  }

  private async waitFor(name: string, position: string): Promise<void> {
    if (!/^[0-9a-f]{16,64}$/.test(position))
      throw invalid({ field: 'atLeast', message: 'must be a position from a receipt.', code: 'INVALID_PARAMETER' });
    if (await this.house.reached(name, position, PATIENCE)) return;
    throw new Problem('VIEW_BEHIND', 'What you have just written is not shown here yet; ask again in a second.', {
      retryAfterSeconds: 1,
    });
  }
}
