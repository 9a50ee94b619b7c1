/**
 * Displayed pictures, as blobs, because an <img> cannot send the token. Pictures no longer displayed are cached for a while, because users
 * scroll back.
 */

import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { Refused } from 'powow-client';
import type { Http, Picture } from 'powow-client';
import { pixelsFor } from './pure/layout.js';
import { save } from './save.js';

/** The maximum bytes of cached pictures that are not displayed. */
const KEPT = 48 * 1024 * 1024;

export type Look = { state: 'coming' | 'gone' | 'failed' } | { state: 'here'; url: string };

interface Kept {
  key: string;
  picture: Picture;
  pixels: number;
  /** Whether an animation should be shown as a still. */
  still: boolean;
  look: Signal<Look>;
  showing: number;
  bytes: number;
  loading: boolean;
}

/** Whether the user prefers to save data, according to the browser. */
const spares = (): boolean => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

export class Pictures {
  readonly #http: Http;
  /** In order of use, the most recent last. */
  readonly #kept = new Map<string, Kept>();

  constructor(http: Http) {
    this.#http = http;
  }

  /** Shows a picture in an area of that size. The caller must call the returned function to release it. */
  show(picture: Picture, place: { width: number; height: number }, still = false): { look: ReadonlySignal<Look>; letGo: () => void } {
    const pixels = pixelsFor(picture, place, spares() ? 1 : devicePixelRatio);
    const key = still ? `${picture.imageId} still` : picture.imageId;
    let kept = this.#kept.get(key);
    if (!kept) kept = { key, picture, pixels, still, look: signal<Look>({ state: 'coming' }), showing: 0, bytes: 0, loading: false };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.showing++;
    if (kept.look.peek().state !== 'here' || kept.pixels < pixels) {
      kept.pixels = Math.max(kept.pixels, pixels);
      void this.#load(kept);
    }
    const held = kept;
    return {
      look: held.look,
      letGo: () => {
        held.showing--;
        this.#clear();
      },
    };
  }

  async #load(kept: Kept): Promise<void> {
    if (kept.loading || kept.look.peek().state === 'gone') return;
    kept.loading = true;
    const { key, pixels, picture, still } = kept;
    try {
      const query = new URLSearchParams({ width: String(pixels) });
      if (spares()) query.set('quality', 'low');
      else if (picture.format === 'gif' && !still && !matchMedia('(prefers-reduced-motion: reduce)').matches) query.set('format', 'gif');
      const blob = await this.#http.blob(`/api/images/${encodeURIComponent(picture.imageId)}?${query}`);
      if (this.#kept.get(key) !== kept) return;
      this.#revoke(kept);
      kept.bytes = blob.size;
      kept.look.value = { state: 'here', url: URL.createObjectURL(blob) };
    } catch (failure) {
      // A loaded version is better than an error.
      if (kept.look.peek().state !== 'here') kept.look.value = { state: failure instanceof Refused && failure.code === 'image_not_found' ? 'gone' : 'failed' };
    } finally {
      kept.loading = false;
    }
    // A larger version was requested meanwhile.
    if (kept.pixels > pixels && kept.look.peek().state === 'here') void this.#load(kept);
  }

  /** The picture in the largest size and highest quality. */
  async file({ imageId, format }: Picture): Promise<File> {
    const query = new URLSearchParams({ width: '4096', quality: 'high', ...(format === 'gif' && { format }) });
    const blob = await this.#http.blob(`/api/images/${encodeURIComponent(imageId)}?${query}`);
    const ending = blob.type.replace(/^image\//, '').replace('jpeg', 'jpg');
    return new File([blob], `powow-${imageId.slice(0, 8)}.${ending}`, { type: blob.type });
  }

  /** Saves it on the device. */
  async save(picture: Picture): Promise<void> {
    save(await this.file(picture));
  }

  /** Retries pictures that failed to load. */
  again(): void {
    for (const kept of this.#kept.values()) {
      if (kept.look.peek().state !== 'failed') continue;
      kept.look.value = { state: 'coming' };
      void this.#load(kept);
    }
  }

  #revoke({ look }: Kept): void {
    const now = look.peek();
    if (now.state === 'here') URL.revokeObjectURL(now.url);
  }

  #clear(): void {
    const idle = [...this.#kept].filter(([, { showing }]) => showing === 0);
    let bytes = idle.reduce((sum, [, kept]) => sum + kept.bytes, 0);
    for (const [id, kept] of idle) {
      const isHere = kept.look.peek().state === 'here';
      if (isHere && bytes <= KEPT) continue;
      bytes -= kept.bytes;
      this.#revoke(kept);
      this.#kept.delete(id);
    }
  }

  close(): void {
    for (const kept of this.#kept.values()) this.#revoke(kept);
    this.#kept.clear();
  }
}
