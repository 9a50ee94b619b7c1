/** The copy of the page on this device, with which it opens offline. It is kept while a user is signed in. */

import { signal } from '@preact/signals';
import { go } from './route.js';

/** The prefix of the caches of the page, and of texts for notifications. */
const CACHES = 'powow-';
/** The build of this page. */
const VERSION = document.querySelector<HTMLMetaElement>('meta[name=powow-version]')?.content ?? '';

/** Whether the server has a newer page. */
export const newer = signal(false);

interface WorkerPolicy {
  createScriptURL(url: string): string;
}

/** The policy of the page forbids turning texts into scripts; this names the only allowed worker. */
function workerAddress(): string {
  const { trustedTypes } = window as unknown as {
    trustedTypes?: { createPolicy(name: string, rules: WorkerPolicy): WorkerPolicy };
  };
  return trustedTypes ? trustedTypes.createPolicy('powow-worker', { createScriptURL: () => '/worker.js' }).createScriptURL('') : '/worker.js';
}

let address: string | undefined;

/** Checks whether the new worker is of this build. */
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

/** The user clicked a notification: this tab shows its conversation. */
function opened({ data }: MessageEvent): void {
  if (typeof data?.open === 'string') go(data.open);
}

/** Caches the page for offline use. Over plain HTTP, browsers have no workers, and nothing is cached. */
export async function keepShell(): Promise<void> {
  if (!('serviceWorker' in navigator) || VERSION === '') return;
  try {
    address ??= workerAddress();
    navigator.serviceWorker.addEventListener('controllerchange', look);
    navigator.serviceWorker.addEventListener('message', opened);
    await navigator.serviceWorker.register(address, { updateViaCache: 'none' });
  } catch {
    // The page does not open offline then; nothing else depends on it.
  }
}

/** Checks for a newer page on the server, which may have been updated while it was unreachable. */
export async function lookForNewer(): Promise<void> {
  try {
    await (await navigator.serviceWorker?.getRegistration())?.update();
  } catch {
    // Checked again next time.
  }
}

export async function forgetShell(): Promise<void> {
  try {
    navigator.serviceWorker?.removeEventListener('controllerchange', look);
    navigator.serviceWorker?.removeEventListener('message', opened);
    const registration = await navigator.serviceWorker?.getRegistration();
    // Also removes displayed notifications.
    for (const notification of (await registration?.getNotifications()) ?? []) notification.close();
    void navigator.clearAppBadge?.().catch(() => {});
    await registration?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(CACHES)) await caches.delete(name);
  } catch {
    // Browsers without either have nothing to delete.
  }
}
