import { ChangeDetectionStrategy, Component, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Imports } from '../ledger-client/imports';
import { Session } from '../ledger-client/session';
import { Icon } from '../ui/icon';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';

/** Every import, newest first. */
@Component({
  selector: 'app-imports-page',
  imports: [Icon, ProblemNote, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="page">
      <div class="page-head">
        <h1>{{ words.say('imports.title') }}</h1>
        @if (session.may('import.run')) {
          <a class="button filled" routerLink="/imports/new"
            ><app-icon name="plus" /> {{ words.say('imports.newTitle') }}</a
          >
        } @else {
          <span class="soft small">{{ words.say('imports.mayNot') }}</span>
        }
      </div>
      @if (list.value(); as outcome) {
        @if (!outcome.ok) {
          <app-problem-note [problem]="outcome.problem" />
        } @else if (outcome.value.length === 0) {
          <div class="card empty">
            <h2>{{ words.say('imports.none') }}</h2>
            <p class="soft">{{ words.say('imports.noneText') }}</p>
          </div>
        } @else {
          <div class="card table-wrap">
            <table class="plain">
              <thead>
                <tr>
                  <th scope="col">{{ words.say('imports.file') }}</th>
                  <th scope="col">{{ words.say('imports.state') }}</th>
                  <th scope="col">{{ words.say('imports.started') }}</th>
                  <th scope="col" class="n">{{ words.say('imports.count.new') }}</th>
                  <th scope="col" class="n">{{ words.say('imports.count.changed') }}</th>
                  <th scope="col" class="n">{{ words.say('imports.count.refused') }}</th>
                </tr>
              </thead>
              <tbody>
                @for (one of outcome.value; track one.id) {
                  <tr>
                    <td>
                      <a [routerLink]="['/imports', one.id]">{{ one.file.name }}</a>
                    </td>
                    <td>
                      <span
                        class="badge"
                        [class.good]="one.state === 'completed'"
                        [class.warn]="one.state === 'failed'"
                        >{{ words.say('imports.state.' + one.state) }}</span
                      >
                    </td>
                    <td>{{ words.moment(one.startedAt) }}</td>
                    <td class="n">{{ one.counts ? words.number(one.counts.new) : '' }}</td>
                    <td class="n">{{ one.counts ? words.number(one.counts.changed) : '' }}</td>
                    <td class="n">{{ one.counts ? words.number(one.counts.refused) : '' }}</td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        }
      } @else {
        <p class="soft" role="status">{{ words.say('act.loading') }}</p>
      }
    </div>
  `,
  styles: `
    .empty {
      text-align: center;
      padding: 48px 24px;
    }
    .card.table-wrap {
      padding: 8px 12px;
    }
  `,
})
export class ImportsPage {
  protected readonly words = inject(Words);
  protected readonly session = inject(Session);
  private readonly imports = inject(Imports);
  protected readonly list = resource({ loader: () => this.imports.list() });
}
