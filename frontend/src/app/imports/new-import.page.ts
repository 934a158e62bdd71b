import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import type { ColumnMapping } from '#domain/import-batch/events.js';
import { Drafts } from '../drafts/drafts';
import { Collections, type ListedCollection } from '../ledger-client/collections';
import { Files, type StoredFile } from '../ledger-client/files';
import { type ImportPreview, Imports, type ListedImport } from '../ledger-client/imports';
import { WatchedJob } from '../ledger-client/jobs';
import { newKey } from '../ledger-client/ledger-http';
import type { Problem } from '../ledger-client/problem';
import { Session } from '../ledger-client/session';
import { ProblemNote } from '../ui/problem-note';
import { Words } from '../words/words';
import { FileDrop } from './file-drop';
import { JobProgress } from './job-progress';
import { PreviewReport } from './preview-report';

/** An import that was begun: its file is on the server, the choices are here. */
interface Begun {
  readonly file?: StoredFile;
  readonly collectionId: string;
  readonly released: boolean;
  readonly mapping?: readonly ColumnMapping[];
}

/** Bringing a file in: choose it, see what it would do, put the reading right, then commit. Nothing is written before. */
@Component({
  selector: 'app-new-import-page',
  imports: [FileDrop, JobProgress, PreviewReport, ProblemNote],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './new-import.page.html',
  styles: `
    .card {
      margin-bottom: 16px;
    }
    .pair {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(260px, 1fr));
      gap: 0 20px;
      align-items: end;
    }
    .commit {
      position: sticky;
      bottom: 0;
      z-index: 3;
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      align-items: center;
      gap: 12px;
      padding: 14px 20px;
      margin-top: 16px;
    }
    progress {
      width: 100%;
    }
  `,
})
export class NewImportPage {
  protected readonly words = inject(Words);
  private readonly session = inject(Session);
  private readonly files = inject(Files);
  private readonly imports = inject(Imports);
  private readonly router = inject(Router);
  protected readonly watched = new WatchedJob<ImportPreview>();

  /** Kept in this browser until it is committed or another file is chosen. */
  protected readonly draft = inject(Drafts).open<Begun>('import', { collectionId: '', released: false });
  protected readonly file = signal<StoredFile | undefined>(undefined);
  protected readonly uploaded = signal<number | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly collections = signal<readonly ListedCollection[]>([]);
  /** Empty: a new collection, made from the file. */
  protected readonly collectionId = signal<string>('');
  protected readonly isReleased = signal(false);
  protected readonly busy = signal(false);
  /** Choices not previewed yet. */
  protected readonly edited = signal<readonly ColumnMapping[] | undefined>(undefined);
  private readonly earlier = signal<readonly ListedImport[]>([]);
  /** How columns of the same names were read the last time, when that is not how they are read now. */
  protected readonly asBefore = computed(() => {
    const preview = this.preview();
    if (!preview || this.edited()) return undefined;
    const columns = columnsOf(preview.mapping);
    const last = this.earlier().find((one) => one.state === 'completed' && columnsOf(one.mapping) === columns);
    return last && reading(last.mapping) !== reading(preview.mapping) ? last : undefined;
  });
  /** Whether the preview that is shown is of this file, read in this way: nothing else can be committed. */
  protected readonly isCurrent = signal(false);
  private readonly commitBar = viewChild<ElementRef<HTMLElement>>('commitBar');
  /** Whether the focus goes to the bar with the next step once what was asked for is here. */
  private goesOn = false;
  private asking = 0;
  private previewJobId = '';
  private key = newKey();

  protected readonly job = this.watched.job;
  protected readonly preview = computed(() => (this.job()?.status === 'completed' ? this.job()?.result : undefined));
  protected readonly failure = computed(() => (this.job()?.status === 'failed' ? this.job()?.error : undefined));
  protected readonly mapping = computed(() => this.edited() ?? this.preview()?.mapping ?? []);
  /** Whoever imports into any collection may also make one by it. */
  protected readonly mayEstablish = computed(() => this.session.may('import.run', '*'));
  protected readonly writable = computed(() =>
    this.collections().filter(({ id }) => this.session.may('import.run', id)),
  );

