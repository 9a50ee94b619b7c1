/** HTTP calls under /api. */

import type { Refusal } from './protocol.js';
import type { Tokens } from './renewal.js';

/** The server refused the call; `code` is one of docs/errors.md. */
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

  /** Whether the token was refused, rather than the request. */
  get unauthenticated(): boolean {
    return ['token_expired', 'session_ended', 'unauthenticated'].includes(this.code);
  }
}

/** The server is unreachable or did not answer properly. The request may have been carried out. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

/** A refusal, for forms. */
export interface Problem {
  code: string;
  /** The path of a JSON field, if the server names one: `contact.email`, `interests[2]`. */
  field?: string;
  /** A description of valid values, from the server. */
  expected?: string;
}

/** The code of a failure, for messages: one of docs/errors.md, or `unreachable`. */
export const codeOf = (failure: unknown): string =>
  failure instanceof Refused ? failure.code : failure instanceof Unreachable ? 'unreachable' : 'internal';

/** The same, with the field that was refused. */
export const problemOf = (failure: unknown): Problem => {
  const { field, expected }: { field?: string | undefined; expected?: string | undefined } = failure instanceof Refused ? failure : {};
  return { code: codeOf(failure), ...(field !== undefined && { field }), ...(expected !== undefined && { expected }) };
};

/** The timeout for an answer. */
const PATIENCE = 20_000;
/** The timeout for a transfer of the size of a picture. */
const PATIENCE_FOR_BYTES = 90_000;
/** How often to repeat a read whose answer lags behind what is already known. */
const READS = 6;

/** Every call rejects with a `Refused` or an `Unreachable`. */
export interface Http {
  /** Reads. Where the answer lags behind what this client has written, it is read again. */
  get<T>(path: string): Promise<T>;
  /** Immutable data, which the browser may cache. */
  blob(path: string): Promise<Blob>;
  /** @param key the idempotency key; required for calls that create something */
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, key?: string): Promise<T>;
}

export interface HttpOptions {
  /** The server's address, such as `https://chat.example.org`; in a browser, by default the page's own. */
  server?: string;
  /** The caller's tokens; absent for sign-up and sign-in. */
  tokens?: Tokens;
  /** Called when the session has ended. */
  signedOut?: (code: string) => void;
}

/** The HTTP calls of a server. */
export function http({ server, tokens, signedOut = () => {} }: HttpOptions = {}): Http {
  async function call(method: string, path: string, body?: unknown, key?: string, how: RequestInit = {}): Promise<Response> {
    if (!tokens) return callWith(undefined, method, path, body, key, how);
    try {
      const token = await tokens.current();
      try {
        return await callWith(token, method, path, body, key, how);
      } catch (failure) {
        if (!(failure instanceof Refused && failure.unauthenticated)) throw failure;
        // A refused call was not carried out, so it may be repeated.
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
      response = await fetch(server === undefined ? path : new URL(path, server), {
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
        // The views are behind acknowledged writes, and the answer says so.
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
