/**
 * What this device keeps of one person, in IndexedDB: gone when they sign out. Every person has a database of their own, so nothing
 * of one is ever read for another.
 */

import type { Conversation } from './pure/conversation.js';
import type { Stretch } from './pure/stretch.js';
import type { ConversationId, Me, PersonId, Profile } from './protocol.js';

const PREFIX = 'powow.';
const STORE = 'kept';
const ABOUT = 'about';
const OF = 'conversation ';

export interface About {
  me: Me;
  blocked: PersonId[];
  /** Those who occur in what is kept. */
  people: Profile[];
  /** The epoch of the log that all of it is of; absent until the server has told one. */
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

/** Whatever fails here is quiet: a private window may keep nothing, and everything else goes on. */
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
    // Another tab signs out, and takes it away.
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

  /** @param all the conversations that are kept; any other is forgotten */
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
      // The device is full, or another tab has signed out.
    }
  }

  close(): void {
    this.#closed = true;
    void this.#opened.then((database) => database?.close());
  }
}

/** Forgets everybody but the one who is signed in. */
export async function forgetOthers(signedIn: PersonId | null): Promise<void> {
  try {
    for (const { name } of await indexedDB.databases()) {
      if (name?.startsWith(PREFIX) && name !== PREFIX + signedIn) indexedDB.deleteDatabase(name);
    }
  } catch {
    // Browsers that keep nothing have nothing to forget.
  }
}
