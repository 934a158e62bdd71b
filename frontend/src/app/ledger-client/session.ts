import { computed, inject, Injectable, signal } from '@angular/core';
import type { Grant, Permission } from '#domain/terms/permissions.js';
import { LedgerHttp } from './ledger-http';
import type { Outcome, Problem } from './problem';

/** The account that is signed in, and what it may do. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly grants: readonly Grant[];
  /** By collection id; `*`: in all collections. */
  readonly permissions: Readonly<Record<string, readonly Permission[]>>;
}

/** An account of the demonstration, with its password: shown only where the server says so. */
export interface DemoAccount {
  readonly name: string;
  readonly password: string;
  readonly role: string;
}

interface SessionAnswer {
  readonly account: SignedIn;
  readonly demo?: { readonly accounts: readonly DemoAccount[] };
}

/** Who is signed in. Asked from the server once, at the first page that needs to know. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly http = inject(LedgerHttp);
  private readonly signedIn = signal<SignedIn | undefined>(undefined);
  private readonly demo = signal<readonly DemoAccount[]>([]);
  private asked: Promise<boolean> | undefined;
  private before: string | undefined;

  readonly account = this.signedIn.asReadonly();
  readonly demoAccounts = this.demo.asReadonly();
  readonly isDemo = computed(() => this.demo().length > 0);

  /** Whether somebody is signed in. */
  async known(): Promise<boolean> {
    this.asked ??= this.ask();
    await this.asked;
    return this.signedIn() !== undefined;
  }

  async signIn(name: string, password: string): Promise<Outcome<SessionAnswer>> {
    const outcome = await this.http.send<SessionAnswer>('POST', '/session', { name, password });
    if (outcome.ok) this.receive(outcome.value);
    return outcome;
  }

  /** Ends this session, or all sessions of the account. */
  async signOut(everywhere = false): Promise<void> {
    await this.http.send('DELETE', everywhere ? '/sessions' : '/session');
    this.forget();
  }

  /** Whether somebody else was signed in before, in this window. */
  hasTakenOver(): boolean {
    return this.before !== undefined && this.before !== this.signedIn()?.id;
  }

  changePassword(current: string, next: string): Promise<Outcome<void>> {
    return this.http.send<void>('PUT', '/account/password', { current, next });
  }

  /** Whether this is permitted in a collection; without one, in any. */
  may(permission: Permission, collectionId?: string): boolean {
    const permissions = this.signedIn()?.permissions ?? {};
    if (permissions['*']?.includes(permission)) return true;
    if (collectionId !== undefined) return permissions[collectionId]?.includes(permission) ?? false;
    return Object.values(permissions).some((list) => list.includes(permission));
  }

  /** Forgets who was signed in, after the server said that the session has ended. */
  forget(): void {
    this.before = this.signedIn()?.id ?? this.before;
    this.signedIn.set(undefined);
    this.asked = undefined;
  }

  private async ask(): Promise<boolean> {
    const outcome = await this.http.get<SessionAnswer>('/session');
    if (outcome.ok) this.receive(outcome.value);
    else this.demo.set(demoIn(outcome.problem));
    return outcome.ok;
  }

  private receive(answer: SessionAnswer): void {
    this.signedIn.set(answer.account);
    if (answer.demo) this.demo.set(answer.demo.accounts);
    this.asked = Promise.resolve(true);
  }
}

function demoIn(problem: Problem): readonly DemoAccount[] {
  const demo = problem.details['demo'] as { accounts?: readonly DemoAccount[] } | undefined;
  return demo?.accounts ?? [];
}
