import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** What the app says, by key; `{{name}}` in a text is filled in. */
export type Texts = Readonly<Record<string, string>>;

/** Fetches texts, which are files of this app. */
@Injectable({ providedIn: 'root' })
export class TextLoader {
  private readonly http = inject(HttpClient);

  /** The texts of `i18n/{name}.json`; throws when they cannot be had. */
  texts(name: string): Promise<Texts> {
    return firstValueFrom(this.http.get<Texts>(`/i18n/${name}.json`));
  }
}
