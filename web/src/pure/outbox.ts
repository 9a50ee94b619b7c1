/**
 * The messages that are written but not known to be durable. Stored in the browser, so that they survive the tab. Sent under the same key
 * until answered, so that the server recognises retries.
 */

import type { ConversationId, PersonId, Picture } from 'powow-client';

export interface Pending {
  key: string;
  conversationId: ConversationId;
  text: string;
  /** Already uploaded. */
  pictures?: Picture[];
  replyTo?: number;
  mentions?: PersonId[];
  /** When it was written. */
  at: string;
  /** The code of the refusal; absent while it waits for an answer. */
  refused?: string;
}

/** The part of `Storage` that is used. */
export interface Store {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export class Outbox {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #changed: () => void;
  #pending: Pending[];

  constructor(store: Store, person: PersonId, changed: () => void) {
    this.#store = store;
    this.#prefix = `powow.outbox.${person}.`;
    this.#changed = changed;
    this.#pending = this.#read();
  }

  #read(): Pending[] {
    const found: Pending[] = [];
    for (let i = 0; i < this.#store.length; i++) {
      const name = this.#store.key(i);
      if (!name?.startsWith(this.#prefix)) continue;
      try {
        found.push(JSON.parse(this.#store.getItem(name) ?? ''));
      } catch {
        // Not one of our entries.
      }
    }
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  /** Reloads after another tab has changed it. */
  readAgain(): void {
    this.#pending = this.#read();
    this.#changed();
  }

  /** Whether a storage event concerns this outbox. */
  owns(name: string | null): boolean {
    return name === null || name.startsWith(this.#prefix);
  }

  all(): readonly Pending[] {
    return this.#pending;
  }

  in(conversation: ConversationId): Pending[] {
    return this.#pending.filter((pending) => pending.conversationId === conversation);
  }

  /** The messages to send, in the order in which they were written. */
  waiting(): Pending[] {
    return this.#pending.filter((pending) => pending.refused === undefined);
  }

  add(pending: Pending): void {
    this.#pending = [...this.#pending, pending];
    this.#keep(pending);
  }

  /** The message is durable. */
  done(key: string): void {
    if (!this.#pending.some((pending) => pending.key === key)) return;
    this.#pending = this.#pending.filter((pending) => pending.key !== key);
    this.#store.removeItem(this.#prefix + key);
    this.#changed();
  }

  refused(key: string, code: string): void {
    this.#change(key, (pending) => ({ ...pending, refused: code }));
  }

  /** Sends it again, under the same key. */
  retry(key: string): void {
    this.#change(key, ({ refused: _, ...pending }) => pending);
  }

  #change(key: string, change: (pending: Pending) => Pending): void {
    const index = this.#pending.findIndex((pending) => pending.key === key);
    if (index < 0) return;
    const changed = change(this.#pending[index]!);
    this.#pending = this.#pending.with(index, changed);
    this.#keep(changed);
  }

  #keep(pending: Pending): void {
    try {
      this.#store.setItem(this.#prefix + pending.key, JSON.stringify(pending));
    } catch {
      // The storage is full or unavailable: it is still sent while this tab is open.
    }
    this.#changed();
  }
}
