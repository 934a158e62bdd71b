import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { CloseAccount, GrantRole, ReopenAccount, WithdrawRole } from '#domain/account/commands.js';
import type { Receipt } from '#ledger/handle.js';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { AccountDesk, type AccountList } from './account-desk.js';
import { AccountOrder } from './bodies.js';

/** Accounts and what they are granted. */
@Controller('accounts')
export class AccountsController {
  constructor(private readonly desk: AccountDesk) {}

  @Route({ method: 'GET', path: '', summary: 'List accounts', answer: 'Accounts' })
  list(@Req() request: ApiRequest): Promise<AccountList> {
    return this.desk.list(request);
  }

  @Route({
    method: 'POST',
    path: '',
    summary: 'Register an account',
    description:
      'The password goes to the vault, everything else is an event. A program needs none: it signs in with tokens.',
    status: 201,
    idempotent: true,
    body: AccountOrder,
    example: { name: 'm.raymond', displayName: 'Marcel Raymond', password: 'several words that do not belong' },
    answer: 'Receipt',
  })
  register(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.register(request, response);
  }

  @Route({
    method: 'POST',
    path: ':id/roles',
    summary: 'Grant a role',
    idempotent: true,
    body: GrantRole,
    example: { role: 'curator', collectionId: '*' },
    answer: 'Receipt',
  })
  grant(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, GrantRole);
  }

  @Route({
    method: 'POST',
    path: ':id/role-withdrawals',
    summary: 'Withdraw a role',
    idempotent: true,
    body: WithdrawRole,
    example: { role: 'curator', collectionId: '*', note: 'Moved to another institution.' },
    answer: 'Receipt',
  })
  withdraw(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, WithdrawRole);
  }

  @Route({
    method: 'POST',
    path: ':id/closure',
    summary: 'Close an account: its sessions end, what it did stays',
    idempotent: true,
    body: CloseAccount,
    example: { note: 'Left.' },
    answer: 'Receipt',
  })
  close(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, CloseAccount);
  }

  @Route({
    method: 'POST',
    path: ':id/reopening',
    summary: 'Open a closed account again',
    idempotent: true,
    body: ReopenAccount,
    example: { note: 'Came back.' },
    answer: 'Receipt',
  })
  reopen(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<Receipt> {
    return this.desk.change(request, response, ReopenAccount);
  }
}
