import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  type OnInit,
  output,
  signal,
} from '@angular/core';
import type { Draft } from '../../drafts/draft';
import { Drafts } from '../../drafts/drafts';
import { Files } from '../../ledger-client/files';
import type { Receipt } from '../../ledger-client/ledger-http';
import type { Outcome, Problem } from '../../ledger-client/problem';
import { SpecimenActs } from '../../ledger-client/specimen-acts';
import { ProblemNote } from '../../ui/problem-note';
import { TextField } from '../../ui/text-field';
import { TermNames } from '../../words/term-names';
import { Words } from '../../words/words';
import { ActFrame } from './act-frame';
import { writtenTerms } from './written-terms';

interface Uploaded {
  readonly sha256: string;
  readonly name: string;
  readonly format: string;
}
interface Typed {
  readonly files: readonly Uploaded[];
  readonly address: string;
  readonly terms: Readonly<Partial<Record<(typeof TERMS)[number], string>>>;
}
const TERMS = ['title', 'creator', 'license', 'rightsHolder'] as const;

/** Pictures and other media: files of one's own, which are kept here, or the address of one elsewhere. */
@Component({
  selector: 'app-media-form',
  imports: [ActFrame, ProblemNote, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <app-act-frame
      [draft]="draft"
      [label]="words.say('do.media.send')"
      [send]="send"
      [whyNot]="whyNot()"
      (recorded)="recorded.emit($event)"
      (left)="left.emit()"
    >
      @if (problem(); as problem) {
        <app-problem-note [problem]="problem" />
      }
      <div class="field">
        <label for="media-files">{{ words.say('media.files') }}</label>
        <input
          id="media-files"
          type="file"
          class="input"
          multiple
          accept="image/*,audio/*,video/*,application/pdf"
          (change)="upload($event)"
        />
        @if (sending(); as sending) {
          <progress max="1" [value]="sending.share" [attr.aria-label]="sending.name"></progress>
        }
      </div>
      @if (draft.value().files.length > 0) {
        <ul>
          @for (file of draft.value().files; track file.sha256) {
            <li>
              {{ file.name }}
              <button type="button" class="plain-button" (click)="drop(file.sha256)">
                {{ words.say('media.remove', { name: file.name }) }}
              </button>
            </li>
          }
        </ul>
      }
      <app-text-field
        fieldId="media-address"
        placeholder="https://"
        [label]="words.say('media.address')"
        [value]="draft.value().address"
        (typed)="draft.set({ address: $event })"
      />
      @for (term of fields; track term) {
        <app-text-field
          [fieldId]="'media-' + term"
          [label]="terms.of(term)"
          [value]="draft.value().terms[term] ?? ''"
          (typed)="set(term, $event)"
        />
      }
    </app-act-frame>
  `,
})
export class MediaForm implements OnInit {
  protected readonly words = inject(Words);
  protected readonly terms = inject(TermNames);
  private readonly acts = inject(SpecimenActs);
  private readonly files = inject(Files);
  private readonly drafts = inject(Drafts);
  readonly specimenId = input.required<string>();
  readonly recorded = output<Receipt>();
  readonly left = output<void>();

  protected readonly fields = TERMS;
  protected draft!: Draft<Typed>;
  protected readonly sending = signal<{ readonly name: string; readonly share: number } | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly whyNot = computed(() => {
    const { files, address } = this.draft.value();
    if (this.sending()) return this.words.say('media.sending');
    if (files.length > 0 || /^https?:\/\/\S+$/.test(address.trim())) return undefined;
    return this.words.say('media.missing');
  });

  ngOnInit(): void {
    this.draft = this.drafts.open<Typed>(`specimen/${this.specimenId()}/media`, { files: [], address: '', terms: {} });
  }

  protected set(term: (typeof TERMS)[number], value: string): void {
    this.draft.set({ terms: { ...this.draft.value().terms, [term]: value } });
  }

  protected drop(sha256: string): void {
    this.draft.set({ files: this.draft.value().files.filter((file) => file.sha256 !== sha256) });
  }

  protected async upload(event: Event): Promise<void> {
    const chosen = [...((event.target as HTMLInputElement).files ?? [])];
    this.problem.set(undefined);
    for (const file of chosen) {
      this.sending.set({ name: file.name, share: 0 });
      const outcome = await this.files.upload(file, (share) => this.sending.set({ name: file.name, share }));
      this.sending.set(undefined);
      if (!outcome.ok) return this.problem.set(outcome.problem);
      const { sha256 } = outcome.value;
      this.drop(sha256);
      this.draft.set({ files: [...this.draft.value().files, { sha256, name: file.name, format: file.type }] });
    }
  }

  protected readonly send = (): Promise<Outcome<Receipt>> => {
    const { files, address, terms } = this.draft.value();
    const said = writtenTerms(TERMS, terms);
    const media = files.map(({ sha256, name, format }) => ({
      sha256,
      terms: { title: name, ...(format && { format, type: typeOf(format) }), ...said },
    }));
    const link = address.trim() ? [{ terms: { accessURI: address.trim(), ...said } }] : [];
    const body = { media: [...media, ...link] };
    return this.acts.attach(this.specimenId(), body, { key: this.draft.keyFor(body) });
  };
}

/** dcterms:type by media type. */
function typeOf(format: string): string {
  const kinds: Readonly<Record<string, string>> = { image: 'StillImage', audio: 'Sound', video: 'MovingImage' };
  return kinds[format.split('/')[0] ?? ''] ?? 'Text';
}
