/**
 * Pictures that were chosen for a message, and their uploads, which finish before the message is sent. They are kept as long as the tab: a
 * file is too large for the browser's storage.
 */

import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { codeOf, newKey, Refused, Unreachable } from 'powow-client';
import type { ConversationId, Picture, Tokens } from 'powow-client';

/** The server's default limits; the server decides. */
export const MOST_PICTURES = 10;
const LARGEST = 20 * 1024 * 1024;

/** The types that the browser can preview. */
const SEEN = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);

export type Progress = { state: 'going'; part: number } | { state: 'given'; picture: Picture } | { state: 'refused'; code: string };

export interface Upload {
  /** The idempotency key, the same for every attempt. */
  readonly key: string;
  readonly file: File;
  /** The URL of a preview, if the browser can show one. */
  readonly preview: string | null;
  readonly progress: Signal<Progress>;
}

export class Uploads {
  readonly #tokens: Tokens;
  readonly #signedOut: (code: string) => void;
  readonly #chosen = new Map<ConversationId, Signal<readonly Upload[]>>();
  readonly #requests = new Map<string, XMLHttpRequest>();

  constructor(tokens: Tokens, signedOut: (code: string) => void) {
    this.#tokens = tokens;
    this.#signedOut = signedOut;
  }

  #chosenFor(id: ConversationId): Signal<readonly Upload[]> {
    let chosen = this.#chosen.get(id);
    if (!chosen) this.#chosen.set(id, (chosen = signal<readonly Upload[]>([])));
    return chosen;
  }

  chosenFor(id: ConversationId): ReadonlySignal<readonly Upload[]> {
    return this.#chosenFor(id);
  }

  /** @returns whether there was room for all of them */
  choose(id: ConversationId, files: readonly File[]): boolean {
    const chosen = this.#chosenFor(id);
    const taken = files.slice(0, Math.max(0, MOST_PICTURES - chosen.value.length));
    const uploads = taken.map(
      (file): Upload => ({
        key: newKey(),
        file,
        preview: SEEN.has(file.type) ? URL.createObjectURL(file) : null,
        progress: signal<Progress>({ state: 'going', part: 0 }),
      }),
    );
    chosen.value = [...chosen.value, ...uploads];
    for (const upload of uploads) this.give(upload);
    return taken.length === files.length;
  }

  /** @param again whether to repeat the upload once if the token was refused */
  give(upload: Upload, again = true): void {
    const { key, file, progress } = upload;
    if (file.size > LARGEST) {
      progress.value = { state: 'refused', code: 'image_too_large' };
      return;
    }
    progress.value = { state: 'going', part: 0 };
    const request = new XMLHttpRequest();
    this.#requests.set(key, request);
    this.#tokens.current().then(
      (token) => this.#requests.get(key) === request && this.#send(upload, request, token, again),
      (failure: unknown) => this.#refused(upload, codeOf(failure)),
    );
  }

  #refused({ progress }: Upload, code: string): void {
    progress.value = { state: 'refused', code };
    if (code === 'session_ended') this.#signedOut(code);
  }

  #send(upload: Upload, request: XMLHttpRequest, token: string, again: boolean): void {
    const { key, file, progress } = upload;
    const refuse = (code: string) => this.#refused(upload, code);
    request.upload.onprogress = ({ loaded, total }) => (progress.value = { state: 'going', part: loaded / total });
    request.onerror = () => refuse('unreachable');
    request.onload = () => {
      const answer = request.response as (Picture & { code?: string }) | null;
      if (request.status === 201 && answer) progress.value = { state: 'given', picture: answer };
      else if (typeof answer?.code !== 'string') refuse('unreachable');
      else if (request.status !== 401) refuse(answer.code);
      else {
        const { code } = answer;
        this.#tokens.renewed(token, code).then(
          () => (again ? this.give(upload, false) : refuse(code)),
          (failure: unknown) => (failure instanceof Refused ? (refuse(code), this.#signedOut(code)) : refuse('unreachable')),
        );
      }
    };
    request.onloadend = () => {
      if (this.#requests.get(key) === request) this.#requests.delete(key);
    };
    request.open('POST', '/api/images');
    request.responseType = 'json';
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.setRequestHeader('idempotency-key', key);
    const form = new FormData();
    // The original file name is private: it may contain names or places.
    form.append('file', file, 'picture');
    request.send(form);
  }

  /** Uploads a picture that belongs to no message. Rejects with a `Refused`, or an `Unreachable`. */
  giveAlone(file: File): Promise<Picture> {
    const upload: Upload = { key: newKey(), file, preview: null, progress: signal<Progress>({ state: 'going', part: 0 }) };
    this.give(upload);
    return new Promise((resolve, reject) => {
      upload.progress.subscribe((now) => {
        if (now.state === 'given') resolve(now.picture);
        else if (now.state === 'refused') reject(now.code === 'unreachable' ? new Unreachable() : new Refused({ code: now.code }));
      });
    });
  }

  /** Retries uploads that did not reach the server. */
  again(): void {
    for (const chosen of this.#chosen.values()) {
      for (const upload of chosen.value) {
        const now = upload.progress.value;
        if (now.state === 'refused' && now.code === 'unreachable') this.give(upload);
      }
    }
  }

  drop(id: ConversationId, upload: Upload): void {
    this.#letGo(upload);
    const chosen = this.#chosenFor(id);
    chosen.value = chosen.value.filter(({ key }) => key !== upload.key);
  }

  /** Removes uploads whose pictures are in a message now. */
  take(id: ConversationId): void {
    const chosen = this.#chosenFor(id);
    chosen.value.forEach((upload) => this.#letGo(upload));
    chosen.value = [];
  }

  #letGo({ key, preview }: Upload): void {
    this.#requests.get(key)?.abort();
    // A request that still waits for its token must not be sent.
    this.#requests.delete(key);
    if (preview !== null) URL.revokeObjectURL(preview);
  }

  close(): void {
    for (const id of this.#chosen.keys()) this.take(id);
  }
}

/** The pictures of the message being written, once all of them are uploaded. */
export const givenOf = (uploads: ReadonlySignal<readonly Upload[]>): ReadonlySignal<Picture[] | null> =>
  computed(() => {
    const pictures: Picture[] = [];
    for (const { progress } of uploads.value) {
      if (progress.value.state !== 'given') return null;
      pictures.push(progress.value.picture);
    }
    return pictures;
  });
