/**
 * The service worker: the page still opens when the server cannot be reached.
 *
 * - The page itself comes from the network whenever the network answers, so nobody is served an old page by a new server. Only when
 *   there is no answer does the copy of this build come.
 * - Assets have names that change with their content, so a copy is as good as the original.
 * - Nothing under /api is touched: no message ever passes through here.
 */

// The types of a worker and those of a page exclude each other; these are the few that are needed.
interface WaitableEvent extends Event {
  waitUntil(task: Promise<unknown>): void;
}
interface RequestEvent extends WaitableEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  addEventListener(type: 'install' | 'activate', listener: (event: WaitableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}

/** Names this build. */
declare const VERSION: string;
/** The assets without which nobody can chat. */
declare const SHELL: string[];

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
      // A rolling deployment may answer with another build: then this one is not installed, and the browser tries again later.
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
      // The one before stays, for tabs that were opened with it and have not loaded all of their parts.
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
    // A proxy whose servers are away answers with a page of its own.
    return answer.status >= 500 ? copy : answer;
  } catch {
    return copy;
  }
}

const asset = async (request: Request): Promise<Response> => (await caches.match(request)) ?? fetch(request);

// The page asks which build the copy is of.
worker.addEventListener('message', ({ data, ports }) => {
  if (data === 'version') ports[0]?.postMessage(VERSION);
});
