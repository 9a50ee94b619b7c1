/** The operators' page. It has a script of its own, so that the chat does not load it. */

import { signal } from '@preact/signals';
import { render } from 'preact';
import { call, follow, Refused, type Status } from './api.js';
import { Board } from './board.js';
import { SignIn } from './sign-in.js';

/** The staff token, in memory only: closing the tab signs out. */
export const token = signal<string | null>(null);
export const status = signal<Status | null>(null);
export const now = signal(Date.now());
export const receivedAt = signal(0);
/** Calls a second of each dependency, over the last two minutes. */
export const rates = signal<Record<string, number[]>>({});

const POINTS = 120;
const RETRY = 1_000;

function received(newest: Status): void {
  status.value = newest;
  receivedAt.value = Date.now();
  const next: Record<string, number[]> = {};
  for (const { name, rate } of newest.dependencies) next[name] = [...(rates.value[name] ?? []), rate].slice(-POINTS);
  rates.value = next;
}

let following: AbortController | null = null;

async function keepFollowing(staff: string, ends: AbortSignal): Promise<void> {
  while (!ends.aborted) {
    try {
      await follow(staff, ends, received);
    } catch (failure) {
      if (failure instanceof Refused && failure.signedOut) {
        signOut();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
}

export async function signIn(handle: string, password: string, reason: string): Promise<void> {
  const session = await call<{ token: string }>(null, 'POST', '/api/sessions', { handle, password, device: 'Operators' });
  const staff = await call<{ token: string }>(session.token, 'POST', '/api/staff/tokens', { scopes: ['ops'], reason, password });
  token.value = staff.token;
  following = new AbortController();
  void keepFollowing(staff.token, following.signal);
}

export function signOut(): void {
  following?.abort();
  token.value = null;
  status.value = null;
  rates.value = {};
}

setInterval(() => (now.value = Date.now()), 1_000);

const App = () => (token.value === null ? <SignIn /> : <Board />);

render(<App />, document.getElementById('ops')!);
