/** Plain HTTP under /api. */

import type { Refusal } from './protocol.js';
import type { Problem } from './pure/refusal.js';
import type { Tokens } from './pure/renewal.js';

/** The server said no, and why: the `code` is one of docs/errors.md. */
export class Refused extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly expected: string | undefined;

  constructor({ code, message, field, expected }: Pick<Refusal, 'code' | 'message' | 'field' | 'expected'>) {
    super(message ?? code);
    this.name = 'Refused';
    this.code = code;
    this.field = field;
    this.expected = expected;
  }

  /** Whether the token was refused, and not what was asked. */
  get unauthenticated(): boolean {
    return ['token_expired', 'session_ended', 'unauthenticated'].includes(this.code);
  }
}

/** The server did not answer: not reachable, or not itself. What was asked may have been done. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

/** The code of a failure, for whoever words it. */
export const codeOf = (failure: unknown): string =>
  failure instanceof Refused ? failure.code : failure instanceof Unreachable ? 'unreachable' : 'internal';

/** As above, with the field that was refused. */
export const problemOf = (failure: unknown): Problem => {
  const { field, expected }: { field?: string | undefined; expected?: string | undefined } = failure instanceof Refused ? failure : {};
  return { code: codeOf(failure), ...(field !== undefined && { field }), ...(expected !== undefined && { expected }) };
};

/** How long an answer may take. */
const PATIENCE = 20_000;
/** How long that may take which is as large as a picture. */
const PATIENCE_FOR_BYTES = 90_000;
/** How often to ask again when the answer was behind what is known already. */
const READS = 6;

export interface Http {
  get<T>(path: string): Promise<T>;
  /** What never changes, so that the browser may keep it. */
  blob(path: string): Promise<Blob>;
  /** @param key makes it the same command however often it is sent; needed for what is made once */
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, key?: string): Promise<T>;
}

/**
 * @param tokens of who asks; absent for signing up and in
 * @param signedOut is told when the session has ended
 */
export function http(tokens?: Tokens, signedOut: (code: string) => void = () => {}): Http {
  async function call(method: string, path: string, body?: unknown, key?: string, how: RequestInit = {}): Promise<Response> {
    if (!tokens) return callWith(undefined, method, path, body, key, how);
    try {
      const token = await tokens.current();
      try {
        return await callWith(token, method, path, body, key, how);
      } catch (failure) {
        if (!(failure instanceof Refused && failure.unauthenticated)) throw failure;
        // A refused call was not carried out: it may be asked again.
        return await callWith(await tokens.renewed(token, failure.code), method, path, body, key, how);
      }
    } catch (failure) {
      if (failure instanceof Refused && failure.unauthenticated) signedOut(failure.code);
      throw failure;
    }
  }

  async function callWith(token: string | undefined, method: string, path: string, body?: unknown, key?: string, how: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...how.headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        cache: how.cache ?? 'no-store',
        signal: how.signal ?? AbortSignal.timeout(PATIENCE),
      });
    } catch (failure) {
      throw new Unreachable(failure);
    }
    if (response.ok) return response;
    const refusal = await response.json().catch(() => null);
    if (typeof refusal?.code !== 'string') throw new Unreachable(response.status);
    throw new Refused({ ...refusal, message: refusal.detail });
  }

  async function answer<T>(response: Response): Promise<T> {
    const text = await response.text().catch((failure: unknown) => {
      throw new Unreachable(failure);
    });
    return (text ? JSON.parse(text) : undefined) as T;
  }

  return {
    async get<T>(path: string): Promise<T> {
      for (let read = 1; ; read++) {
        const response = await call('GET', path);
        // The views are still behind what was acknowledged: they say so rather than let us wait.
        if (!response.headers.has('Powow-Behind') || read === READS) return answer<T>(response);
        await new Promise((resolve) => setTimeout(resolve, 200 * read));
      }
    },
    async blob(path: string): Promise<Blob> {
      const response = await call('GET', path, undefined, undefined, {
        headers: { accept: 'image/webp,image/*;q=0.8' },
        cache: 'default',
        signal: AbortSignal.timeout(PATIENCE_FOR_BYTES),
      });
      return response.blob().catch((failure: unknown) => {
        throw new Unreachable(failure);
      });
    },
    async send<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
      return answer<T>(await call(method, path, body, key));
    },
  };
}
