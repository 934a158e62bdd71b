import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { Router, RouterLink, RouterLinkActive, type Route } from '@angular/router';
import type { Permission } from '#domain/terms/permissions.js';
import { Session } from '../ledger-client/session';
import { Icon } from '../ui/icon';
import { LANGUAGES, type Language } from '../words/language';
import { Words } from '../words/words';
import { AccountMenu } from './account-menu';
import { Theme } from './theme';

/** The bar above every page: where to go, in which language, light or dark, and who is signed in. */
@Component({
  selector: 'app-top-bar',
  imports: [AccountMenu, Icon, RouterLink, RouterLinkActive],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
})
export class TopBar {
  protected readonly words = inject(Words);
  protected readonly theme = inject(Theme);
  protected readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly accountButton = viewChild<ElementRef<HTMLElement>>('accountButton');
  protected readonly menuIsOpen = signal(false);

  /** Where to go, as the routes say it. */
  protected readonly sections = computed(() =>
    sectionsIn(this.router.config).filter(({ may }) => may === undefined || this.session.may(may)),
  );

  protected readonly otherLanguage = computed<Language>(() => (this.words.language() === 'en' ? 'fr' : 'en'));
  protected readonly otherName = computed(() => LANGUAGES[this.otherLanguage()]);
  protected readonly initials = computed(() => initialsOf(this.session.account()?.displayName ?? ''));

  /** Takes the menu away, and gives the focus back to its button unless it has gone elsewhere. */
  protected closeMenu(): void {
    this.menuIsOpen.set(false);
    setTimeout(() => {
      const nowhere = document.activeElement === null || document.activeElement === document.body;
      if (nowhere) this.accountButton()?.nativeElement.focus();
    });
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
