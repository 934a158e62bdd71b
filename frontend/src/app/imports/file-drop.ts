import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core';
import { Icon } from '../ui/icon';
import { Words } from '../words/words';

/** A place to drop a file on, or to choose one. */
@Component({
  selector: 'app-file-drop',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label
      [class.over]="isOver()"
      (dragover)="over($event, true)"
      (dragleave)="over($event, false)"
      (drop)="drop($event)"
    >
      <app-icon name="upload" />
      <strong>{{ words.say('imports.drop') }}</strong>
      <span class="soft">{{ words.say('imports.kinds') }}</span>
      <span class="choose">{{ words.say('imports.choose') }}</span>
      <input type="file" class="sr" accept=".zip,.gz,.tgz,.csv,.tsv,.txt" (change)="choose($event)" />
    </label>
  `,
  styles: `
    label {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 8px;
      padding: 48px 24px;
      text-align: center;
      border: 2px dashed var(--line-strong);
      border-radius: 12px;
      background: var(--surface);
      cursor: pointer;
    }
    label:hover,
    label.over {
      border-color: var(--accent);
      background: var(--accent-soft);
    }
    label:focus-within {
      outline: 2.5px solid var(--accent);
      outline-offset: 2px;
    }
    app-icon {
      width: 36px;
      height: 36px;
      color: var(--accent);
    }
    .choose {
      margin-top: 8px;
      padding: 8px 18px;
      border: 1px solid var(--line-strong);
      border-radius: 99px;
      color: var(--accent);
      font-weight: 600;
    }
  `,
})
export class FileDrop {
  protected readonly words = inject(Words);
  readonly chosen = output<File>();
  protected readonly isOver = signal(false);

  protected over(event: DragEvent, isOver: boolean): void {
    event.preventDefault();
    this.isOver.set(isOver);
  }

  protected drop(event: DragEvent): void {
    this.over(event, false);
    const file = event.dataTransfer?.files[0];
    if (file) this.chosen.emit(file);
  }

  protected choose(event: Event): void {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (file) this.chosen.emit(file);
  }
}
