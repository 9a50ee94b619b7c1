/** A cache of profiles, read in batches. */

import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Http, PersonId, Profile } from 'powow-client';

/** The maximum number of people per request. */
const AT_ONCE = 50;

export class People {
  readonly #http: Http;
  readonly #known = new Map<PersonId, Signal<Profile | undefined>>();
  readonly #whole = new Set<PersonId>();
  #wanted = new Set<PersonId>();
  #asking = false;

  constructor(http: Http) {
    this.#http = http;
  }

  #of(id: PersonId): Signal<Profile | undefined> {
    let person = this.#known.get(id);
    if (!person) this.#known.set(id, (person = signal(undefined)));
    return person;
  }

  /** Undefined until the server has answered; requested on first use. */
  person(id: PersonId): ReadonlySignal<Profile | undefined> {
    const person = this.#of(id);
    if (!this.#whole.has(id)) this.#want(id);
    return person;
  }

  /** Adds a name that arrived with other data. */
  named(id: PersonId, displayName: string | undefined): void {
    const person = this.#of(id);
    if (displayName !== undefined && !this.#whole.has(id)) person.value = { personId: id, handle: '', displayName };
  }

  /** Adds a profile stored on this device; it is requested from the server anyway. */
  remembered(profile: Profile): void {
    const person = this.#of(profile.personId);
    person.value ??= profile;
  }

  /** The cached profiles among these. */
  known(ids: Iterable<PersonId>): Profile[] {
    return [...ids].flatMap((id) => this.#known.get(id)?.peek() ?? []);
  }

  learned(profile: Profile): void {
    this.#whole.add(profile.personId);
    this.#of(profile.personId).value = profile;
  }

  async byHandle(handle: string): Promise<Profile | undefined> {
    const { people } = await this.#http.get<{ people?: Profile[] }>(`/api/people?handle=${encodeURIComponent(handle)}`);
    const found = people?.[0];
    if (found) this.learned(found);
    return found;
  }

  /** Reads a profile, with `lastSeen` if it is visible to the user. */
  async fresh(id: PersonId): Promise<Profile> {
    const profile = await this.#http.get<Profile>(`/api/people/${id}`);
    this.learned(profile);
    return profile;
  }

  #want(id: PersonId): void {
    this.#whole.add(id);
    this.#wanted.add(id);
    if (this.#asking) return;
    this.#asking = true;
    setTimeout(() => void this.#ask(), 10);
  }

  async #ask(): Promise<void> {
    while (this.#wanted.size > 0) {
      const ids = [...this.#wanted].slice(0, AT_ONCE);
      for (const id of ids) this.#wanted.delete(id);
      try {
        const { people } = await this.#http.get<{ people?: Profile[] }>(`/api/people?ids=${ids.join(',')}`);
        for (const profile of people ?? []) this.learned(profile);
      } catch {
        // Requested again on the next use.
        for (const id of ids) this.#whole.delete(id);
        break;
      }
    }
    this.#asking = false;
  }
}
