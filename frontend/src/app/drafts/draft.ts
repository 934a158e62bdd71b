import { signal, type Signal } from '@angular/core';

/** A draft as it is kept. */
export interface KeptDraft<T extends object> {
  readonly value: T;
  /** When it was last typed in; milliseconds since 1970. */
  readonly at: number;
  /** Key of the act that was sent last, and what was sent. */
  readonly sent?: { readonly key: string; readonly body: string };
}

interface Place<T extends object> {
  read(): KeptDraft<T> | undefined;
  write(kept: KeptDraft<T> | undefined): void;
}

/** What somebody types into one form, kept at every change until it is recorded or thrown away. */
export class Draft<T extends object> {
  private readonly typed = signal<T>({} as T);
  private sent: KeptDraft<T>['sent'];
  /** The values as they stand in the form. */
  readonly value: Signal<T> = this.typed.asReadonly();
  /** When it was left unfinished, where it was: milliseconds since 1970. */
  readonly restored = signal<number | undefined>(undefined);

  constructor(
    private readonly initial: T,
    private readonly newKey: () => string,
    private readonly place: Place<T>,
  ) {
    const kept = place.read();
    this.typed.set(kept ? { ...initial, ...kept.value } : initial);
    this.restored.set(kept?.at);
    this.sent = kept?.sent;
  }

  /** Changes some of the values. */
  set(changes: Partial<T>): void {
    this.typed.update((before) => ({ ...before, ...changes }));
    this.keep();
  }

  /** A key for sending this: the same for the same content, so that sending it again records it once. */
  keyFor(content: unknown): string {
    const body = JSON.stringify(content);
    if (this.sent?.body !== body) this.sent = { key: this.newKey(), body };
    this.keep();
    return this.sent.key;
  }

  /** Begins anew. */
  clear(): void {
    this.typed.set(this.initial);
    this.forget();
  }

  /** It has been recorded: nothing of it is kept, the form shows what it showed. */
  forget(): void {
    this.sent = undefined;
    this.restored.set(undefined);
    this.place.write(undefined);
  }

  private keep(): void {
    this.place.write({ value: this.typed(), at: Date.now(), ...(this.sent && { sent: this.sent }) });
  }
}
