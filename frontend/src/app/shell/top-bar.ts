import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { Router, RouterLink, RouterLinkActive, type Route } from '@angular/router';
import type { Permission } from '#domain/terms/permissions.js';
import { Session } from '../ledger-client/session';
import { Icon } from '../ui/icon';
import { LANGUAGES, type Language, Words } from '../words/words';
import { Shortcuts } from './shortcuts';
import { Theme } from './theme';
import { Tour } from './tour';

/** The bar above every page: where to go, in which language, light or dark, and who is signed in. */
@Component({
  selector: 'app-top-bar',
  imports: [RouterLink, RouterLinkActive, MatButtonModule, MatMenuModule, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
})
export class TopBar {
  protected readonly words = inject(Words);
  protected readonly theme = inject(Theme);
  protected readonly session = inject(Session);
  protected readonly shortcuts = inject(Shortcuts);
  protected readonly tour = inject(Tour);
  private readonly router = inject(Router);

  /** Where to go, as the routes say it. */
  protected readonly sections = computed(() =>
    sectionsIn(this.router.config).filter(({ may }) => may === undefined || this.session.may(may)),
  );

  protected readonly otherLanguage = computed<Language>(() => (this.words.language() === 'en' ? 'fr' : 'en'));
  protected readonly otherName = computed(() => LANGUAGES[this.otherLanguage()]);
  protected readonly initials = computed(() => initialsOf(this.session.account()?.displayName ?? ''));
  protected readonly roles = computed(() => {
    const roles = new Set((this.session.account()?.grants ?? []).map(({ role }) => role));
    return [...roles].map((role) => this.words.say(`role.${role}`)).join(', ');
  });

  protected async signOut(everywhere: boolean): Promise<void> {
    await this.session.signOut(everywhere);
    await this.router.navigateByUrl('/sign-in');
  }
}

interface Section {
  readonly path: string;
  readonly nav: string;
  readonly may?: Permission;
}

function sectionsIn(routes: readonly Route[]): readonly Section[] {
  return routes.flatMap(({ path = '', data, children = [] }) => {
    const { nav, may } = (data ?? {}) as Partial<Section>;
    return [...(nav === undefined ? [] : [{ path, nav, ...(may && { may }) }]), ...sectionsIn(children)];
  });
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words[words.length - 1] : ''].map((word) => word?.charAt(0) ?? '').join('');
}
