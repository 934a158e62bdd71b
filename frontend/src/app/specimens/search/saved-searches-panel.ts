import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { newKey } from '../../ledger-client/ledger-http';
import { type ListedSearch, SavedSearches } from '../../ledger-client/saved-searches';
import { ProblemNote } from '../../ui/problem-note';
import { Words } from '../../words/words';

/** Saved searches: one's own and those that others share; the present one can be kept under a name. */
@Component({
  selector: 'app-saved-searches-panel',
  imports: [ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (saved.problem(); as problem) {
      <app-problem-note [problem]="problem" />
    }
    <form (submit)="save($event)">
      <div class="field">
        <label for="saved-name">{{ words.say('saved.name') }}</label>
        <input
          class="input"
          id="saved-name"
          autocomplete="off"
          maxlength="200"
          [value]="name()"
          (input)="name.set(textOf($event))"
        />
      </div>
      <label class="tick">
        <input type="checkbox" [checked]="shared()" (change)="shared.set(!shared())" />
        {{ words.say('saved.share') }}
      </label>
      <button class="button filled" type="submit" [disabled]="name().trim() === ''">
        {{ words.say('saved.save') }}
      </button>
    </form>
    @for (group of groups(); track group.key) {
      <h3>{{ words.say(group.key) }}</h3>
      <ul>
        @for (one of group.items; track one.id) {
          <li>
            @if (renaming() === one.id) {
              <form class="row rename" (submit)="rename($event, one)">
                <input
                  #box
                  class="input"
                  maxlength="200"
                  [attr.aria-label]="words.say('saved.name')"
                  [value]="one.name"
                />
                <button class="button outlined" type="submit">{{ words.say('saved.rename') }}</button>
              </form>
            } @else {
              <button type="button" class="plain-button open" (click)="opened.emit(one.search)">{{ one.name }}</button>
              @if (one.own) {
                @if (one.shared) {
                  <span class="badge">{{ words.say('saved.shared') }}</span>
                }
                <span class="acts">
                  <button
                    type="button"
                    class="plain-button"
                    [attr.aria-label]="words.say('saved.renameOne', { name: one.name })"
                    (click)="renaming.set(one.id)"
                  >
                    {{ words.say('saved.rename') }}
                  </button>
                  <button
                    type="button"
                    class="plain-button"
                    [attr.aria-label]="words.say('saved.replaceOne', { name: one.name })"
                    [disabled]="one.search === search()"
                    (click)="saved.replace(one.id, search())"
                  >
                    {{ words.say('saved.replace') }}
                  </button>
                  <button
                    type="button"
                    class="plain-button"
                    [attr.aria-label]="
                      words.say(one.shared ? 'saved.unshareOne' : 'saved.shareOne', { name: one.name })
                    "
                    (click)="saved.share(one.id, !one.shared)"
                  >
                    {{ words.say(one.shared ? 'saved.unshare' : 'saved.shareAct') }}
                  </button>
                  <button
                    type="button"
                    class="plain-button"
                    [attr.aria-label]="words.say('saved.discardOne', { name: one.name })"
                    (click)="saved.discard(one.id)"
                  >
                    {{ words.say('saved.discard') }}
                  </button>
                </span>
              } @else {
                <span class="soft small">{{ one.ownerName }}</span>
              }
            }
          </li>
        }
      </ul>
    }
    @if (saved.items()?.length === 0) {
      <p class="soft">{{ words.say('saved.none') }}</p>
    }
  `,
  styles: `
    form:not(.rename) {
      padding-bottom: 16px;
      border-bottom: 1px solid var(--line);
    }
    .tick {
      margin-bottom: 10px;
    }
    h3 {
      margin: 16px 0 4px;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px 8px;
      padding: 4px 0;
      border-bottom: 1px solid var(--line);
    }
    .open {
      flex: 1;
      min-width: 40%;
      font-size: 0.9375rem;
      text-align: start;
      overflow-wrap: anywhere;
    }
    .rename {
      flex: 1;
      flex-wrap: nowrap;
    }
  `,
})
export class SavedSearchesPanel {
  protected readonly words = inject(Words);
  protected readonly saved = inject(SavedSearches);
  /** The present search, as the page's address has it. */
  readonly search = input.required<string>();
  readonly opened = output<string>();

  protected readonly name = signal('');
  protected readonly shared = signal(false);
  protected readonly renaming = signal<string | undefined>(undefined);
  protected readonly groups = computed(() => {
    const items = this.saved.items() ?? [];
    return [
      { key: 'saved.mine', items: items.filter(({ own }) => own) },
      { key: 'saved.others', items: items.filter(({ own }) => !own) },
    ].filter((group) => group.items.length > 0);
  });
  private key = newKey();

  constructor() {
    void this.saved.load();
  }

  protected textOf(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!(await this.saved.save(this.name().trim(), this.search() || 'view=list', this.shared(), this.key))) return;
    this.key = newKey();
    this.name.set('');
    this.shared.set(false);
  }

  protected async rename(event: Event, { id }: ListedSearch): Promise<void> {
    event.preventDefault();
    const name = ((event.target as HTMLFormElement).querySelector('input') as HTMLInputElement).value.trim();
    if (name && (await this.saved.rename(id, name))) this.renaming.set(undefined);
  }
}
