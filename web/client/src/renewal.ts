/**
 * The access token of a session, renewed before it expires and whenever the server refuses it.
 *
 * All tabs of a browser share one session, and each refresh token works once. So a tab takes a lock before it renews, and then checks
 * whether another tab has already done so.
 */

import { Refused, Unreachable } from './http.js';

export interface Session {
  token: string;
  expiresAt: string;
  personId: string;
  handle: string;
  /** Absent for a token that cannot be renewed. */
  sessionId?: string;
  refreshToken?: string;
  refreshExpiresAt?: string;
}

export type Renewed = Pick<Session, 'token' | 'expiresAt' | 'sessionId' | 'refreshToken' | 'refreshExpiresAt'>;

/** The source of tokens for all calls. */
export interface Tokens {
  /** Returns a token that is valid for a while. Rejects with a `Refused` if the session has ended. */
  current(): Promise<string>;
  /** Returns another token than the refused one. Rejects with a `Refused` if the session has ended, or with an `Unreachable`. */
  renewed(refused: string, code: string): Promise<string>;
}

export interface Around {
  /** Shared by all tabs. */
  read(): Session | null;
  write(session: Session): void;
  /** Rejects with a `Refused`, or an `Unreachable`. */
  refresh(refreshToken: string): Promise<Renewed>;
  /** Runs tasks one at a time, across all tabs. */
  alone<T>(task: () => Promise<T>): Promise<T>;
  now(): number;
}

/** How long before its expiry a token is renewed: longer than a background tab may sleep. */
const AHEAD = 3 * 60_000;
/** Prevents a device with a wrong clock from renewing on every call. */
const LEAST_BETWEEN = 60_000;

/** Whether the session can still be used or renewed. */
export const isLasting = (session: Session, now: number): boolean =>
  Date.parse(session.expiresAt) > now || (session.refreshToken !== undefined && Date.parse(session.refreshExpiresAt ?? '') > now);

export class Renewal implements Tokens {
  readonly #around: Around;
  #renewing: Promise<string> | null = null;
  #renewedAt = -Infinity;

  constructor(around: Around) {
    this.#around = around;
  }

  async current(): Promise<string> {
    const session = this.#around.read();
    if (!session) throw new Refused({ code: 'session_ended' });
    const now = this.#around.now();
    const expiresIn = Date.parse(session.expiresAt) - now;
    if (expiresIn > AHEAD || session.refreshToken === undefined || now - this.#renewedAt < LEAST_BETWEEN) return session.token;
    try {
      return await this.renewed(session.token, 'token_expired');
    } catch (failure) {
      // It may still be valid; otherwise, the server will refuse it.
      if (failure instanceof Unreachable) return session.token;
      throw failure;
    }
  }

  renewed(refused: string, code: string): Promise<string> {
    this.#renewing ??= this.#renew(refused, code).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  #renew(refused: string, code: string): Promise<string> {
    return this.#around.alone(async () => {
      const session = this.#around.read();
      if (!session) throw new Refused({ code: 'session_ended' });
      if (session.token !== refused) return session.token;
      if (session.refreshToken === undefined) throw new Refused({ code });
      try {
        const renewed = await this.#around.refresh(session.refreshToken);
        this.#around.write({ ...session, ...renewed });
        this.#renewedAt = this.#around.now();
        return renewed.token;
      } catch (failure) {
        // Too many requests, or a part of the server is unavailable: the session has not ended.
        if (failure instanceof Refused && failure.code !== 'session_ended' && failure.code !== 'unauthenticated') throw new Unreachable(failure);
        throw failure;
      }
    });
  }
}
