/** Who is signed in on this device: kept in the browser's storage, so that all tabs are signed in, and out, together. */

import { signal } from '@preact/signals';
import { http } from './http.js';
import { forgetPush } from './notifications.js';
import { isLasting, Renewal, type Renewed, type Session } from './pure/renewal.js';

export type { Session } from './pure/renewal.js';

const KEPT = 'powow.session';
/** What tells the server that somebody has signed in here before; it outlives the session. */
const DEVICE = 'powow.device';

/** As the storage has it; without storage, as this tab does. */
function kept(): Session | null {
  try {
    const session = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Session | null;
    return session && isLasting(session, Date.now()) ? session : null;
  } catch {
    return session?.peek() ?? null;
  }
}

export const session = signal<Session | null>(kept());

/** Why nobody is signed in any more, where that was not their own doing. */
export const signedOutBecause = signal<string | null>(null);

function keep(now: Session): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(now));
  } catch {
    // Private windows may have no storage: signed in until the tab is closed.
  }
  session.value = now;
}

addEventListener('storage', ({ key }) => {
  if (key !== KEPT && key !== null) return;
  const now = kept();
  if (now?.token !== session.value?.token) session.value = now;
});

/** The tokens of this device's session; see `Renewal`. */
export const tokens = new Renewal({
  // Another tab may have renewed it a moment ago.
  read: () => session.peek() && (kept() ?? session.peek()),
  write: keep,
  refresh: (refreshToken) => http().send<Renewed>('POST', '/api/sessions/refresh', { refreshToken }),
  // Old browsers have no locks, and the server bears with two who refresh at the same time.
  alone: (task) => (navigator.locks ? navigator.locks.request('powow.renewal', task) : task()),
  now: () => Date.now(),
});

const knownAs = (): { deviceToken?: string } => {
  try {
    const deviceToken = localStorage.getItem(DEVICE);
    return deviceToken ? { deviceToken } : {};
  } catch {
    return {};
  }
};

export async function signIn(handle: string, password: string): Promise<void> {
  const { deviceToken, ...answer } = await http().send<Omit<Session, 'handle'> & { deviceToken: string }>('POST', '/api/sessions', {
    handle,
    password,
    ...knownAs(),
  });
  try {
    localStorage.setItem(DEVICE, deviceToken);
  } catch {
    // Then the device is not known the next time.
  }
  signedOutBecause.value = null;
  keep({ ...answer, handle: handle.toLowerCase() });
}

export async function signUp(handle: string, password: string, displayName: string): Promise<void> {
  await http().send('POST', '/api/people', { handle, password, displayName });
  await signIn(handle, password);
}

/** @param because why, when it was not the person's own doing */
export function signOut(because: string | null = null): void {
  const ending = session.peek();
  localStorage.removeItem(KEPT);
  signedOutBecause.value = because;
  session.value = null;
  const device = forgetPush();
  if (because === null && ending) {
    // Nothing waits for it: on this device the session is over anyway.
    const gone = (path: string) => fetch(path, { method: 'DELETE', headers: { authorization: `Bearer ${ending.token}` }, keepalive: true }).catch(() => {});
    void Promise.resolve(device && gone(`/api/me/devices/${encodeURIComponent(device)}`)).then(() => gone('/api/me/session'));
  }
}
