/** The session of this device, in the browser's storage, so that all tabs sign in and out together. */

import { signal } from '@preact/signals';
// Modules of their own: the first script has no connection.
import { http } from 'powow-client/http';
import { isLasting, type Session } from 'powow-client/renewal';
import * as sessions from 'powow-client/sessions';
import { forgetPush } from './push-device.js';

export type { Session } from 'powow-client';

const KEPT = 'powow.session';
/** The device token, which outlives the session. */
const DEVICE = 'powow.device';

/** From the storage; without storage, from this tab. */
function kept(): Session | null {
  try {
    const session = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as Session | null;
    return session && isLasting(session, Date.now()) ? session : null;
  } catch {
    return session?.peek() ?? null;
  }
}

export const session = signal<Session | null>(kept());

/** Why the session ended, if the user did not end it. */
export const signedOutBecause = signal<string | null>(null);

function keep(now: Session): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(now));
  } catch {
    // Private windows may have no storage: the session lasts until the tab is closed.
  }
  session.value = now;
}

addEventListener('storage', ({ key }) => {
  if (key !== KEPT && key !== null) return;
  const now = kept();
  if (now?.token !== session.value?.token) session.value = now;
});

/** The tokens of this device's session; see `Renewal`. */
export const tokens = sessions.tokensOf(http(), {
  // Another tab may have renewed it a moment ago.
  read: () => session.peek() && (kept() ?? session.peek()),
  write: keep,
  // Old browsers have no locks; the server tolerates two refreshes at the same time.
  alone: (task) => (navigator.locks ? navigator.locks.request('powow.renewal', task) : task()),
});

function knownAs(): string | undefined {
  try {
    return localStorage.getItem(DEVICE) ?? undefined;
  } catch {
    return undefined;
  }
}

export async function signIn(handle: string, password: string): Promise<void> {
  const { session: started, deviceToken } = await sessions.signIn(http(), { handle, password, deviceToken: knownAs() });
  try {
    localStorage.setItem(DEVICE, deviceToken);
  } catch {
    // Without it, this device is not recognised at the next sign-in.
  }
  signedOutBecause.value = null;
  keep(started);
}

export async function signUp(handle: string, password: string, displayName: string): Promise<void> {
  await sessions.signUp(http(), { handle, password, displayName });
  await signIn(handle, password);
}

/** @param because the reason, if it was not the user's own choice */
export function signOut(because: string | null = null): void {
  const ending = session.peek();
  localStorage.removeItem(KEPT);
  signedOutBecause.value = because;
  session.value = null;
  const device = forgetPush();
  if (because === null && ending) {
    // Not awaited: on this device, the session is over anyway.
    const gone = (path: string) => fetch(path, { method: 'DELETE', headers: { authorization: `Bearer ${ending.token}` }, keepalive: true }).catch(() => {});
    void Promise.resolve(device && gone(`/api/me/devices/${encodeURIComponent(device)}`)).then(() => gone('/api/me/session'));
  }
}
