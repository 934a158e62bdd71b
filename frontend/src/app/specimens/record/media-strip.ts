import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import type { RecordMedia, SpecimenRecord } from '#projections/specimen-record/view.js';
import { fileAddress } from '../../ledger-client/files';
import { Icon } from '../../ui/icon';
import { MediaViewer, type ViewedPicture } from '../../ui/media-viewer';
import { Words } from '../../words/words';

/** Pictures and other media of a specimen: those held here open in the viewer, the others where they are. */
@Component({
  selector: 'app-media-strip',
  imports: [Icon, MediaViewer],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul>
      @for (one of media(); track one.mediaId) {
        <li>
          @if (one.picture; as picture) {
            <button
              type="button"
              class="picture"
              [attr.aria-label]="words.say('viewer.open', { name: one.name })"
              (click)="looking.set(one.mediaId)"
            >
              <img [src]="picture.address" alt="" loading="lazy" width="160" height="200" />
            </button>
            <span>{{ one.name }}</span>
          } @else if (one.link) {
            <a [href]="one.link" rel="noreferrer" target="_blank"
              ><app-icon [name]="one.isHere ? 'image' : 'link'" /> {{ one.name }}</a
            >
          } @else {
            <span>{{ one.name }}</span>
          }
          <span class="soft small">{{ one.credit }}</span>
          @if (mayDetach()) {
            <button
              type="button"
              class="plain-button"
              [attr.aria-label]="words.say('do.detach.name', { name: one.name })"
              (click)="detach.emit(one.mediaId)"
            >
              {{ words.say('do.detach.send') }}
            </button>
          }
        </li>
      }
    </ul>
    @if (looking(); as first) {
      <app-media-viewer [pictures]="pictures()" [first]="first" (closed)="looking.set(undefined)" />
    }
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 16px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-direction: column;
      align-items: flex-start;
      max-width: 200px;
      font-size: 0.875rem;
      overflow-wrap: anywhere;
    }
    .picture {
      padding: 0;
      border: 1px solid var(--line-strong);
      border-radius: 6px;
      background: var(--surface-2);
      cursor: zoom-in;
      overflow: hidden;
    }
    a {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-height: 28px;
    }
    img {
      display: block;
      width: 160px;
      height: 200px;
      object-fit: cover;
    }
  `,
})
export class MediaStrip {
  protected readonly words = inject(Words);
  readonly record = input.required<SpecimenRecord>();
  readonly mayDetach = input.required<boolean>();
  readonly detach = output<string>();
  protected readonly looking = signal<string | undefined>(undefined);

  protected readonly media = computed(() =>
    (this.record().media ?? [])
      .filter(({ detached }) => !detached)
      .map((one) => ({
        mediaId: one.mediaId,
        name: this.nameOf(one),
        credit: creditOf(one),
        isHere: one.sha256 !== undefined,
        link: linkOf(one),
        picture: this.pictureOf(one),
      })),
  );
  protected readonly pictures = computed(() => this.media().flatMap(({ picture }) => picture ?? []));

  private nameOf({ terms }: RecordMedia): string {
    const said = terms['title'] ?? terms['description'] ?? terms['caption'] ?? terms['type'];
    return said ?? this.words.say('specimen.picture');
  }

  private pictureOf(one: RecordMedia): ViewedPicture | undefined {
    const isPicture = one.sha256 !== undefined && (one.terms['format'] ?? 'image/').startsWith('image/');
    if (!isPicture) return undefined;
    const credit = creditOf(one);
    return { id: one.mediaId, address: fileAddress(one.sha256!), title: this.nameOf(one), ...(credit && { credit }) };
  }
}

function creditOf({ terms }: RecordMedia): string {
  return [terms['creator'], terms['license']].filter(Boolean).join(' · ');
}

/** Only addresses of the web are followed. */
function linkOf({ terms, sha256 }: RecordMedia): string | undefined {
  if (sha256 !== undefined) return fileAddress(sha256);
  const said = [terms['accessURI'], terms['identifier'], terms['references']];
  return said.find((address) => /^https?:\/\//.test(address ?? ''));
}
