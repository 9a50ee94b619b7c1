/**
 * The copy of the page on this device, by which it opens offline. It is there as long as somebody is signed in.
 */

import { signal } from '@preact/signals';
import { go } from './route.js';

/** The copies of the page, and the words for notifications. */
const CACHES = 'powow-';
/** The build that this page is of. */
const VERSION = document.querySelector<HTMLMetaElement>('meta[name=powow-version]')?.content ?? '';

/** Whether the server has a newer page than this one. */
export const newer = signal(false);

interface WorkerPolicy {
  createScriptURL(url: string): string;
}

/** The policy of the page lets no text become a script; this names the one that may be a worker. */
function workerAddress(): string {
  const { trustedTypes } = window as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: WorkerPolicy): WorkerPolicy };
  };
  return trustedTypes ? trustedTypes.createPolicy('powow-worker', { createScriptURL: () => '/worker.js' }).createScriptURL('') : '/worker.js';
}

let address: string | undefined;

/** A worker has taken over: is it of this build? */
function look(): void {
  const worker = navigator.serviceWorker.controller;
  if (!worker || VERSION === '') return;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    newer.value = data !== VERSION;
    port1.close();
  };
  worker.postMessage('version', [port2]);
}

/** A notification was chosen: this tab shows what it is about. */
function opened({ data }: MessageEvent): void {
  if (typeof data?.open === 'string') go(data.open);
}

/** Keeps the page for when there is no network. Without workers, which plain HTTP does not have, it is not kept. */
export async function keepShell(): Promise<void> {
  if (!('serviceWorker' in navigator) || VERSION === '') return;
  try {
    address ??= workerAddress();
    navigator.serviceWorker.addEventListener('controllerchange', look);
    navigator.serviceWorker.addEventListener('message', opened);
    await navigator.serviceWorker.register(address, { updateViaCache: 'none' });
  } catch {
    // Then it does not open offline; nothing else depends on it.
  }
}

/** Asks whether the server has a newer page: it may have been started anew with one while it could not be reached. */
export async function lookForNewer(): Promise<void> {
  try {
    await (await navigator.serviceWorker?.getRegistration())?.update();
  } catch {
    // It is asked again the next time.
  }
}

export async function forgetShell(): Promise<void> {
  try {
    navigator.serviceWorker?.removeEventListener('controllerchange', look);
    navigator.serviceWorker?.removeEventListener('message', opened);
    const registration = await navigator.serviceWorker?.getRegistration();
    // Also what is shown is nobody else's business.
    for (const notification of (await registration?.getNotifications()) ?? []) notification.close();
    void navigator.clearAppBadge?.().catch(() => {});
    await registration?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(CACHES)) await caches.delete(name);
  } catch {
    // Browsers without either have nothing to forget.
  }
}
