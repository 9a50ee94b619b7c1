/**
 * One person's data on this device, in IndexedDB, deleted at sign-out. Each person has a separate database, so nothing is ever read for
 * somebody else.
 */

import type { Conversation } from './pure/conversation.js';
import type { Stretch } from './pure/stretch.js';
import type { ConversationId, Me, PersonId, Profile } from 'powow-client';

const PREFIX = 'powow.';
const STORE = 'kept';
const ABOUT = 'about';
const OF = 'conversation ';

export interface About {
  me: Me;
  blocked: PersonId[];
  /** The people who occur in the stored data. */
  people: Profile[];
  /** The epoch of the log that all of it belongs to; absent until the server has sent one. */
  epoch?: string;
}

export interface KeptConversation {
  conversation: Conversation;
  stretch?: Stretch;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Failures are ignored: a private window may store nothing, and everything else works. */
export class Device {
  readonly #opened: Promise<IDBDatabase | null>;
  #closed = false;

  constructor(person: PersonId) {
    this.#opened = this.#open(person).catch(() => null);
  }

  async #open(person: PersonId): Promise<IDBDatabase> {
    const request = indexedDB.open(PREFIX + person, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    const database = await done(request);
    // Another tab is signing out and deleting the database.
    database.onversionchange = () => this.close();
    if (this.#closed) database.close();
    return database;
  }

  async read(): Promise<{ about: About; conversations: KeptConversation[] } | null> {
    try {
      const store = (await this.#opened)?.transaction(STORE).objectStore(STORE);
      if (!store) return null;
      const [about, conversations] = await Promise.all([
        done<About | undefined>(store.get(ABOUT)),
        done<KeptConversation[]>(store.getAll(IDBKeyRange.bound(OF, `${OF}\uffff`))),
      ]);
      return about ? { about, conversations } : null;
    } catch {
      return null;
    }
  }

  /** @param all all conversations to keep; any other is deleted */
  async write(about: About, changed: readonly KeptConversation[], all: readonly ConversationId[]): Promise<void> {
    try {
      const database = await this.#opened;
      if (!database || this.#closed) return;
      const transaction = database.transaction(STORE, 'readwrite');
      const store = transaction.objectStore(STORE);
      store.put(about, ABOUT);
      for (const each of changed) store.put(each, OF + each.conversation.conversationId);
      const wanted = new Set(all.map((id) => OF + id));
      const keys = await done(store.getAllKeys(IDBKeyRange.bound(OF, `${OF}\uffff`)));
      for (const key of keys) if (!wanted.has(key as string)) store.delete(key);
    } catch {
      // The storage is full, or another tab has signed out.
    }
  }

  close(): void {
    this.#closed = true;
    void this.#opened.then((database) => database?.close());
  }
}

/** Deletes the data of everybody but the signed-in person. */
export async function forgetOthers(signedIn: PersonId | null): Promise<void> {
  try {
    for (const { name } of await indexedDB.databases()) {
      if (name?.startsWith(PREFIX) && name !== PREFIX + signedIn) indexedDB.deleteDatabase(name);
    }
  } catch {
    // Browsers without storage have nothing to delete.
  }
}
