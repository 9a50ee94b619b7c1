/** Who is signed in on this device: kept in the browser's storage, so that all tabs are signed in, and out, together. */

import { signal } from '@preact/signals';
import { http } from './http.js';
import type { PersonId } from './protocol.js';

export interface Session {
  token: string;
  expiresAt: string;
  personId: PersonId;
  handle: string;
}

const KEPT = 'powow.session';

function kept(): Session | null {
  try {
    const session = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
    return session && Date.parse(session.expiresAt) > Date.now() ? session : null;
  } catch {
    return null;
  }
}

export const session = signal<Session | null>(kept());

/** Why nobody is signed in any more, where that was not their own doing. */
export const signedOutBecause = signal<string | null>(null);

addEventListener('storage', ({ key }) => {
  if (key !== KEPT && key !== null) return;
  const now = kept();
  if (now?.token !== session.value?.token) session.value = now;
});

export async function signIn(handle: string, password: string): Promise<void> {
  const answer = await http().send<Omit<Session, 'handle'>>('POST', '/api/sessions', { handle, password });
  const now = { ...answer, handle: handle.toLowerCase() };
  try {
    localStorage.setItem(KEPT, JSON.stringify(now));
  } catch {
    // Private windows may have no storage: signed in until the tab is closed.
  }
  signedOutBecause.value = null;
  session.value = now;
}

export async function signUp(handle: string, password: string, displayName: string): Promise<void> {
  await http().send('POST', '/api/people', { handle, password, displayName });
  await signIn(handle, password);
}

export function signOut(because: string | null = null): void {
  localStorage.removeItem(KEPT);
  signedOutBecause.value = because;
  session.value = null;
}
