/**
 * Notifications while the page is closed: this device's subscription, and the person's settings. The service worker shows the
 * notifications.
 */

import { effect, signal } from '@preact/signals';
import type { ConversationId, Http, Level, MailSettings, MailTopic, NotificationSettings, Notified, PushDevice } from 'powow-client';
import { language, noticeWords } from './language/index.js';
import { dropDevice, isPutOff, keepDevice, keptDevice, putOff } from './push-device.js';

/**
 * - `unsupported`: not by the browser, or not over this connection.
 * - `denied`: the user has denied this page the browser's permission.
 * - `off`, `on`: whether this device receives push messages.
 */
export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

export interface AllSettings extends NotificationSettings {
  conversations?: { conversationId: ConversationId; level: Level }[];
}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

/** A name by which the user recognises the device. */
function label(): string {
  const { userAgent } = navigator;
  const browser = /Firefox/.test(userAgent) ? 'Firefox' : /Edg\//.test(userAgent) ? 'Edge' : /Chrom/.test(userAgent) ? 'Chrome' : /Safari/.test(userAgent) ? 'Safari' : '';
  const system = /Android/.test(userAgent) ? 'Android' : /iPhone|iPad/.test(userAgent) ? 'iOS' : /Windows/.test(userAgent) ? 'Windows' : /Mac/.test(userAgent) ? 'macOS' : /Linux/.test(userAgent) ? 'Linux' : '';
  return [browser, system].filter((part) => part !== '').join(', ') || 'Browser';
}

export class Notifications {
  readonly #http: Http;
  readonly state = signal<PushState>('unsupported');
  /** The id of this device. */
  readonly device = signal<string | null>(keptDevice()?.deviceId ?? null);
  /** Whether the user has dismissed the offer of notifications. */
  readonly notNow = signal(isPutOff());
  readonly #stopWords: () => void;
  #closed = false;

  constructor(http: Http) {
    this.#http = http;
    this.#look();
    this.#stopWords = effect(() => {
      void language.value;
      this.#tellWorker({ words: noticeWords() });
    });
  }

  #look(): void {
    if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) this.state.value = 'unsupported';
    else if (Notification.permission === 'denied') this.state.value = 'denied';
    else this.state.value = Notification.permission === 'granted' && keptDevice() ? 'on' : 'off';
  }

  #tellWorker(message: object): void {
    void navigator.serviceWorker?.ready.then(({ active }) => !this.#closed && active?.postMessage(message));
  }

  /** Registers again, because the server's key or the browser's endpoint may have changed. */
  async start(): Promise<void> {
    if (this.state.peek() !== 'on') return;
    try {
      await this.#register();
    } catch {
      // The next start tries again.
    }
  }

  /** Asks for permission. Call it only after the user has asked for notifications. */
  async turnOn(): Promise<PushState> {
    const permission = await Notification.requestPermission();
    if (permission === 'granted') await this.#register();
    this.#look();
    return this.state.value;
  }

  async #register(): Promise<void> {
    const { keyId, publicKey } = await this.#http.get<{ keyId: string; publicKey: string }>('/api/push/key');
    const { pushManager } = await navigator.serviceWorker.ready;
    let subscription = await pushManager.getSubscription();
    if (subscription && keptDevice()?.keyId !== keyId) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) });
    const { endpoint, keys } = subscription.toJSON();
    const { deviceId } = await this.#http.send<{ deviceId: string }>('POST', '/api/me/devices', { kind: 'web', endpoint, keys, keyId, label: label() });
    if (this.#closed) return;
    keepDevice({ deviceId, keyId });
    this.device.value = deviceId;
  }

  async turnOff(): Promise<void> {
    const device = keptDevice();
    await (await (await navigator.serviceWorker.ready).pushManager.getSubscription())?.unsubscribe();
    dropDevice();
    this.device.value = null;
    this.#look();
    if (device) await this.removeDevice(device.deviceId);
  }

  putOff(): void {
    putOff();
    this.notNow.value = true;
  }

  /** Removes notifications of messages that were read on another device. */
  told(told: Notified): void {
    if (told.type === 'clear') this.#tellWorker({ clear: { conversationId: told.conversationId, upTo: told.upTo } });
  }

  settings = () => this.#http.get<AllSettings>('/api/me/notifications');
  save = (settings: NotificationSettings) => this.#http.send<unknown>('PUT', '/api/me/notifications', settings);
  /** Without a level, the conversation follows the general one. */
  mail = () => this.#http.get<MailSettings>('/api/me/mail');
  /** An empty address removes the one there is. */
  changeMail = (address: string, language: MailSettings['language']) =>
    this.#http.send<unknown>('PUT', '/api/me/mail', address === '' ? {} : { address, language });
  setMailTopic = (topic: MailTopic, wanted: boolean) => this.#http.send<unknown>('PUT', `/api/me/mail/topics/${topic}`, { wanted });
  setLevel = (id: ConversationId, level?: Level) => this.#http.send<unknown>('PUT', `/api/conversations/${id}/notifications`, level ? { level } : {});
  devices = async () => (await this.#http.get<{ devices?: PushDevice[] }>('/api/me/devices')).devices ?? [];
  removeDevice = (id: string) => this.#http.send<void>('DELETE', `/api/me/devices/${encodeURIComponent(id)}`);
  testDevice = (id: string) => this.#http.send<unknown>('POST', `/api/me/devices/${encodeURIComponent(id)}/test`);

  close(): void {
    this.#closed = true;
    this.#stopWords();
  }
}
