/** Signing up and in, with the accounts that the server keeps. With OpenID Connect, tokens come from the provider instead. */

import type { Http } from './http.js';
import { Renewal, type Renewed, type Session, type Tokens } from './renewal.js';

export interface Credentials {
  handle: string;
  password: string;
  /** From an earlier sign-in on this device: others' wrong passwords do not slow it down. */
  deviceToken?: string | undefined;
  /** A name by which the person recognises the session, such as `Ada's phone`; by default, what the server makes of the user agent. */
  device?: string | undefined;
}

/** @param http calls without tokens */
export async function signUp(http: Http, account: { handle: string; password: string; displayName: string }): Promise<void> {
  await http.send('POST', '/api/people', account);
}

/**
 * @param http calls without tokens
 * @returns the session, and a token for the next sign-in on this device
 */
export async function signIn(http: Http, credentials: Credentials): Promise<{ session: Session; deviceToken: string }> {
  const { deviceToken, ...session } = await http.send<Omit<Session, 'handle'> & { deviceToken: string }>('POST', '/api/sessions', credentials);
  return { session: { ...session, handle: credentials.handle.toLowerCase() }, deviceToken };
}

/** Where a session is kept. A refresh token works once, so what was written last must be what is read next, also by another process. */
export interface SessionStore {
  read(): Session | null;
  write(session: Session): void;
  /** Runs tasks one at a time, for all who share the store; by default, within this process. */
  alone?<T>(task: () => Promise<T>): Promise<T>;
}

/** Keeps a session as long as this process. */
export function inMemory(session: Session): SessionStore {
  return { read: () => session, write: (now) => void (session = now) };
}

/**
 * The tokens of a session, which renew themselves.
 *
 * @param http calls without tokens
 */
export function tokensOf(http: Http, store: SessionStore): Tokens {
  return new Renewal({
    read: () => store.read(),
    write: (session) => store.write(session),
    refresh: (refreshToken) => http.send<Renewed>('POST', '/api/sessions/refresh', { refreshToken }),
    // A Renewal runs one renewal at a time by itself.
    alone: (task) => (store.alone ? store.alone(task) : task()),
    now: () => Date.now(),
  });
}
