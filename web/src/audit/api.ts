/** The calls of the page for auditors. Tokens are in memory only: after closing the page, auditors have to give a reason again. */

export interface Moment {
  position: number;
  index: number;
  at: string;
}

export interface AuditCase {
  caseId: string;
  by: string;
  purpose?: string;
  basis?: string;
  conversations: string[];
  people: string[];
  /** Whether it belongs to analysts. Nothing in it can be read here. */
  statistics: boolean;
  openedAt: string;
  expires: string;
  status: 'waiting' | 'open' | 'expired' | 'closed';
  mine: boolean;
  needsApproval: boolean;
  approvedBy?: string;
}

export interface SeenMessage {
  position: number;
  sender: string;
  at: string;
  version: 'as_sent' | 'as_edited' | 'deleted';
  changed?: Moment;
  text?: string;
  images?: { imageId: string; format?: string; width?: number; height?: number; bytes?: number; hash?: string; deletedAt?: string }[];
  replyTo?: number;
  reactions?: Record<string, string[]>;
  pinned: boolean;
  deletedBy?: string;
  withheld?: string;
}

export interface SeenEvent {
  position: number;
  at: string;
  type: string;
  event: Record<string, unknown>;
}

export interface Timeline {
  index: number;
  last?: Moment;
  member: boolean;
  messages: SeenMessage[];
  happenings: SeenEvent[];
  cursor?: string;
}

export interface HistoryRow {
  moment: Moment;
  type: string;
  event: Record<string, unknown>;
}

export interface AudienceMember {
  personId: string;
  since: Moment;
  until?: Moment;
  version?: SeenMessage['version'];
  grades: ('could_see' | 'read')[];
  read?: Moment;
}

export interface Look {
  at: string;
  by: string;
  query: string;
  refused: boolean;
  rows?: number;
}

export interface Bundle {
  bundleId: string;
  by: string;
  at: string;
  status: 'waiting' | 'running' | 'ready' | 'failed';
  percent: number;
  failure?: string;
  events?: number;
  bytes?: number;
  hash?: string;
  key?: string;
}

export interface BundleToMake {
  conversations: string[];
  from?: string;
  to?: string;
  formats: string[];
}

export interface Hold {
  holdId: string;
  status: 'in_force' | 'released' | 'ended';
  by: string;
  people: string[];
  conversations: string[];
  placedAt: string;
  /** People who were erased as far as this hold allows. */
  erased: string[];
  endedAt?: string;
}

export const OUTCOMES = ['action_taken', 'no_violation', 'duplicate', 'undecidable'] as const;

export interface Report {
  reportId: string;
  reporterId: string;
  /** Who is reported. */
  personId: string;
  /** Of the reported message; absent if only the person is reported. */
  conversationId?: string;
  position?: number;
  reason: 'spam' | 'harassment' | 'threat' | 'false_identity' | 'other';
  /** Absent if there is none, or the reporter was erased. */
  note?: string;
  at: string;
  state: 'open' | 'closed';
  closed?: { by: string; outcome: (typeof OUTCOMES)[number]; reason?: string; at: string };
}

/** The server refused the call, with a code of the protocol, or was `unreachable`. */
export class Failed extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'Failed';
    this.code = code;
  }
}

async function call<T>(token: string | null, method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(60_000),
    });
  } catch (failure) {
    throw new Failed('unreachable', String(failure));
  }
  const text = await response.text();
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T;
  let problem: { code?: string; detail?: string } = {};
  try {
    problem = JSON.parse(text);
  } catch {
    // Not from Powow: a proxy, for example.
  }
  throw new Failed(problem.code ?? 'unreachable', problem.detail ?? String(response.status));
}

