import { Controller, Inject, Req } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { TokenLine } from '#tasks/accounts/access-tokens.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import { addressOf, ownSession } from '../auth/session-desk.js';
import { TokenOrder } from '../auth/bodies.js';
import { idOf, principalOf, type ApiRequest } from '../http/api-request.js';
import { parseBody } from '../http/parse-body.js';
import { Route } from '../openapi/route.js';
import { Problem } from '../problems/problem.js';
import { ACCOUNTS } from '../tokens.js';

/** One's own tokens, by which programs sign in. */
@Controller('account/tokens')
export class TokensController {
  constructor(@Inject(ACCOUNTS) private readonly accounts: AccountServices) {}

  @Route({ method: 'GET', path: '', summary: 'List your tokens', answer: 'Tokens' })
  async list(@Req() request: ApiRequest): Promise<{ items: readonly TokenLine[] }> {
    return { items: await this.accounts.tokens.list(principalOf(request).accountId) };
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'Make a token for a program',
    description: 'The answer has the secret, this once. Send it as `Authorization: Bearer …`; it may do what you may.',
    status: 201,
    body: TokenOrder,
    example: { label: 'Nightly export', expiresInDays: 365 },
    answer: 'NewToken',
  })
  async make(@Req() request: ApiRequest): Promise<TokenLine & { secret: string }> {
    const { accountId, via } = ownSession(request);
    const { label, expiresInDays } = parseBody(TokenOrder, request.body);
    const token = await this.accounts.tokens.make(accountId, randomUUID(), label, expiresInDays);
    await this.accounts.log.add({ what: 'token-made', accountId, about: label, address: addressOf(request), via });
    return token;
  }

  @Route({ method: 'DELETE', path: ':id', summary: 'Revoke a token', status: 204 })
  async revoke(@Req() request: ApiRequest): Promise<void> {
    const { accountId, via } = principalOf(request);
    const tokenId = idOf(request, 'id', 'token');
    if (!(await this.accounts.tokens.revoke(accountId, tokenId)))
      throw new Problem('NOT_FOUND', 'You have no token of that id.');
    await this.accounts.log.add({ what: 'token-revoked', accountId, about: tokenId, address: addressOf(request), via });
  }
}
