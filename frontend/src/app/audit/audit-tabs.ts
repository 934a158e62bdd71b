import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Session } from '../ledger-client/session';
import { Words } from '../words/words';

const TABS = [
  ['/audit', 'audit.lines'],
  ['/audit/corrections', 'audit.corrections'],
  ['/audit/own-work', 'audit.own-work'],
  ['/audit/activity', 'audit.activity'],
] as const;

/** The ways to read the audit trail. */
@Component({
  selector: 'app-audit-tabs',
  imports: [RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1>{{ words.say('audit.title') }}</h1>
    <nav [attr.aria-label]="words.say('audit.views')">
      @for (tab of tabs; track tab[0]) {
        @if (tab[0] !== '/audit/activity' || session.may('audit.read', '*')) {
          <a
            [routerLink]="tab[0]"
            routerLinkActive="here"
            ariaCurrentWhenActive="page"
            [routerLinkActiveOptions]="{
              paths: 'exact',
              queryParams: 'ignored',
              fragment: 'ignored',
              matrixParams: 'ignored',
            }"
            >{{ words.say(tab[1]) }}</a
          >
        }
      }
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      flex-wrap: wrap;
      gap: 0 4px;
      margin: 12px 0 16px;
      border-bottom: 1px solid var(--line);
    }
    a {
      padding: 9px 12px;
      color: var(--ink-soft);
      text-decoration: none;
      border-bottom: 3px solid transparent;
    }
    a:hover {
      color: var(--ink);
    }
    .here {
      color: var(--accent);
      font-weight: 600;
      border-bottom-color: var(--accent);
    }
  `,
})
export class AuditTabs {
  protected readonly words = inject(Words);
  protected readonly session = inject(Session);
  protected readonly tabs = TABS;
}
