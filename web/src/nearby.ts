/** Search results around a place: lists read over HTTP, and read again when the live query reports a change. */

import { batch, effect, signal } from '@preact/signals';
import { codeOf, Refused } from 'powow-client';
import type {
  Answer,
  Cell,
  Connection,
  Gathering,
  Http,
  LookedOut,
  NearbyGathering,
  NearbyGroup,
  NearbyPerson,
  NearbyService,
  OpeningHours,
  Service,
} from 'powow-client';
import { forgetLook, keepLook, keptLook, type Look } from './look.js';
import { distance, type Point } from './pure/mercator.js';

export type Kind = 'gatherings' | 'groups' | 'services' | 'people';
export type When = 'any' | 'now' | 'today' | 'weekend';
export type Sort = 'distance' | 'soonest' | 'fit';

export interface Filters {
  words: string;
  category: string;
  when: When;
  free: boolean;
  open: boolean;
  sort: Sort;
}

interface Items {
  gatherings: NearbyGathering;
  groups: NearbyGroup;
  services: NearbyService;
  people: NearbyPerson;
}

export interface List<Item> {
  items: readonly Item[];
  /** Valid for this query only. */
  question: string;
  cursor?: string | undefined;
}

type Lists = { readonly [K in Kind]: List<Items[K]> | null };

export type NewGathering = Pick<Gathering, 'title' | 'place' | 'start' | 'end' | 'zone'> & {
  text: string;
  category?: string;
  capacity?: number;
  conversation: boolean;
};

export const NO_FILTERS: Filters = { words: '', category: '', when: 'any', free: false, open: false, sort: 'distance' };
const NOTHING: Lists = { gatherings: null, groups: null, services: null, people: null };
/** Kinds that have a category. */
const CATEGORISED = new Set<Kind>(['gatherings', 'services']);

export type GatheringChange = Partial<Omit<NewGathering, 'conversation'>>;

export type NewService = Pick<Service, 'name' | 'place'> & {
  text: string;
  category?: string;
  area: number;
  hours?: OpeningHours;
  contact?: NonNullable<Service['contact']>;
};

/** In metres: how far people are looked for by name, at least. */
const NAMED_WITHIN = 50_000;

/** Suggested radii for services; the server accepts any value in between. */
export const AREAS = [1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000, 200_000];
export const RADII = [1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000];
const PAGE = 50;
/** Changes in quick succession cause one read. */
const PAUSE = 700;
/** Errors that pass by themselves, after which to retry. */
const TRANSIENT = new Set(['unreachable', 'search_unavailable', 'views_unavailable', 'too_many_requests']);
const RETRY = 5_000;
const rounded = (degrees: number): number => Math.round(degrees * 1_000) / 1_000;

export class Nearby {
  readonly look = signal<Look | null>(keptLook());
  readonly kind = signal<Kind>('gatherings');
  readonly filters = signal<Filters>(NO_FILTERS);
  readonly lists = signal<Lists>(NOTHING);
  readonly mine = signal<readonly Gathering[]>([]);
  /** The cell in which others may see the user. */
  readonly cell = signal<Cell | null>(null);
  readonly failed = signal<string | null>(null);
  readonly loading = signal(false);
  /** Items that appeared while the user was looking. */
  readonly fresh = signal<ReadonlySet<string>>(new Set());
  readonly #http: Http;
  readonly #connection: Connection;
  readonly #told: (told: LookedOut) => void;
  #watching = false;
  #caughtUp = false;
  #readings = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: () => void = () => {};

  /** @param told receives changes nearby, and of gatherings that the user attends */
  constructor(connection: Connection, http: Http, told: (told: LookedOut) => void) {
    this.#connection = connection;
    this.#http = http;
    this.#told = told;
  }

