import { Controller, Inject, Req } from '@nestjs/common';
import type { House } from '#wiring/house.js';
import { principalOf, type ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { HOUSE } from '../tokens.js';

/** The ledger itself. */
@Controller('ledger')
export class LedgerController {
  constructor(@Inject(HOUSE) private readonly house: House) {}

  @Route({ method: 'GET', path: 'head', summary: 'Tell how far the ledger has come', answer: 'LedgerHead' })
  async head(@Req() request: ApiRequest): Promise<{ storeId: string; position?: string }> {
    principalOf(request);
    const position = await this.house.ledger.head();
    return { storeId: this.house.ledger.storeId, ...(position !== undefined && { position }) };
  }
}
