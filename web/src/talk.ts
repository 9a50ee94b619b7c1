/** The loaded part of one conversation: a range of its messages, read over HTTP as the user scrolls, and updated by events. */

import { batch, signal } from '@preact/signals';
import { codeOf, Unreachable } from 'powow-client';
import type { Ban, ConversationEvent, ConversationId, Http, Member, Page, PersonId } from 'powow-client';
import { timelineOf, type Stretch } from './pure/stretch.js';
import * as timelines from './pure/timeline.js';

const PAGE = 100;

/** Whether a page is the last. A page of long messages ends early, and says so. */
const isLast = (page: Page, limit: number) => page.messages.length < limit && !page.more;
/** The number of items kept loaded: some hundred screens. Others are read again when needed. */
const MOST = 1_500;

/** A position that the list should show. */
export interface Target {
  position: number;
  /** Whether to highlight it: it was requested, rather than being where the user left off. */
  found: boolean;
}

/**
 * What stays fixed on the screen: an edge of a row, and its distance from the top of the viewport. For a position that the user scrolled
 * to, it is the lower edge, because a row may gain or lose a day separator above it as more is loaded.
 */
export type Anchor = { key: string; edge: 'top' | 'bottom'; offset: number } | 'end';

/** The conversation as stored on this device. */
export interface Kept {
  end(): Stretch | null;
  /** Whether it may be shown without asking the server. */
  suffices(): boolean;
}

export class Talk {
  /** Where the user was reading when they left the conversation. */
  place: Anchor = 'end';
  readonly id: ConversationId;
  readonly #http: Http;
  readonly timeline = signal<timelines.Timeline | null>(null);
  /** The read markers of members; null in large groups. */
  readonly reads = signal<ReadonlyMap<PersonId, number> | null>(new Map());
  readonly loading = signal<'none' | 'all' | 'older' | 'newer'>('none');
  /** Why the last read failed. */
  readonly failed = signal<string | null>(null);
  readonly target = signal<Target | null>(null);
  readonly members = signal<readonly Member[] | null>(null);
  readonly bans = signal<readonly Ban[] | null>(null);
  /** Messages outside the loaded range that replies quote and pins refer to. Null: no longer available. */
  readonly #quotes = new Map<number, ReturnType<typeof signal<timelines.Message | null | undefined>>>();
  /** Events received since each read in progress began, because the read may be older. */
  readonly #since = new Set<ConversationEvent[]>();
  readonly #kept: Kept;
  #readings = 0;

  constructor(id: ConversationId, http: Http, kept: Kept) {
    this.id = id;
    this.#http = http;
    this.#kept = kept;
  }