  /** Starts watching, until the returned function is called. */
  watch(): () => void {
    this.#watching = true;
    this.#lookOut();
    this.#stop = effect(() => {
      void this.look.value;
      void this.kind.value;
      void this.filters.value;
      void this.#readSoon(0);
    });
    return () => {
      this.#watching = false;
      this.#stop();
      clearTimeout(this.#timer);
      this.#connection.lookAt(null);
    };
  }

  /**
   * Sets the search area.
   *
   * @param name of the place, if the user has chosen it by name
   */
  lookAt(point: Point, radius: number, name?: string): void {
    const look: Look = { lat: rounded(point.lat), lon: rounded(point.lon), radius: Math.round(Math.max(500, Math.min(100_000, radius))), ...(name && { name }) };
    keepLook(look);
    batch(() => {
      this.look.value = look;
      this.lists.value = NOTHING;
      this.fresh.value = new Set();
    });
    this.#lookOut();
  }

  /** Lets the user choose another place. */
  lookElsewhere(): void {
    forgetLook();
    batch(() => {
      this.look.value = null;
      this.lists.value = NOTHING;
    });
    this.#lookOut();
  }

  filter(change: Partial<Filters>): void {
    this.filters.value = { ...this.filters.peek(), ...change };
  }

  #lookOut(): void {
    this.#caughtUp = false;
    const look = this.look.peek();
    if (this.#watching) this.#connection.lookAt(look);
  }

  /** Handles a message of the live query. */
  lookedOut(told: LookedOut): void {
    switch (told.type) {
      case 'caughtUp':
        // Later messages are changes of the state at this moment, so read it.
        this.#caughtUp = true;
        this.#readSoon(0);
        return;
      case 'gatheringRescheduled':
      case 'gatheringCancelled':
        this.#told(told);
        if (this.#watching) this.#readSoon();
        return;
      default:
        if (!this.#caughtUp) return;
        if (told.type === 'appeared') this.fresh.value = new Set(this.fresh.peek()).add(told.id);
        this.#told(told);
        this.#readSoon();
    }
  }

  #readSoon(after = PAUSE): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.read(), after);
  }

  #query(kind: Kind): string {
    const { lat, lon, radius } = this.look.peek()!;
    const { words, category, when, free, open, sort } = this.filters.peek();
    const query = new URLSearchParams({ lat: String(lat), lon: String(lon), radius: String(radius), limit: String(PAGE) });
    if (words.trim()) query.set('q', words.trim());
    if (CATEGORISED.has(kind) && category) query.set('category', category);
    if (kind === 'gatherings' && when !== 'any') query.set('when', when);
    if (kind === 'gatherings' && free) query.set('free', 'true');
    if (kind === 'services' && open) query.set('open', 'true');
    if (kind !== 'people' && sort !== 'distance' && (kind === 'gatherings' || sort !== 'soonest')) query.set('sort', sort);
    return `/api/nearby/${kind}?${query}`;
  }

  async #page<K extends Kind>(kind: K, cursor?: string): Promise<List<Items[K]>> {
    const question = this.#query(kind);
    const answer = await this.#http.get<{ [key: string]: unknown }>(cursor ? `${question}&cursor=${encodeURIComponent(cursor)}` : question);
    return { items: (answer[kind] as Items[K][] | undefined) ?? [], question, cursor: answer['cursor'] as string | undefined };
  }

  /** Reads all kinds. People have no position on the map. */
  async read(): Promise<void> {
    const reading = ++this.#readings;
    if (!this.look.peek()) return;
    this.loading.value = true;
    try {
      const [gatherings, groups, services, people, mine] = await Promise.all([
        this.#page('gatherings'),
        this.#page('groups'),
        this.#page('services'),
        this.#page('people'),
        this.#http.get<{ gatherings?: Gathering[] }>('/api/me/gatherings'),
        this.#readCell(),
      ]);
      if (reading !== this.#readings) return;
      batch(() => {
        this.lists.value = { gatherings, groups, services, people };
        this.mine.value = mine.gatherings ?? [];
        this.failed.value = null;
      });
    } catch (failure) {
      if (reading !== this.#readings) return;
      this.failed.value = codeOf(failure);
      if (TRANSIENT.has(this.failed.value)) this.#readSoon(RETRY);
    } finally {
      if (reading === this.#readings) this.loading.value = false;
    }
  }

  async #readCell(): Promise<void> {
    const { place } = await this.#http.get<{ place?: Cell }>('/api/nearby/me');
    const before = this.cell.peek();
    if (before?.lat !== place?.lat || before?.lon !== place?.lon || before?.size !== place?.size) this.cell.value = place ?? null;
  }

  /** Reports the user's place. A moment later, its cell is disclosed. */
  async tellPlace({ lat, lon }: Point): Promise<void> {
    await this.#connection.ask('/app/place', { lat, lon });
    await this.#readCell();
    this.#readSoon(2 * PAUSE);
  }

  /** People who let everybody find them, by name, around the search area. Nobody without one. */
  async peopleNamed(words: string, most: number): Promise<readonly NearbyPerson[]> {
    const look = this.look.peek();
    if (!look) return [];
    const query = new URLSearchParams({ lat: String(look.lat), lon: String(look.lon), radius: String(Math.max(look.radius, NAMED_WITHIN)), q: words, limit: String(most) });
    return (await this.#http.get<{ people?: NearbyPerson[] }>(`/api/nearby/people?${query}`)).people ?? [];
  }

  async more(kind: Kind): Promise<void> {
    const before = this.lists.peek();
    const list = before[kind];
    if (!list?.cursor) return;
    // The map or the filters have changed: a cursor of the old query is useless.
    if (list.question !== this.#query(kind)) return this.read();
    try {
      const next = await this.#page(kind, list.cursor);
      if (this.lists.peek() !== before) return;
      this.lists.value = { ...before, [kind]: { ...next, items: [...list.items, ...next.items] } };
    } catch (failure) {
      // Expired, or from a server with another secret.
      if (failure instanceof Refused && failure.code === 'invalid_cursor') return this.read();
      throw failure;
    }
  }

  /** The distance from the centre of the search area. */
  distanceTo(point: Point): number | null {
    const look = this.look.value;
    return look && distance(look, point);
  }

  // --- Details ---------------------------------------------------------------------------------

  gathering = (id: string) => this.#http.get<Gathering>(`/api/gatherings/${id}`);
  service = (id: string) => this.#http.get<Service>(`/api/services/${id}`);

  async answer(id: string, answer: Answer): Promise<void> {
    await this.#http.send('PUT', `/api/gatherings/${id}/answer`, { answer });
    this.#readSoon(0);
  }

  /** @param key the same when it is repeated, so that nothing is published twice */
  async publish(gathering: NewGathering, key: string): Promise<string> {
    const { gatheringId } = await this.#http.send<{ gatheringId: string }>('POST', '/api/gatherings', gathering, key);
    this.#readSoon();
    return gatheringId;
  }

  /** Changes the given fields. Attendees are notified of a new time. */
  async change(id: string, change: GatheringChange): Promise<void> {
    await this.#http.send('PATCH', `/api/gatherings/${id}`, change);
    this.#readSoon();
  }

  /** @param imageId a picture of the host; null removes the gathering's picture */
  async picture(id: string, imageId: string | null): Promise<void> {
    const path = `/api/gatherings/${id}/picture`;
    await (imageId === null ? this.#http.send('DELETE', path) : this.#http.send('PUT', path, { imageId }));
    this.#readSoon();
  }

  /** @param key the same when it is repeated, so that nothing is published twice */
  async publishService(service: NewService, key: string): Promise<string> {
    const { serviceId } = await this.#http.send<{ serviceId: string }>('POST', '/api/services', service, key);
    this.#readSoon();
    return serviceId;
  }

  async changeService(id: string, change: Partial<NewService>): Promise<void> {
    await this.#http.send('PATCH', `/api/services/${id}`, change);
    this.#readSoon();
  }

  async withdraw(id: string): Promise<void> {
    await this.#http.send('DELETE', `/api/services/${id}`);
    this.#readSoon();
  }

  async cancel(id: string): Promise<void> {
    await this.#http.send('DELETE', `/api/gatherings/${id}`);
    this.#readSoon();
  }
}
