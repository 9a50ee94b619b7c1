/** The operators' calls. Their types follow docs/protocol.md, "Operators". */

import { save } from '../save.js';

export interface Percentiles {
  count: number;
  meanMillis: number;
  medianMillis: number;
  p90Millis: number;
  p99Millis: number;
  p995Millis: number;
  p999Millis: number;
  maxMillis: number;
}

export type Circuit = 'none' | 'closed' | 'half_open' | 'open' | 'forced_open' | 'disabled';

export interface Dependency {
  name: string;
  health: 'ok' | 'degraded' | 'down';
  rate: number;
  counts: Record<string, number>;
  errorPercent: number;
  circuit: Circuit;
  circuitSeconds: number;
  active: number;
  oldestMillis: number;
  latency: Percentiles;
  pool?: { active: number; waiting: number; size: number };
  nodes: DependencyOfNode[];
  settings?: { window: number; minimum: number; failurePercent: number };
}

export interface DependencyOfNode {
  node: string;
  health: Dependency['health'];
  rate: number;
  errorPercent: number;
  circuit: Circuit;
  p99Millis: number;
}

/** A node; one that is silent has `silentSince`. */
export interface Node {
  name: string;
  kind?: string;
  release?: string;
  uptimeSeconds?: number;
  silentSince?: string;
  why?: 'unreachable' | 'timeout' | 'refused' | 'starting' | 'unreadable';
  fingerprint?: string;
  differs: string[];
  messages?: Percentiles;
}

export interface Status {
  node: string;
  release: string;
  at: string;
  uptimeSeconds: number;
  nodes: Node[];
  messages: Percentiles;
  slowAfterMillis: number;
  dependencies: Dependency[];
  pools: { name: string; value: number; unit: string; limit?: number; nodes: { node: string; value: number; limit?: number }[] }[];
  projections: { name: string; reached: number; head: number; behind: number; caughtUp: boolean; failing?: string; segments: number; deadLetters: number; differences?: number }[];
  routes: { route: string; perSecond: number; meanMillis: number; maxMillis: number; errors: number }[];
  top: {
    conversations: { key: string; perSecond: number }[];
    people: { key: string; perSecond: number }[];
    slowClients: { person: string; session: string; bytes: number }[];
  };
  actions: { at: string; by: string; what: string; reason: string }[];
}

export interface Difference {
  stream: string;
  collection: string;
  document: string;
  field: string;
  kind: 'missing' | 'extra' | 'changed';
  position: number;
}

/** The last comparison of views with a rebuild on one node. */
export interface Check {
  node: string;
  running: boolean;
  report?: { at: string; streams: number; unsettled: number; documents: number; differences: Difference[]; cut: boolean };
}

export interface Way {
  trace: string;
  conversationId: string;
  position: number;
  devices?: number;
  totalMillis?: number;
  clocksDisagree: boolean;
  steps: { step: string; node: string; at: string; afterMillis: number }[];
  silent: string[];
}

export interface Kept {
  node: string;
  at?: string;
  destination?: string;
  code?: string;
  trace?: string;
  message?: Way;
}

export interface Stopped {
  projection: string;
  stream: string;
  sequence: number;
  /** Absent if the log cannot be read. */
  eventType?: string;
  index: number;
  cause: string;
  at: string;
}

/** An event that a projection leaves out. */
export interface Skipped {
  projection: string;
  stream: string;
  sequence: number;
  eventType: string;
  by: string;
  reason?: string;
  at: string;
}

/** An event among the skips that the server cannot read. */
export interface Unreadable {
  stream: string;
  sequence: number;
  eventType: string;
}

/** The server refused a call. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** Whether the operator has to sign in again. */
  get signedOut(): boolean {
    return ['unauthenticated', 'token_expired', 'session_ended', 'role_required'].includes(this.code);
  }
}

export async function call<T>(token: string | null, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  throw await refusal(response);
}

/** Fetches a file with a token, and saves it on the device. */
export async function download(token: string | null, path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}` }, cache: 'no-store' });
  if (!response.ok) throw await refusal(response);
  save(new File([await response.blob()], name));
}

async function refusal(response: Response): Promise<Refused> {
  try {
    const problem = (await response.json()) as { code?: string; detail?: string };
    return new Refused(problem.code ?? 'internal', problem.detail ?? response.statusText);
  } catch {
    return new Refused('internal', `status ${response.status}`);
  }
}

/** Reads server-sent events with a token, which EventSource cannot send. Ends when the server ends them. */
export async function follow(token: string, signal: AbortSignal, received: (status: Status) => void): Promise<void> {
  const response = await fetch('/api/ops/events', { headers: { authorization: `Bearer ${token}` }, signal, cache: 'no-store' });
  if (!response.ok || !response.body) throw await refusal(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const data = part
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5))
        .join('\n');
      if (data !== '') received(JSON.parse(data) as Status);
    }
  }
}
