/**
 * The newest conversations, stored on this device and updated by events, for use without a network. Missing ones are read when the page is
 * idle.
 */

import { Device, type About } from './device.js';
import type { ConversationEvent, ConversationId, Http, Page, PersonId } from 'powow-client';
import type { Conversation } from './pure/conversation.js';
import { carriedOn, endOf, MOST_MESSAGES, readOn, worthKeeping, type Stretch } from './pure/stretch.js';
import { fromPage } from './pure/timeline.js';

/** Changes in quick succession are written once. */
const PAUSE = 1_000;
/** A pause between reads, so that other requests need not wait. */
const BETWEEN = 250;

export interface Owner {
  /** Null until the signed-in person's profile is known. */
  about(conversations: readonly Conversation[], stretches: readonly Stretch[]): About | null;
  conversations(): Conversation[];
  isOnline(): boolean;
}

export class Recent {
  readonly #device: Device;
  readonly #http: Http;
  readonly #owner: Owner;
  readonly #stretches = new Map<ConversationId, Stretch>();
  readonly #changed = new Set<ConversationId>();
  /** Events received during a read, which may be older. */
  #reading: { id: ConversationId; since: ConversationEvent[] } | null = null;
  #filling = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(person: PersonId, http: Http, owner: Owner) {
    this.#device = new Device(person);
    this.#http = http;
    this.#owner = owner;
    document.addEventListener('visibilitychange', this.#hidden);
  }

  readonly #hidden = (): void => {
    if (document.visibilityState === 'hidden' && this.#changed.size > 0) void this.#write();
  };

  /** Loads the stored data; null if there is none. */
  async load(): Promise<{ about: About; conversations: Conversation[] } | null> {
    const kept = await this.#device.read();
    if (!kept || this.#closed) return null;
    for (const { stretch } of kept.conversations) {
      if (stretch && !this.#stretches.has(stretch.conversationId)) this.#stretches.set(stretch.conversationId, stretch);
    }
    return { about: kept.about, conversations: kept.conversations.map(({ conversation }) => conversation) };
  }

  /** The stored end of a conversation at a position; none if it is from another position. */
  stretch(id: ConversationId, position: number | undefined): Stretch | null {
    const stretch = this.#stretches.get(id);
    return stretch?.position === position ? stretch! : null;
  }

  applied(event: ConversationEvent): void {
    if (this.#reading?.id === event.conversationId) this.#reading.since.push(event);
    const stretch = this.#stretches.get(event.conversationId);
    if (!stretch) return;
    const next = carriedOn(stretch, event);
    if (next) this.#stretches.set(event.conversationId, next);
    else this.#stretches.delete(event.conversationId);
  }

  read(id: ConversationId, person: PersonId, upTo: number): void {
    const stretch = this.#stretches.get(id);
    if (!stretch) return;
    this.#stretches.set(id, readOn(stretch, person, upTo));
    this.changed(id);
  }

  /** A conversation has changed; written after a pause. */
  changed(id: ConversationId): void {
    if (this.#closed) return;
    this.#changed.add(id);
    this.aboutChanged();
  }

  /** The data beside the conversations has changed. */
  aboutChanged(): void {
    if (!this.#closed) this.#timer ??= setTimeout(() => void this.#write(), PAUSE);
  }

  /** The stored data may no longer exist on the server: everything is read again. */
  reset(): void {
    for (const id of this.#stretches.keys()) this.changed(id);
    this.#stretches.clear();
    this.#reading = null;
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const kept = worthKeeping(this.#owner.conversations());
    const ids = kept.map(({ conversationId }) => conversationId);
    for (const id of this.#stretches.keys()) if (!ids.includes(id)) this.#stretches.delete(id);
    const about = this.#owner.about(kept, [...this.#stretches.values()]);
    if (!about || this.#closed) return;
    const changed = kept
      .filter(({ conversationId }) => this.#changed.has(conversationId))
      .map((conversation) => {
        const stretch = this.stretch(conversation.conversationId, conversation.position);
        return { conversation, ...(stretch && { stretch }) };
      });
    this.#changed.clear();
    await this.#device.write(about, changed, ids);
    void this.fill();
  }

  /** Reads what this device lacks, one conversation after the other, newest first. */
  async fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    try {
      while (!this.#closed && this.#owner.isOnline()) {
        const next = worthKeeping(this.#owner.conversations()).find(({ conversationId, position }) => !this.stretch(conversationId, position));
        if (!next) return;
        await this.#fill(next);
        await new Promise((resolve) => setTimeout(resolve, BETWEEN));
      }
    } catch {
      // Retried with the next change.
    } finally {
      this.#filling = false;
    }
  }

  async #fill({ conversationId: id, position }: Conversation): Promise<void> {
    const since: ConversationEvent[] = [];
    const reading = { id, since };
    this.#reading = reading;
    try {
      const page = await this.#http.get<Page>(`/api/conversations/${id}/messages?limit=${MOST_MESSAGES}`);
      const reads = page.reads ? new Map(page.reads.map(({ personId, upTo }) => [personId, upTo])) : null;
      const read = endOf(fromPage(page, page.messages.length < MOST_MESSAGES && !page.more, true), id, position, reads)!;
      const stretch = since.reduce<Stretch | null>((now, event) => now && carriedOn(now, event), read);
      // After a reset, it is read once more.
      if (this.#closed || !stretch || this.#reading !== reading) return;
      this.#stretches.set(id, stretch);
      this.changed(id);
    } finally {
      this.#reading = null;
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#hidden);
    this.#device.close();
  }
}
