/** What is known of people: asked for once, many at a time. */

import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Http } from './http.js';
import type { PersonId, Profile } from './protocol.js';

/** How many the server answers at a time. */
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

  /** Undefined until the server has answered; asks it if nobody has yet. */
  person(id: PersonId): ReadonlySignal<Profile | undefined> {
    const person = this.#of(id);
    if (!this.#whole.has(id)) this.#want(id);
    return person;
  }

  /** A name that came along with something else. */
  named(id: PersonId, displayName: string | undefined): void {
    const person = this.#of(id);
    if (displayName !== undefined && !this.#whole.has(id)) person.value = { personId: id, handle: '', displayName };
  }

  /** As this device has it from before; the server is asked all the same. */
  remembered(profile: Profile): void {
    const person = this.#of(profile.personId);
    person.value ??= profile;
  }

  /** Of these, those who are known. */
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

  /** With when they were last there, if that is for us to know. */
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
        // Asked again by whoever shows them next.
        for (const id of ids) this.#whole.delete(id);
        break;
      }
    }
    this.#asking = false;
  }
}
