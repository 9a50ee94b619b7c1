/**
 * The access token of a session, renewed before it expires and whenever the server refuses it.
 *
 * All tabs of a browser share one session, and a refresh token is good for one use: whoever wants to renew takes a lock first, and
 * then looks whether somebody else has done it meanwhile.
 */

import { Refused, Unreachable } from '../http.js';

export interface Session {
  token: string;
  expiresAt: string;
  personId: string;
  handle: string;
  /** Absent for a token that nobody can renew. */
  sessionId?: string;
  refreshToken?: string;
  refreshExpiresAt?: string;
}

export type Renewed = Pick<Session, 'token' | 'expiresAt' | 'sessionId' | 'refreshToken' | 'refreshExpiresAt'>;

/** Where tokens come from, for everything that asks the server. */
export interface Tokens {
  /** One that is good for a while. Rejects with a `Refused` when the session has ended. */
  current(): Promise<string>;
  /** One other than that which was refused. Rejects with a `Refused` when the session has ended, or an `Unreachable`. */
  renewed(refused: string, code: string): Promise<string>;
}

export interface Around {
  /** As all tabs have it. */
  read(): Session | null;
  write(session: Session): void;
  /** Rejects with a `Refused`, or an `Unreachable`. */
  refresh(refreshToken: string): Promise<Renewed>;
  /** Runs one at a time, among all tabs. */
  alone<T>(task: () => Promise<T>): Promise<T>;
  now(): number;
}

/** How long before a token expires it is renewed: longer than a tab in the background may sleep. */
const AHEAD = 3 * 60_000;
/** A device whose clock is wrong would renew with every call. */
const LEAST_BETWEEN = 60_000;

/** Whether the session can still be used, in whatever way. */
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
      // It is good for a while yet, or refused by whoever is asked: they say so.
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
        // Too many at once, or a part of the server is away: the session has not ended.
        if (failure instanceof Refused && failure.code !== 'session_ended' && failure.code !== 'unauthenticated') throw new Unreachable(failure);
        throw failure;
      }
    });
  }
}
