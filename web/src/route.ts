/** The route, stored in the URL after the #, so that back, forward, reload and links work without the server. */

import { signal } from '@preact/signals';
import type { ConversationId } from 'powow-client';

/** The panel beside a conversation. */
export type Panel = 'about' | 'pins' | 'media';

/** What is opened from the map. */
export type Found = 'gathering' | 'group' | 'service';

export type Route =
  | { view: 'inbox' }
  | { view: 'archive' }
  | { view: 'conversation'; id: ConversationId; at?: number; panel?: Panel }
  | { view: 'join'; id: ConversationId }
  | { view: 'nearby'; shown?: { kind: Found; id: string } };

const ID = '([A-Za-z0-9_-]{1,64})';

function parse(hash: string): Route {
  const conversation = new RegExp(`^#/c/${ID}(?:/(\\d{1,15}|about|pins|media))?$`).exec(hash);
  if (conversation) {
    const [, id, part] = conversation;
    if (part === 'about' || part === 'pins' || part === 'media') return { view: 'conversation', id: id!, panel: part };
    return { view: 'conversation', id: id!, ...(part !== undefined && { at: Number(part) }) };
  }
  const nearby = new RegExp(`^#/nearby(?:/(gathering|group|service)/${ID})?$`).exec(hash);
  if (nearby) return { view: 'nearby', ...(nearby[1] !== undefined && { shown: { kind: nearby[1] as Found, id: nearby[2]! } }) };
  if (hash === '#/archive') return { view: 'archive' };
  const join = new RegExp(`^#/join/${ID}$`).exec(hash);
  return join ? { view: 'join', id: join[1]! } : { view: 'inbox' };
}

export const route = signal<Route>(parse(location.hash));

addEventListener('hashchange', () => {
  route.value = parse(location.hash);
});

export const pathOf = {
  inbox: '#/',
  archive: '#/archive',
  conversation: (id: ConversationId) => `#/c/${id}`,
  message: (id: ConversationId, position: number) => `#/c/${id}/${position}`,
  panel: (id: ConversationId, panel: Panel) => `#/c/${id}/${panel}`,
  join: (id: ConversationId) => `#/join/${id}`,
  nearby: '#/nearby',
  shown: (kind: Found, id: string) => `#/nearby/${kind}/${id}`,
};

export function go(path: string, how: 'forward' | 'instead' = 'forward'): void {
  if (how === 'instead') {
    history.replaceState(null, '', path);
    route.value = parse(path);
  } else if (location.hash === path) {
    route.value = parse(path);
  } else {
    location.hash = path;
  }
}
