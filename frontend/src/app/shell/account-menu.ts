import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { MatMenuModule, MatMenuTrigger } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { Session, type SignedIn } from '../ledger-client/session';
import { Words } from '../words/words';
import { Shortcuts } from './shortcuts';
import { Tour } from './tour';

/** What whoever is signed in can do for themselves. Open as long as it is in the template; says `closed` when it is left. */
@Component({
  selector: 'app-account-menu',
  imports: [MatMenuModule, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <!-- Only where the menu hangs: the button that opens it, and says so, is the bar's. -->
    <span
      aria-hidden="true"
      [matMenuTriggerFor]="menu"
      [matMenuTriggerRestoreFocus]="false"
      (menuClosed)="closed.emit()"
    ></span>
    <mat-menu #menu="matMenu" xPosition="before">
      <div class="who">
        <strong>{{ account().displayName }}</strong>
        <span>{{ roles() }}</span>
      </div>
      <a mat-menu-item routerLink="/account">{{ words.say('nav.password') }}</a>
      @if (session.may('account.read')) {
        <a mat-menu-item routerLink="/accounts">{{ words.say('nav.accounts') }}</a>
      }
      @if (session.may('security-log.read')) {
        <a mat-menu-item routerLink="/security-log">{{ words.say('nav.securityLog') }}</a>
      }
      <button mat-menu-item type="button" (click)="shortcuts.isListed.set(true)">
        {{ words.say('nav.shortcuts') }}
      </button>
      <button mat-menu-item type="button" (click)="tour.again()">{{ words.say('nav.tour') }}</button>
      <button mat-menu-item type="button" (click)="signOut(false)">{{ words.say('nav.signOut') }}</button>
      <button mat-menu-item type="button" (click)="signOut(true)">{{ words.say('nav.signOutEverywhere') }}</button>
    </mat-menu>
  `,
  styles: `
    :host {
      position: absolute;
      inset: auto 0 0 auto;
    }
    span {
      display: block;
    }
    .who {
      display: flex;
      flex-direction: column;
      padding: 8px 12px 12px;
      font-size: 0.875rem;
      border-bottom: 1px solid var(--line);
    }
    .who span {
      color: var(--ink-soft);
    }
  `,
})
export class AccountMenu {
  protected readonly words = inject(Words);
  protected readonly session = inject(Session);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly tour = inject(Tour);
  private readonly router = inject(Router);
  private readonly trigger = viewChild.required(MatMenuTrigger);
  readonly account = input.required<SignedIn>();
  readonly closed = output<void>();

  protected readonly roles = computed(() => {
    const roles = new Set(this.account().grants.map(({ role }) => role));
    return [...roles].map((role) => this.words.say(`role.${role}`)).join(', ');
  });

  constructor() {
    afterNextRender(() => this.trigger().openMenu());
  }

  protected async signOut(everywhere: boolean): Promise<void> {
    const { router } = this;
    await this.session.signOut(everywhere);
    await router.navigateByUrl('/sign-in');
  }
}
