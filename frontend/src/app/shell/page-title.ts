import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { Words } from '../words/words';

/** The window's title, in the reader's language: what the page is about, then the product. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly words = inject(Words);
  private readonly key = signal<string | undefined>(undefined);
  private readonly own = signal<string | undefined>(undefined);

  constructor() {
    super();
    effect(() => {
      const product = this.words.say('product');
      const key = this.key();
      const page = this.own() ?? (key && this.words.say(key));
      this.title.setTitle(page ? `${page} · ${product}` : product);
    });
  }

  override updateTitle(state: RouterStateSnapshot): void {
    this.own.set(undefined);
    this.key.set(this.buildTitle(state));
  }

  /** A title that only the page knows, such as the name of the specimen shown. */
  name(page: string): void {
    this.own.set(page);
  }
}
