import { Controller, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request.js';
import { Route } from '../openapi/route.js';
import { Credential, PasswordChange } from './bodies.js';
import { SessionDesk, type SessionView } from './session-desk.js';

/** Signing in and out, and one's own password. */
@Controller()
export class SessionController {
  constructor(private readonly desk: SessionDesk) {}

  @Route({
    method: 'POST',
    path: 'session',
    summary: 'Sign in',
    description:
      'Opens a session: an HttpOnly cookie `ledger_session`, and a readable cookie `XSRF-TOKEN` that every change echoes as the header `X-XSRF-TOKEN`. Too many failures are answered 429 with Retry-After.',
    body: Credential,
    example: { name: 'curator', password: 'several words that do not belong' },
    answer: 'Session',
    open: true,
  })
  signIn(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<SessionView> {
    return this.desk.signIn(request, response);
  }

  @Route({
    method: 'GET',
    path: 'session',
    summary: 'Tell who is signed in, and what that account may do',
    answer: 'Session',
    open: true,
  })
  show(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): SessionView {
    return this.desk.show(request, response);
  }

  @Route({ method: 'DELETE', path: 'session', summary: 'Sign out', status: 204 })
  signOut(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    return this.desk.signOut(request, response);
  }

  @Route({ method: 'DELETE', path: 'sessions', summary: 'Sign out everywhere', status: 204 })
  signOutEverywhere(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    return this.desk.signOutEverywhere(request, response);
  }

  @Route({
    method: 'PUT',
    path: 'account/password',
    summary: 'Change your own password',
    description: 'All other sessions of the account end.',
    status: 204,
    body: PasswordChange,
    example: { current: 'the old one', next: 'several words that do not belong' },
  })
  changePassword(@Req() request: ApiRequest): Promise<void> {
    return this.desk.changePassword(request);
  }
}
