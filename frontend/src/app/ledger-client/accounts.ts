import { inject, Injectable } from '@angular/core';
import type { Grant, Role } from '#domain/terms/permissions.js';
import type { Account } from '#projections/account-register/view.js';
import { LedgerHttp, newKey, type Receipt } from './ledger-http';
import type { Outcome } from './problem';

/** An account as the list names it. */
export type ListedAccount = Account & { readonly id: string };

/** A token by which a program signs in; times are milliseconds since 1970. */
export interface Token {
  readonly tokenId: string;
  readonly label: string;
  readonly madeAt: number;
  readonly usedAt?: number;
  readonly expiresAt?: number;
}

/** A line of the security log; `at` is milliseconds since 1970. */
export interface SecurityLine {
  readonly id: number;
  readonly at: number;
  readonly what: string;
  readonly accountId?: string;
  readonly name?: string;
  readonly address?: string;
  readonly via?: string;
  readonly about?: string;
}

/** Accounts, what they are granted, one's own tokens, and the security log. */
@Injectable({ providedIn: 'root' })
export class Accounts {
  private readonly http = inject(LedgerHttp);

  async list(atLeast?: string): Promise<Outcome<readonly ListedAccount[]>> {
    const outcome = await this.http.get<{ items: readonly ListedAccount[] }>('/accounts', { atLeast });
    return outcome.ok ? { ok: true, value: outcome.value.items } : outcome;
  }

  register(account: { name: string; displayName: string; password: string }): Promise<Outcome<Receipt>> {
    return this.http.send('POST', '/accounts', account, { key: newKey() });
  }

  grant(id: string, role: Role, collectionId: string, note?: string): Promise<Outcome<Receipt>> {
    return this.http.send('POST', `/accounts/${id}/roles`, { role, collectionId, note }, { key: newKey() });
  }

  withdraw(id: string, { role, collectionId }: Grant): Promise<Outcome<Receipt>> {
    return this.http.send('POST', `/accounts/${id}/role-withdrawals`, { role, collectionId }, { key: newKey() });
  }

  close(id: string): Promise<Outcome<Receipt>> {
    return this.http.send('POST', `/accounts/${id}/closure`, {}, { key: newKey() });
  }

  reopen(id: string): Promise<Outcome<Receipt>> {
    return this.http.send('POST', `/accounts/${id}/reopening`, {}, { key: newKey() });
  }

  async tokens(): Promise<Outcome<readonly Token[]>> {
    const outcome = await this.http.get<{ items: readonly Token[] }>('/account/tokens');
    return outcome.ok ? { ok: true, value: outcome.value.items } : outcome;
  }

  makeToken(label: string, expiresInDays: number | undefined): Promise<Outcome<Token & { readonly secret: string }>> {
    return this.http.send('POST', '/account/tokens', { label, expiresInDays });
  }

  revokeToken(tokenId: string): Promise<Outcome<void>> {
    return this.http.send('DELETE', `/account/tokens/${tokenId}`);
  }

  securityLog(before?: number): Promise<Outcome<{ items: readonly SecurityLine[]; next?: number }>> {
    return this.http.get('/security-log', { before, limit: 100 });
  }
}
