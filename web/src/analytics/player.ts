/** Plays a replay over STOMP. The server waits for this page, so a slow page loses nothing. */

import { signal } from '@preact/signals';
import { Client } from '@stomp/stompjs';
import type { Speed } from './api.js';

/** An event as it is in the log, with pseudonyms. */
export interface ReplayedEvent {
  index: number;
  type: string;
  position: number;
  at?: string;
  conversationId?: string;
  sender?: string;
  by?: string;
  personId?: string;
}

export interface PlayerState {
  /** The last event that was played; one before the first if none was. */
  index: number;
  at: string | null;
  playing: boolean;
  ended: boolean;
  connected: boolean;
}

/** Events that the page keeps. */
const SHOWN = 50;

/** With these, connecting again is in vain. */
const SIGNED_OUT = new Set(['unauthenticated', 'token_expired', 'session_ended']);
/** How often the page shows what came meanwhile. */
const SHOW_EVERY = 100;
const RECONNECT_AFTER = 2_000;

export class Player {
  readonly state;
  /** The newest first. */
  readonly events = signal<ReplayedEvent[]>([]);
  readonly #client: Client;
  readonly #replay: string;
  #speed: Speed;
  #came: ReplayedEvent[] = [];
  #ended = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The jump whose receipt is awaited: what comes before it is from before the jump. */
  #jump: string | null = null;
  #jumps = 0;

  /** @param refused told of a code when the replay ends by itself, or refuses a command */
  constructor(token: string, replay: string, first: number, speed: Speed, refused: (code: string) => void) {
    this.#replay = replay;
    this.#speed = speed;
    this.state = signal<PlayerState>({ index: first - 1, at: null, playing: false, ended: false, connected: false });
    this.#client = new Client({
      brokerURL: new URL('/ws', location.href).href.replace(/^http/, 'ws'),
      connectHeaders: { passcode: token },
      reconnectDelay: RECONNECT_AFTER,
    });
    this.#client.onConnect = () => {
      this.#client.subscribe('/user/queue/errors', ({ body }) => refused((JSON.parse(body) as { code: string }).code));
      this.#jump = null;
      this.#client.subscribe(`/user/queue/replays/${replay}`, ({ body }) => this.#take(JSON.parse(body)), {
        after: String(this.#reached()),
        paused: 'true',
      });
      this.#tell('speed', { speed: this.#speed });
      if (this.state.value.playing) this.#tell('resume');
      this.#change({ connected: true });
    };
    this.#client.onStompError = ({ headers }) => {
      const code = headers['code'] ?? 'internal';
      refused(code);
      if (SIGNED_OUT.has(code)) void this.#client.deactivate();
    };
    this.#client.onWebSocketClose = () => this.#change({ connected: false });
    this.#client.activate();
  }

  #change(change: Partial<PlayerState>): void {
    this.state.value = { ...this.state.value, ...change };
  }

  #reached(): number {
    return this.#came.at(-1)?.index ?? this.state.value.index;
  }

  #take(event: ReplayedEvent | { type: 'replayed' }): void {
    if (this.#jump !== null) return;
    if (event.type === 'replayed') this.#ended = true;
    else this.#came.push(event as ReplayedEvent);
    // A hidden tab shows what came seldom.
    if (this.#came.length > 2 * SHOWN) this.#came.splice(0, SHOWN);
    this.#timer ??= setTimeout(() => this.#show(), SHOW_EVERY);
  }

  #show(): void {
    this.#timer = undefined;
    const newest = this.#came.at(-1);
    if (newest) this.events.value = [...this.#came.slice(-SHOWN).reverse(), ...this.events.value].slice(0, SHOWN);
    this.#came = [];
    this.#change({
      ...(newest && { index: newest.index, at: newest.at ?? null }),
      ...(this.#ended && { ended: true, playing: false }),
    });
  }

  #tell(verb: string, body: object = {}, headers: Record<string, string> = {}): void {
    this.#client.publish({
      destination: `/app/replays/${this.#replay}/${verb}`,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  play(): void {
    this.#change({ playing: true });
    this.#tell('resume');
  }

  pause(): void {
    this.#change({ playing: false });
    this.#tell('pause');
  }

  step(events: number): void {
    this.#change({ playing: false });
    this.#tell('step', { events });
  }

  speed(speed: Speed): void {
    this.#speed = speed;
    this.#tell('speed', { speed });
  }

  /** Goes on after this event, and waits. */
  seek(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#came = [];
    this.#ended = false;
    this.events.value = [];
    this.#change({ index: after, at: null, playing: false, ended: false });
    const receipt = `seek-${++this.#jumps}`;
    this.#jump = receipt;
    this.#client.watchForReceipt(receipt, () => {
      if (this.#jump === receipt) this.#jump = null;
    });
    this.#tell('pause');
    this.#tell('seek', { after }, { receipt });
  }

  close(): void {
    clearTimeout(this.#timer);
    void this.#client.deactivate();
  }
}