  constructor() {
    void inject(Collections)
      .list()
      .then((outcome) => {
        if (outcome.ok) this.collections.set(outcome.value);
      });
    void this.imports.list().then((outcome) => {
      if (outcome.ok) this.earlier.set(outcome.value);
    });
    this.goOn(this.draft.value());
    effect(() => {
      const bar = this.commitBar();
      if (!bar || !this.goesOn) return;
      this.goesOn = false;
      bar.nativeElement.focus();
    });
    effect(() => {
      const [first] = this.writable();
      if (first && !this.mayEstablish() && this.collectionId() === '') this.collectionId.set(first.id);
    });
  }

  protected async receive(file: File): Promise<void> {
    this.problem.set(undefined);
    this.uploaded.set(0);
    const outcome = await this.files.upload(file, (share) => this.uploaded.set(share));
    this.uploaded.set(undefined);
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.file.set({ ...outcome.value, name: file.name });
    this.keep();
    await this.look();
  }

  /** Choices of how columns are read, not previewed yet. */
  protected choose(mapping: readonly ColumnMapping[]): void {
    this.edited.set(mapping);
    this.keep(mapping);
  }

  /** Previews again, with the choices made. */
  protected async look(): Promise<void> {
    const file = this.file();
    if (!file) return;
    const mine = ++this.asking;
    this.isCurrent.set(false);
    this.problem.set(undefined);
    const options = { released: this.isReleased() };
    const mapping = this.edited() ?? this.draft.value().mapping;
    const outcome = await this.imports.preview(file, this.collectionId() || undefined, mapping, options);
    // Other choices meanwhile.
    if (mine !== this.asking) return;
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.isCurrent.set(true);
    this.previewJobId = outcome.value.jobId;
    this.key = newKey();
    this.watched.follow(this.previewJobId);
    this.edited.set(undefined);
  }

  /** Previews again from the table of columns, which is long: the focus goes on to what comes next. */
  protected async lookAndGoOn(event: Event): Promise<void> {
    event.preventDefault();
    await this.look();
    // The bar of before is taken away with its preview, and comes back with the new one.
    this.goesOn = this.isCurrent();
  }

  protected async commit(): Promise<void> {
    this.busy.set(true);
    const outcome = await this.imports.commit(this.previewJobId, this.key);
    this.busy.set(false);
    if (!outcome.ok) return this.problem.set(outcome.problem);
    this.draft.clear();
    const { importId, jobId } = outcome.value;
    await this.router.navigate(['/imports', importId], { queryParams: { job: jobId } });
  }

  protected chooseCollection(event: Event): void {
    this.collectionId.set((event.target as HTMLSelectElement).value);
    this.keep();
    void this.look();
  }

  protected chooseReleased(): void {
    this.isReleased.update((released) => !released);
    this.keep();
    void this.look();
  }

  /** Reads the columns as they were read the last time a file with the same columns came. */
  protected readAsBefore(mapping: readonly ColumnMapping[]): void {
    this.choose(mapping);
    void this.look();
  }

  protected startAgain(): void {
    this.asking += 1;
    this.draft.clear();
    this.isCurrent.set(false);
    this.file.set(undefined);
    this.edited.set(undefined);
    this.problem.set(undefined);
  }

  private keep(mapping = this.draft.value().mapping): void {
    const [file, collectionId, released] = [this.file(), this.collectionId(), this.isReleased()];
    this.draft.set({ ...(file && { file }), collectionId, released, ...(mapping && { mapping }) });
  }

  private goOn({ file, collectionId, released, mapping }: Begun): void {
    if (!file) return;
    this.file.set(file);
    this.collectionId.set(collectionId);
    this.isReleased.set(released);
    this.edited.set(mapping);
    void this.look();
  }
}

/** What a source is recognised by: its tables and columns, in their order. */
function columnsOf(mapping: readonly ColumnMapping[]): string {
  return JSON.stringify(mapping.filter(({ index }) => index !== undefined).map(({ table, column }) => [table, column]));
}

function reading(mapping: readonly ColumnMapping[]): string {
  return JSON.stringify(mapping.map(({ term, nulls = [] }) => [term, [...nulls].sort()]));
}
