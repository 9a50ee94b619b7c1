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

export type Speed = '1' | '60' | 'max';

/** A moment in the log: an index, or a time. */
export type Moment = { index: number } | { at: string };

export interface ReplayToBegin {
  from?: Moment;
  to?: Moment;
  types?: string[];
  speed: Speed;
}

export interface Replay {
  replayId: string;
  /** How many events there are. */
  events: number;
  /** Absent if there are none. */
  first?: number;
  last?: number;
}

export interface ConversationThen {
  conversationId: string;
  kind: 'direct' | 'group';
  open: boolean;
  createdAt: string;
  memberCount: number;
  members: { personId: string; role: string; joinedAt: string }[];
  messages: number;
  pins: number[];
  activityAt: string;
}

export interface MessageThen {
  position: number;
  sender: string;
  at: string;
  text?: string;
  images?: string[];
  replyTo?: number;
  edits?: number[];
  reactions?: Record<string, string[]>;
  pinned?: boolean;
  deletedAt?: string;
}

export interface MessagesThen {
  member: boolean;
  messages: MessageThen[];
}

export interface InboxThen {
  conversations: { conversationId: string; kind: 'direct' | 'group'; memberCount: number; activityAt: string; unread: number; unreadCapped: boolean }[];
  cut: boolean;
}

export interface Rules {
  slowModeSeconds?: number;
  messagesPerMinute?: number;
  maxTextBytes?: number;
}

export interface DryRun {
  messages: number;
  refused: number;
  undecidable: number;
  leftOut: number;
  people: number;
  rules: { rule: string; refused: number; people: number }[];
  days: { day: string; refused: Record<string, number> }[];
  samples: { rule: string; index: number }[];
  refusedThen: { command: string; code: string; times: number; people: number }[];
}

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
  /** Those that run. */
  readonly #replays = new Set<string>();

  private constructor(
    /** When they have to give a reason again. */
    readonly until: string,
    private readonly chat: string,
    /** The staff token. */
    readonly staff: string,
  ) {}

  static async signIn(handle: string, password: string, reason: string): Promise<Analyst> {
    const session = await call<{ token: string }>(null, 'POST', '/api/sessions', { handle, password, device: 'Analytics' });
    try {
      const staff = await call<{ token: string; expiresAt: string }>(session.token, 'POST', '/api/staff/tokens', {
        scopes: ['analytics', 'replay'],
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
    await Promise.all([...this.#replays].map((replay) => this.endReplay(replay)));
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

  async beginReplay(caseId: string, { from, to, types, speed }: ReplayToBegin): Promise<Replay> {
    const begun = await call<Replay>(this.staff, 'POST', '/api/replays', { caseId, from, to, speed, ...(types && { filter: { types } }) });
    this.#replays.add(begun.replayId);
    return begun;
  }

  /** Each replay is a process on the server. The call goes out even if the page is being closed. */
  async endReplay(replay: string): Promise<void> {
    if (!this.#replays.delete(replay)) return;
    await fetch(`/api/replays/${replay}`, { method: 'DELETE', headers: { authorization: `Bearer ${this.staff}` }, keepalive: true }).catch(() => {});
  }

  conversationThen(replay: string, conversation: string, index: number): Promise<ConversationThen> {
    return call(this.staff, 'GET', `/api/replays/${replay}/conversations/${conversation}?index=${index}`);
  }

  messagesThen(replay: string, conversation: string, person: string, index: number): Promise<MessagesThen> {
    return call(this.staff, 'GET', `/api/replays/${replay}/conversations/${conversation}/messages?person=${person}&index=${index}`);
  }

  inboxThen(replay: string, person: string, index: number): Promise<InboxThen> {
    return call(this.staff, 'GET', `/api/replays/${replay}/inbox?person=${person}&index=${index}`);
  }

  dryRun(replay: string, rules: Rules, cascading: boolean): Promise<DryRun> {
    return call(this.staff, 'POST', `/api/replays/${replay}/dry-runs`, { rules, cascading });
  }

  /** The whole answer as a file. */
  async file(caseId: string, sql: string, format: Format): Promise<Blob> {
    return (await send(this.staff, 'POST', '/api/analytics/query', { caseId, sql, format })).blob();
  }
}
