/** The calls of the page for analysts. Tokens are in memory only: after closing the page, analysts have to give a reason again. */

export interface StatisticsCase {
  caseId: string;
  by: string;
  purpose?: string;
  basis?: string;
  openedAt: string;
  expires: string;
  status: 'waiting' | 'open' | 'expired' | 'closed';
  mine: boolean;
}

export interface SchemaTable {
  name: string;
  meaning: string;
  columns: { name: string; type: string; pseudonym: boolean; meaning: string }[];
}

export interface Report {
  name: string;
  title: string;
  sql: string;
}

export interface Schema {
  tables: SchemaTable[];
  reports: Report[];
}

export type Cell = string | number | boolean | null;

export interface Answer {
  index: number;
  columns: { name: string; type: string }[];
  rows: Cell[][];
  count: number;
  cut: boolean;
}

export type Format = 'csv' | 'parquet';

/** The server refused the call, with a code of the protocol, or was `unreachable`. */
export class Failed extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'Failed';
  }
}

async function send(token: string | null, method: string, path: string, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(120_000),
    });
  } catch (failure) {
    throw new Failed('unreachable', String(failure));
  }
  if (response.ok) return response;
  let problem: { code?: string; detail?: string; received?: string } = {};
  try {
    problem = await response.json();
  } catch {
    // Not from Powow: a proxy, for example.
  }
  throw new Failed(problem.code ?? 'unreachable', problem.code === 'invalid_sql' ? (problem.received ?? '') : (problem.detail ?? ''));
}

async function call<T>(token: string | null, method: string, path: string, body?: unknown): Promise<T> {
  const text = await (await send(token, method, path, body)).text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** Rows that the page asks for: more belong in a file. */
const MOST_ROWS = 1_000;

/** An analyst who has signed in with a reason. */
export class Analyst {
  private constructor(
    /** When they have to give a reason again. */
    readonly until: string,
    private readonly chat: string,
    private readonly staff: string,
  ) {}

  static async signIn(handle: string, password: string, reason: string): Promise<Analyst> {
    const session = await call<{ token: string }>(null, 'POST', '/api/sessions', { handle, password, device: 'Analytics' });
    try {
      const staff = await call<{ token: string; expiresAt: string }>(session.token, 'POST', '/api/staff/tokens', {
        scopes: ['analytics'],
        reason,
        password,
      });
      return new Analyst(staff.expiresAt, session.token, staff.token);
    } catch (failure) {
      await call(session.token, 'DELETE', '/api/me/session').catch(() => {});
      throw failure;
    }
  }

  async signOut(): Promise<void> {
    await call(this.chat, 'DELETE', '/api/me/session').catch(() => {});
  }

  async cases(): Promise<StatisticsCase[]> {
    return (await call<{ cases: StatisticsCase[] }>(this.staff, 'GET', '/api/analytics/cases')).cases;
  }

  open(purpose: string, basis: string): Promise<StatisticsCase> {
    return call(this.staff, 'POST', '/api/analytics/cases', { purpose, basis });
  }

  schema(): Promise<Schema> {
    return call(this.staff, 'GET', '/api/analytics/schema');
  }

  ask(caseId: string, sql: string): Promise<Answer> {
    return call(this.staff, 'POST', '/api/analytics/query', { caseId, sql, format: 'json', limit: MOST_ROWS });
  }

  report(caseId: string, name: string): Promise<Answer> {
    return call(this.staff, 'GET', `/api/analytics/reports/${name}?case=${encodeURIComponent(caseId)}`);
  }

  /** The whole answer as a file. */
  async file(caseId: string, sql: string, format: Format): Promise<Blob> {
    return (await send(this.staff, 'POST', '/api/analytics/query', { caseId, sql, format })).blob();
  }
}
