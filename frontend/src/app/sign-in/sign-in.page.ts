import { ChangeDetectionStrategy, Component, DOCUMENT, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { Problem } from '../ledger-client/problem';
import { type DemoAccount, Session } from '../ledger-client/session';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';

/** Name and password. While the demonstration runs, its accounts are one click away. */
@Component({
  selector: 'app-sign-in-page',
  imports: [ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './sign-in.page.html',
  styleUrl: './sign-in.page.scss',
})
export class SignInPage {
  protected readonly words = inject(Words);
  protected readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  /** The page that was asked for. */
  readonly then = input<string>();
  /** Set when a session ended under somebody's hands. */
  readonly ended = input<string>();

  protected readonly name = signal('');
  protected readonly password = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  constructor() {
    void this.session.known();
  }

  protected fill(account: DemoAccount): void {
    this.name.set(account.name);
    this.password.set(account.password);
    void this.signIn();
  }

  protected async signIn(event?: Event): Promise<void> {
    event?.preventDefault();
    this.busy.set(true);
    this.problem.set(undefined);
    const outcome = await this.session.signIn(this.name(), this.password());
    this.busy.set(false);
    if (!outcome.ok) return this.problem.set(outcome.problem);
    const then = ownAddress(this.then());
    // What another account found, selected or exported in this window goes with it.
    if (this.session.hasTakenOver()) this.document.location.assign(then);
    else await this.router.navigateByUrl(then);
  }

  protected typed(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
}

// Only addresses of this app: a link must not send somebody who has just signed in elsewhere.
function ownAddress(then: string | undefined): string {
  return then && /^\/(?![/\\])/.test(then) && !then.startsWith('/sign-in') ? then : '/specimens';
}