  #page(query: string): Promise<Page> {
    return this.#http.get<Page>(`/api/conversations/${this.id}/messages?${query}`);
  }

  /** Messages before a position, for uses outside the list. */
  pageBefore(position: number): Promise<Page> {
    return this.#page(`limit=${PAGE}&before=${position}`);
  }

  /** Reads, and then applies the events received meanwhile. Events already included change nothing. */
  async #reading(
    kind: 'all' | 'older' | 'newer',
    read: () => Promise<(timeline: timelines.Timeline | null) => timelines.Timeline>,
  ): Promise<void> {
    if (kind === 'all' && this.#kept.suffices() && this.#showKept()) return;
    const reading = ++this.#readings;
    const since: ConversationEvent[] = [];
    this.#since.add(since);
    batch(() => {
      this.loading.value = kind;
      this.failed.value = null;
    });
    try {
      const merge = await read();
      if (reading !== this.#readings) return;
      batch(() => {
        this.timeline.value = since.reduce(timelines.after, merge(this.timeline.value));
        this.loading.value = 'none';
      });
    } catch (failure) {
      if (reading !== this.#readings) return;
      batch(() => {
        this.failed.value = codeOf(failure);
        this.loading.value = 'none';
        if (failure instanceof Unreachable) this.#showKept();
      });
    } finally {
      this.#since.delete(since);
    }
  }

  #learnReads(page: Page): void {
    if (!page.reads) {
      this.reads.value = null;
      return;
    }
    const reads = new Map(this.reads.value ?? []);
    for (const { personId, upTo } of page.reads) reads.set(personId, Math.max(upTo, reads.get(personId) ?? -1));
    this.reads.value = reads;
  }

  #showKept(): boolean {
    const end = this.timeline.peek() ? null : this.#kept.end();
    if (!end) return false;
    batch(() => {
      this.timeline.value = timelineOf(end);
      this.reads.value = end.reads ? new Map(end.reads) : null;
      if (end.atStart) this.failed.value = null;
    });
    return true;
  }

  /** Loads the end of the conversation. */
  latest(): Promise<void> {
    return this.#reading('all', async () => {
      const page = await this.#page(`limit=${PAGE}`);
      this.#learnReads(page);
      return () => timelines.fromPage(page, isLast(page, PAGE), true);
    });
  }

  /** Loads a position with its surroundings. */
  around(position: number): Promise<void> {
    return this.#reading('all', async () => {
      const [older, newer] = await Promise.all([
        this.#page(`limit=${PAGE / 2}&before=${position + 1}`),
        this.#page(`limit=${PAGE / 2}&after=${position}`),
      ]);
      this.#learnReads(newer);
      return () =>
        timelines.withNewer(
          timelines.fromPage(older, isLast(older, PAGE / 2), false),
          newer,
          isLast(newer, PAGE / 2),
        );
    });
  }

  /** Shows a position, loading it if necessary. */
  async show(target: Target): Promise<void> {
    const { items } = this.timeline.value ?? { items: [] };
    const loaded = items.length > 0 && items[0]!.position <= target.position && target.position <= items.at(-1)!.position;
    if (!loaded) await this.around(target.position);
    this.target.value = target;
  }

  async toLatest(): Promise<void> {
    if (!this.timeline.value?.atEnd) await this.latest();
    const last = this.timeline.value?.items.at(-1);
    if (last) this.target.value = { position: last.position, found: false };
  }

  /** Reads the shown range again, because events were missed. */
  async refresh(): Promise<void> {
    const { timeline } = this;
    if (!timeline.value) return;
    if (timeline.value.atEnd || timeline.value.items.length === 0) await this.latest();
    else await this.around(timeline.value.items[timeline.value.items.length >> 1]!.position);
    this.#membersChanged();
    this.#bansChanged();
  }

  older(): Promise<void> {
    const timeline = this.timeline.value;
    if (!timeline || timeline.atStart || this.loading.value !== 'none') return Promise.resolve();
    const first = timeline.items.find(timelines.isMessage)?.position ?? timeline.items[0]?.position ?? 0;
    return this.#reading('older', async () => {
      const page = await this.#page(`limit=${PAGE}&before=${first}`);
      return (now) => timelines.trimmed(timelines.withOlder(now!, page, isLast(page, PAGE)), MOST, 'oldest');
    });
  }

  newer(): Promise<void> {
    const timeline = this.timeline.value;
    if (!timeline || timeline.atEnd || this.loading.value !== 'none') return Promise.resolve();
    const last = timeline.items.findLast(timelines.isMessage)?.position ?? -1;
    return this.#reading('newer', async () => {
      const page = await this.#page(`limit=${PAGE}&after=${last}`);
      return (now) => timelines.trimmed(timelines.withNewer(now!, page, isLast(page, PAGE)), MOST, 'newest');
    });
  }

  async loadMembers(): Promise<void> {
    const members: Member[] = [];
    let cursor: string | undefined;
    do {
      const page: { members: Member[]; cursor?: string } = await this.#http.get(
        `/api/conversations/${this.id}/members?limit=500${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      members.push(...page.members);
      cursor = page.cursor;
    } while (cursor);
    this.members.value = members;
  }

  /** The known members stay valid until they are replaced. */
  #membersChanged(): void {
    if (this.members.value !== null) this.loadMembers().catch(() => (this.members.value = null));
  }

  async loadBans(): Promise<void> {
    const { bans } = await this.#http.get<{ bans?: Ban[] }>(`/api/conversations/${this.id}/bans`);
    this.bans.value = bans ?? [];
  }

  #bansChanged(): void {
    if (this.bans.value !== null) this.loadBans().catch(() => (this.bans.value = null));
  }

  /** A message by its position, loaded or not. Undefined until it is known. */
  quote(position: number): timelines.Message | null | undefined {
    const loaded = this.timeline.value && timelines.find(this.timeline.value, position);
    if (loaded && timelines.isMessage(loaded)) return loaded;
    let quote = this.#quotes.get(position);
    if (!quote) {
      this.#quotes.set(position, (quote = signal<timelines.Message | null | undefined>(undefined)));
      const asked = quote;
      this.#page(`limit=1&after=${position - 1}`).then(
        ({ messages: [message] }) => (asked.value = message?.position === position ? message : null),
        () => this.#quotes.delete(position),
      );
    }
    return quote.value;
  }

  apply(event: ConversationEvent): void {
    for (const since of this.#since) since.push(event);
    if (this.timeline.value) this.timeline.value = timelines.after(this.timeline.value, event);
    if ('message' in event) {
      const quote = this.#quotes.get(event.message);
      if (quote?.value) {
        const alone = { items: [quote.value], atStart: false, atEnd: false };
        quote.value = timelines.after(alone, event).items[0] as timelines.Message;
      }
    }
    switch (event.type) {
      case 'memberJoined':
      case 'memberAdded':
      case 'memberLeft':
      case 'memberRemoved':
      case 'roleChanged':
        this.#membersChanged();
        break;
      case 'memberBanned':
      case 'memberUnbanned':
        this.#bansChanged();
        break;
      default:
    }
  }

  read(person: PersonId, upTo: number): void {
    const reads = this.reads.value;
    if (!reads || (reads.get(person) ?? -1) >= upTo) return;
    this.reads.value = new Map(reads).set(person, upTo);
  }
}
