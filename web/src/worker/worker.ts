/**
 * The service worker opens the page when the server is unreachable, and shows push messages while no page is open.
 *
 * - The page comes from the network whenever the network answers, so an old page does not meet a new server. Only without an answer does
 *   the worker serve the copy of this build.
 * - Assets have names that change with their content, so a copy is as good as the original.
 * - The worker does not handle requests under /api.
 * - A push becomes a line in the notification of its conversation, with the texts that the page has sent.
 */

import { noticeOf, readUpTo, tagOf, type CameByPush, type Notice, type NoticeWords, type Shown } from '../pure/notice.js';

// TypeScript's libraries for workers and for pages conflict, so the few types needed are declared here.
interface WaitableEvent extends Event {
  waitUntil(task: Promise<unknown>): void;
}
interface RequestEvent extends WaitableEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface PushedEvent extends WaitableEvent {
  readonly data: { json(): unknown } | null;
}
interface ClickEvent extends WaitableEvent {
  readonly notification: Notification;
}
interface Tab {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: 'visible' | 'hidden';
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: WaitableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  addEventListener(type: 'message', listener: (event: WaitableEvent & MessageEvent) => void): void;
  addEventListener(type: 'push', listener: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(which: { type: 'window'; includeUncontrolled: boolean }): Promise<Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly navigator: { setAppBadge?(badge: number): Promise<void> };
}

/** The id of this build. */
declare const VERSION: string;
/** The assets that chat needs. */
declare const SHELL: string[];
/** The icon of the page, and its monochrome version. */
declare const ICON: string;
declare const BADGE: string;

const worker = self as unknown as WorkerScope;
const PREFIX = 'powow-shell-';
const CACHE = PREFIX + VERSION;

/** How long the server may take to answer with the page before the copy is shown. */
const PATIENCE = 8_000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      const page = await fetch('/', { cache: 'no-cache' });
      // During a rolling deployment, the page may be of another build. The installation then fails, and the browser tries again later.
      if (!page.ok || !(await page.clone().text()).includes(`content="${VERSION}"`)) throw new Error('this is the page of another build');
      await cache.addAll(SHELL);
      await cache.put('/', page);
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
      // The previous cache stays, for open tabs that have not loaded all of their parts.
      for (const name of ours.filter((each) => each !== CACHE).slice(0, -1)) await caches.delete(name);
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== worker.location.origin) return;
  if (mode === 'navigate' && pathname === '/') event.respondWith(page(event.request));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(event.request));
});

async function page(request: Request): Promise<Response> {
  const copy = await (await caches.open(CACHE)).match('/');
  if (!copy) return fetch(request);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    // A proxy without available servers answers with an error page.
    return answer.status >= 500 ? copy : answer;
  } catch {
    return copy;
  }
}

const asset = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request);

// --- Push messages -------------------------------------------------------------------------------

const WORDS = 'powow-words';
/** Used until a page has sent its texts. */
const ENGLISH: NoticeWords = {
  language: 'en',
  direction: 'ltr',
  appName: 'Powow',
  newMessage: 'New message',
  mentionedBy: '{name} mentioned you',
  mentionedYou: 'You were mentioned',
  deleted: 'Message deleted',
  test: 'Notifications work on this device.',
  newMessages: { one: '{n} new message', other: '{n} new messages' },
  gatherings: { new_gathering: 'New gathering: {title}', gathering_moved: 'New place or time: {title}', gathering_cancelled: 'Cancelled: {title}' },
  gathering: 'There is news about a gathering',
};

async function words(): Promise<NoticeWords> {
  try {
    const kept = await (await caches.open(WORDS)).match('/words');
    return kept ? ((await kept.json()) as NoticeWords) : ENGLISH;
  } catch {
    return ENGLISH;
  }
}

/** Runs tasks one after the other, because each reads the shown notifications and changes them. */
let last: Promise<unknown> = Promise.resolve();
function inTurn(task: () => Promise<unknown>): Promise<unknown> {
  last = last.then(task, task);
  return last;
}

const shownOf = async (conversationId: string): Promise<Notification | undefined> =>
  (await worker.registration.getNotifications({ tag: tagOf(conversationId) }))[0];

/** Options that TypeScript's types for pages lack. */
type Options = NotificationOptions & { renotify?: boolean };

async function show({ title, body, tag, renotify, data }: Notice, { direction, language }: NoticeWords): Promise<void> {
  const options: Options = { body, tag, renotify, silent: !renotify, data, dir: direction, lang: language, icon: ICON, badge: BADGE };
  await worker.registration.showNotification(title, options);
}

async function clear(conversationId: string, upTo: number): Promise<void> {
  const shown = await shownOf(conversationId);
  if (!shown) return;
  const language = await words();
  const rest = readUpTo(shown.data as Shown, upTo, language);
  if (rest) await show(rest, language);
  else shown.close();
}

async function badge(count: number | undefined): Promise<void> {
  // The count is absolute; zero removes the badge.
  if (count !== undefined) await worker.navigator.setAppBadge?.(count).catch(() => {});
}

function read(data: PushedEvent['data']): CameByPush | null {
  try {
    const push = data?.json() as CameByPush | undefined;
    return typeof push?.tag === 'string' ? push : null;
  } catch {
    return null;
  }
}

worker.addEventListener('push', (event) => {
  const push = read(event.data);
  event.waitUntil(
    inTurn(async () => {
      const language = await words();
      for (const { conversationId, upTo } of push?.cleared ?? []) await clear(conversationId, upTo);
      await badge(push?.badge);
      const shown = push?.conversationId === undefined ? undefined : await shownOf(push.conversationId);
      await show(noticeOf(push, language, (shown?.data as Shown | undefined) ?? null), language);
    }),
  );
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data as Shown | null));
});

/** Opens the conversation in an open tab, preferably the focused or a visible one; otherwise in a new tab. */
async function open(shown: Shown | null): Promise<void> {
  const place = shown?.gatheringId ? `#/nearby/gathering/${encodeURIComponent(shown.gatheringId)}` : shown ? `#/c/${encodeURIComponent(shown.conversationId)}/${shown.position}` : '#/';
  // Other pages of this server, such as /docs, show no conversations.
  const tabs = (await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })).filter(({ url }) => new URL(url).pathname === '/');
  const tab = tabs.find(({ focused }) => focused) ?? tabs.find(({ visibilityState }) => visibilityState === 'visible') ?? tabs[0];
  if (!tab) {
    await worker.clients.openWindow(`/${place}`);
    return;
  }
  tab.postMessage({ open: place });
  await tab.focus().catch(() => {});
}

worker.addEventListener('message', (event) => {
  const { data, ports } = event;
  // The page asks which build the copy is of.
  if (data === 'version') ports[0]?.postMessage(VERSION);
  else if (data?.words) event.waitUntil(caches.open(WORDS).then((cache) => cache.put('/words', new Response(JSON.stringify(data.words)))));
  else if (data?.clear) event.waitUntil(inTurn(() => clear(data.clear.conversationId, data.clear.upTo)));
});
