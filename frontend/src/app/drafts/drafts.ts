import { DOCUMENT, inject, Injectable } from '@angular/core';
import { newKey } from '../ledger-client/ledger-http';
import { Session } from '../ledger-client/session';
import { Draft, type KeptDraft } from './draft';

const PREFIX = 'ledger.draft.';

/** An unfinished piece of work, by its name (`identify/<specimen id>`) and when it was last typed in. */
export interface UnfinishedDraft {
  readonly name: string;
  readonly at: number;
}

/**
 * What people have typed and not yet recorded, kept in this browser under their account: it outlives the page, the session,
 * the network and the server, until it is recorded or thrown away.
 */
@Injectable({ providedIn: 'root' })
export class Drafts {
  private readonly storage = inject(DOCUMENT).defaultView?.localStorage;
  private readonly session = inject(Session);

  /** The draft of this name as it was left, else a new one of these values. */
  open<T extends object>(name: string, initial: T): Draft<T> {
    const address = this.address(name);
    return new Draft<T>(initial, newKey, {
      read: () => this.read<T>(address),
      write: (kept) => this.write(address, kept),
    });
  }

  /** Unfinished work whose name begins so, newest first. */
  unfinished(prefix: string): readonly UnfinishedDraft[] {
    const start = this.address(prefix);
    const found: UnfinishedDraft[] = [];
    for (let at = 0; at < (this.storage?.length ?? 0); at++) {
      const address = this.storage?.key(at) ?? '';
      const kept = address.startsWith(start) ? this.read(address) : undefined;
      if (kept) found.push({ name: prefix + address.slice(start.length), at: kept.at });
    }
    return found.sort((one, other) => other.at - one.at);
  }

  discard(name: string): void {
    this.write(this.address(name), undefined);
  }

  private address(name: string): string {
    return `${PREFIX}${this.session.account()?.id ?? ''}.${name}`;
  }

  private read<T extends object>(address: string): KeptDraft<T> | undefined {
    try {
      const kept = JSON.parse(this.storage?.getItem(address) ?? 'null') as KeptDraft<T> | null;
      return kept && typeof kept.value === 'object' ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  /** A full or forbidden storage keeps the draft on the page only. */
  private write(address: string, kept: KeptDraft<object> | undefined): void {
    try {
      if (kept) this.storage?.setItem(address, JSON.stringify(kept));
      else this.storage?.removeItem(address);
    } catch {
      return;
    }
  }
}