const query = (parameters: Record<string, string | number | undefined>): string =>
  Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value as string | number)}`)
    .join('&');

/** An auditor who has signed in with a reason. */
export class Auditor {
  readonly personId: string;
  readonly scopes: string[];
  /** When they have to give a reason again. */
  readonly until: string;
  private readonly chat: string;
  private readonly staff: string;
  private readonly names = new Map<string, string>();
  private readonly handles = new Map<string, string>();

  private constructor(personId: string, scopes: string[], until: string, chat: string, staff: string) {
    this.personId = personId;
    this.scopes = scopes;
    this.until = until;
    this.chat = chat;
    this.staff = staff;
  }

  static async signIn(handle: string, password: string, reason: string): Promise<Auditor> {
    const session = await call<{ token: string; personId: string }>(null, 'POST', '/api/sessions', { handle, password, device: 'Audit' });
    const me = await call<{ scopes: string[] }>(session.token, 'GET', '/api/staff/me');
    const scopes = me.scopes.filter((scope) => ['audit', 'approve', 'hold', 'moderate'].includes(scope));
    if (scopes.length === 0) {
      await call(session.token, 'DELETE', '/api/me/session');
      throw new Failed('role_required', 'role_required');
    }
    const staff = await call<{ token: string; expiresAt: string }>(session.token, 'POST', '/api/staff/tokens', { scopes, reason, password });
    return new Auditor(session.personId, scopes, staff.expiresAt, session.token, staff.token);
  }

  async signOut(): Promise<void> {
    await call(this.chat, 'DELETE', '/api/me/session').catch(() => {});
  }

  /** Reads the current names of people whose names are unknown. */
  async learn(people: string[]): Promise<void> {
    const unknown = [...new Set(people)].filter((person) => !this.names.has(person));
    for (let from = 0; from < unknown.length; from += 50) {
      const ids = unknown.slice(from, from + 50);
      const answer = await call<{ people: { personId: string; displayName: string; handle?: string }[] }>(
        this.chat,
        'GET',
        `/api/people?ids=${ids.join(',')}`,
      ).catch(() => ({ people: [] }));
      for (const { personId, displayName, handle } of answer.people) {
        this.names.set(personId, displayName);
        if (handle) this.handles.set(personId, handle);
      }
      for (const id of ids) if (!this.names.has(id)) this.names.set(id, id);
    }
  }

  name(person: string): string {
    return this.names.get(person) ?? person;
  }

  /** Their handle, or their id if no handle is known. */
  handle(person: string): string {
    const handle = this.handles.get(person);
    return handle ? `@${handle}` : person;
  }

  get readsCases(): boolean {
    return ['audit', 'approve', 'hold'].some((scope) => this.scopes.includes(scope));
  }

  async personOf(handle: string): Promise<string> {
    const answer = await call<{ people: { personId: string }[] }>(this.chat, 'GET', `/api/people?handle=${encodeURIComponent(handle)}`);
    const found = answer.people[0];
    if (!found) throw new Failed('person_not_found', handle);
    return found.personId;
  }

  async cases(): Promise<AuditCase[]> {
    return (await call<{ cases: AuditCase[] }>(this.staff, 'GET', '/api/audit/cases')).cases;
  }

  open(body: { purpose: string; basis: string; conversations: string[]; people: string[]; expires: string }): Promise<AuditCase> {
    return call(this.staff, 'POST', '/api/audit/cases', body);
  }

  close(id: string): Promise<void> {
    return call(this.staff, 'POST', `/api/audit/cases/${id}/close`);
  }

  approve(id: string): Promise<void> {
    return call(this.staff, 'POST', `/api/audit/cases/${id}/approve`);
  }

  async holds(id: string): Promise<Hold[]> {
    return (await call<{ holds: Hold[] }>(this.staff, 'GET', `/api/audit/cases/${id}/holds`)).holds;
  }

  placeHold(id: string, body: { people: string[]; conversations: string[] }): Promise<Hold> {
    return call(this.staff, 'POST', `/api/audit/cases/${id}/holds`, body);
  }

  releaseHold(id: string, hold: string): Promise<void> {
    return call(this.staff, 'POST', `/api/audit/cases/${id}/holds/${hold}/release`);
  }

  /** A page of reports, the newest first. */
  reports(state: Report['state'], before?: string): Promise<{ reports: Report[]; before?: string }> {
    return call(this.staff, 'GET', `/api/audit/reports?${query({ state, before })}`);
  }

  closeReport(id: string, body: { outcome: string; reason: string }): Promise<void> {
    return call(this.staff, 'POST', `/api/audit/reports/${id}/close`, body);
  }

  async looks(id: string): Promise<Look[]> {
    return (await call<{ looks: Look[] }>(this.staff, 'GET', `/api/audit/cases/${id}/looks`)).looks;
  }

  /** All conversations of which a person was ever a member, with the original names of groups. */
  async conversationsOf(person: string, caseId: string): Promise<Map<string, string | undefined>> {
    const found = new Map<string, string | undefined>();
    let cursor: string | undefined;
    do {
      const page: { changes: { conversationId: string; name?: string }[]; cursor?: string } = await call(
        this.staff,
        'GET',
        `/api/audit/people/${person}/conversations?${query({ case: caseId, cursor })}`,
      );
      for (const { conversationId, name } of page.changes) found.set(conversationId, name ?? found.get(conversationId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  }

  /** The first events of a conversation, up to a maximum. */
  async history(conversation: string, caseId: string, most: number): Promise<HistoryRow[]> {
    const rows: HistoryRow[] = [];
    let from: number | undefined = 0;
    while (from !== undefined && rows.length < most) {
      const page: { events: HistoryRow[]; next?: number } = await call(
        this.staff,
        'GET',
        `/api/audit/conversations/${conversation}/history?${query({ case: caseId, from })}`,
      );
      rows.push(...page.events);
      from = page.next;
    }
    return rows;
  }

  timeline(conversation: string, caseId: string, person: string, index: number, cursor?: string): Promise<Timeline> {
    return call(this.staff, 'GET', `/api/audit/conversations/${conversation}/timeline?${query({ case: caseId, person, index, cursor })}`);
  }

  async audience(conversation: string, caseId: string, position: number, index: number): Promise<AudienceMember[]> {
    const people: AudienceMember[] = [];
    let cursor: string | undefined;
    do {
      const page: { people: AudienceMember[]; cursor?: string } = await call(
        this.staff,
        'GET',
        `/api/audit/conversations/${conversation}/messages/${position}/audience?${query({ case: caseId, index, cursor })}`,
      );
      people.push(...page.people);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return people;
  }

  async bundles(caseId: string): Promise<Bundle[]> {
    return (await call<{ bundles: Bundle[] }>(this.staff, 'GET', `/api/audit/cases/${caseId}/bundles`)).bundles;
  }

  makeBundle(caseId: string, body: BundleToMake): Promise<Bundle> {
    return call(this.staff, 'POST', `/api/audit/cases/${caseId}/bundles`, body);
  }

  /** Downloads a bundle. After a broken connection, goes on from where it was. */
  async fetchBundle(caseId: string, { bundleId, bytes = 0, hash = '' }: Bundle, progress: (percent: number) => void): Promise<Blob> {
    const parts: BlobPart[] = [];
    let received = 0;
    for (let attempt = 0; received < bytes || attempt === 0; ) {
      try {
        const response = await fetch(`/api/audit/cases/${caseId}/bundles/${bundleId}/content`, {
          headers: {
            authorization: `Bearer ${this.staff}`,
            ...(received > 0 && { range: `bytes=${received}-`, 'if-range': `"${hash}"` }),
          },
          cache: 'no-store',
        });
        if (!response.ok || !response.body) {
          const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
          throw new Failed(problem.code ?? 'unreachable', problem.detail ?? String(response.status));
        }
        const reader = response.body.getReader();
        for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
          parts.push(chunk.value);
          received += chunk.value.length;
          progress(Math.floor((100 * received) / Math.max(1, bytes)));
        }
      } catch (failure) {
        if (failure instanceof Failed) throw failure;
        if (++attempt === 5) throw new Failed('unreachable', String(failure));
        await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
        continue;
      }
      break;
    }
    return new Blob(parts, { type: 'application/zip' });
  }
}
