/** A STOMP session over /ws that reconnects by itself, sooner when the network or the tab comes back. */

import { Client, type IFrame, ReconnectionTimeMode, type StompSubscription } from '@stomp/stompjs';
import { codeOf, Refused, Unreachable } from './http.js';
import { newKey } from './key.js';
import { networkOfThisDevice, type Network } from './network.js';
import type { LookedOut, Notified, Pushed, Refusal, Signalled } from './protocol.js';
import type { Tokens } from './renewal.js';

/**
 * - `connecting`: connecting to the server.
 * - `catchingUp`: connected, receiving missed events.
 * - `online`: nothing is missing.
 * - `waiting`: the server is unreachable; the next attempt follows within seconds.
 * - `offline`: this device has no network.
 */
export type Status = 'connecting' | 'catchingUp' | 'online' | 'waiting' | 'offline';

export interface Receipt {
  conversation?: string;
  position?: number;
  /** People who were invited instead of being added. */
  invited?: string[];
}

/** What a connection needs, and whom it tells. */
export interface ConnectionOptions {
  /** The server's address, such as `https://chat.example.org`; in a browser, by default the page's own. */
  server?: string;
  tokens: Tokens;
  /** The `resume` header for the new session, as `Resume` makes it. Without it, the session brings new events only. */
  resume?(): string;
  /** An event, or a note between them. */
  pushed?(event: Pushed): void;
  /** Typing and presence. */
  signalled?(signal: Signalled): void;
  /** Changes nearby, and of gatherings that the user attends. */
  lookedOut?(told: LookedOut): void;
  /** A notification, or the fact that one was read since. */
  notified?(told: Notified): void;
  /** Called with every change of the status. */
  statusChanged?(status: Status): void;
  /** Connected. Missed events follow. */
  connected?(): void;
  lost?(): void;
  /** The session has ended, and the connection with it; the code says why. */
  signedOut?(code: string): void;
  /** When to try again sooner; by default, as the browser reports it. */
  network?: Network;
}

const FIRST_WAIT = 500;
/** A restarted server is available within seconds, and nobody should wait much longer. */
const LONGEST_WAIT = 5_000;
const HEART_BEAT = 10_000;
/** How often to check whether the token must be renewed. */
const RENEW_EVERY = 30_000;
/** How long a command waits for its answer. Long, because the connection exists. */
const PATIENCE = 30_000;

interface Asked {
  resolve(receipt: Receipt): void;
  reject(failure: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

interface Other {
  destination: string;
  headers: Record<string, string>;
  received(message: unknown): void;
  current?: StompSubscription;
}

export class Connection {
  readonly #tokens: Tokens;
  /** The token that the current session uses. */
  #token = '';
  #renewer: ReturnType<typeof setInterval> | undefined;
  readonly #listener: ConnectionOptions;
  readonly #network: Network;
  readonly #stopNetwork: () => void;
  readonly #brokerURL: string;
  #status: Status = 'connecting';
  #waiting: { resolve(): void; reject(failure: Error): void }[] = [];
  readonly #asked = new Map<string, Asked>();
  #client: Client | null = null;
  #lookout: StompSubscription | null = null;
  /** Those beside the queues, made again with each session. */
  readonly #others = new Set<Other>();
  #lookingAt: Record<string, string> = {};
  /** The epoch of the log that all data here belongs to. */
  #epoch: string | undefined;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#tokens = options.tokens;
    this.#listener = options;
    this.#network = options.network ?? networkOfThisDevice();
    this.#stopNetwork = this.#network.watch({ there: this.#now, gone: this.#networkGone });
    this.#brokerURL = new URL('/ws', options.server ?? location.href).href.replace(/^http/, 'ws');
  }

  /** Sets the epoch of data stored on this device; the server will say whether it is current. */
  carryOn(epoch: string | undefined): void {
    this.#epoch ??= epoch;
  }

  get epoch(): string | undefined {
    return this.#epoch;
  }

  get status(): Status {
    return this.#status;
  }

  /** Resolves as soon as the connection is online, and rejects if it is closed before. */
  online(): Promise<void> {
    if (this.#status === 'online') return Promise.resolve();
    if (this.#closed) return Promise.reject(new Unreachable());
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #become(status: Status): void {
    this.#status = status;
    this.#listener.statusChanged?.(status);
    if (status !== 'online') return;
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Connects, and reconnects until `close`. */
  open(): void {
    if (this.#closed || this.#client) return;
    clearTimeout(this.#timer);
    this.#become('connecting');
    const client = new Client({
      brokerURL: this.#brokerURL,
      beforeConnect: () => this.#authorize(client),
      heartbeatIncoming: HEART_BEAT,
      heartbeatOutgoing: HEART_BEAT,
      connectionTimeout: 15_000,
      // This class decides when to reconnect, because it also observes the network and the tab.
      reconnectDelay: 0,
      reconnectTimeMode: ReconnectionTimeMode.LINEAR,
      // Drop a silent connection at once instead of waiting for a TCP timeout.
      discardWebsocketOnCommFailure: true,
    });
    this.#client = client;
    client.onConnect = ({ headers }) => this.#connected(client, headers['epoch']);
    client.onStompError = (frame) => this.#failed(frame);
    client.onWebSocketClose = () => this.#gone(client);
    client.activate();
  }

  async #authorize(client: Client): Promise<void> {
    try {
      this.#token = await this.#tokens.current();
      client.connectHeaders = { Authorization: `Bearer ${this.#token}` };
    } catch (failure) {
      this.#ended(codeOf(failure));
    }
  }

  /** Passes the renewed token to the session, whichever tab renewed it. */
  async #renew(): Promise<void> {
    try {
      const token = await this.#tokens.current();
      if (token === this.#token || !this.isOpen) return;
      await this.ask('/app/session/refresh', { token });
      this.#token = token;
    } catch (failure) {
      if (failure instanceof Refused && failure.code === 'session_ended') this.#ended(failure.code);
      // Retried later; otherwise, the server closes the connection and says why.
    }
  }

  #ended(code: string): void {
    this.close();
    this.#listener.signedOut?.(code);
  }

  #connected(client: Client, epoch: string | undefined): void {
    this.#failures = 0;
    clearInterval(this.#renewer);
    this.#renewer = setInterval(() => void this.#renew(), RENEW_EVERY);
    this.#become('catchingUp');
    client.subscribe('/user/queue/errors', ({ body }) => this.#refused(JSON.parse(body)));
    client.subscribe('/user/queue/notifications', ({ body }) => this.#listener.notified?.(JSON.parse(body)));
    client.subscribe('/user/queue/signals', ({ body }) => this.#listener.signalled?.(JSON.parse(body)));
    const resume = this.#listener.resume?.();
    const has: Record<string, string> = resume === undefined ? {} : { resume };
    if (this.#epoch !== undefined) has['epoch'] = this.#epoch;
    client.subscribe('/user/queue/events', ({ body }) => this.#pushed(JSON.parse(body), epoch), has);
    this.#lookOut(client);
    for (const other of this.#others) this.#subscribe(client, other);
    // Nothing is announced as caught up if nothing was to be resumed.
    if (resume === undefined) this.#become('online');
    this.#listener.connected?.();
  }

  #lookOut(client: Client): void {
    this.#lookout = client.subscribe('/user/queue/nearby', ({ body }) => this.#listener.lookedOut?.(JSON.parse(body)), { ...this.#lookingAt });
  }

  /** Sets the area of the live nearby query; null for none. */
  lookAt(place: { lat: number; lon: number; radius: number } | null): void {
    this.#lookingAt = place ? { lat: String(place.lat), lon: String(place.lon), radius: String(place.radius) } : {};
    if (!this.#client?.connected) return;
    this.#lookout?.unsubscribe();
    this.#lookOut(this.#client);
  }

  #pushed(event: Pushed, epoch: string | undefined): void {
    // Not earlier: a client that is disconnected before this still has its old data.
    if (event.type === 'caughtUp' || event.type === 'reset') this.#epoch = epoch;
    if (event.type === 'caughtUp') this.#become('online');
    this.#listener.pushed?.(event);
  }

  #failed(frame: IFrame): void {
    const code = frame.headers['code'] ?? 'internal';
    if (!new Refused({ code }).unauthenticated) return;
    this.#tokens.renewed(this.#token, code).then(
      () => this.#now(),
      (failure: unknown) => failure instanceof Refused && this.#ended(failure.code),
    );
  }

  #gone(client: Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    void client.deactivate({ force: true });
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const { reject, timer } of asked) {
      clearTimeout(timer);
      reject(new Unreachable());
    }
    this.#listener.lost?.();
    if (this.#closed) return;
    // With random jitter, so that clients do not reconnect all at once.
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    this.#become(this.#network.isThere ? 'waiting' : 'offline');
    this.#timer = setTimeout(() => this.open(), wait);
  }

  /** Retries now, if not connected. */
  readonly #now = (): void => {
    this.#failures = 0;
    this.open();
  };

  /** Called when an HTTP call found the server unreachable. */
  unreachable(): void {
    if (this.#client || this.#closed) return;
    this.#become(this.#network.isThere ? 'waiting' : 'offline');
  }

  retry(): void {
    this.#now();
  }

  readonly #networkGone = (): void => {
    // A live connection is judged by its heart-beats.
    if (!this.#client?.connected) this.#become('offline');
    else this.#client.forceDisconnect();
  };

  // --- Commands --------------------------------------------------------------------------------

  get isOpen(): boolean {
    return this.#client?.connected === true;
  }

  /** Resolves when the command is durable. Rejects with a `Refused`, or with an `Unreachable` if the outcome is unknown. */
  ask(destination: string, body: object = {}): Promise<Receipt> {
    const client = this.#client;
    if (!client?.connected) return Promise.reject(new Unreachable());
    const receipt = newKey();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#asked.delete(receipt);
        reject(new Unreachable());
      }, PATIENCE);
      this.#asked.set(receipt, { resolve, reject, timer });
      client.watchForReceipt(receipt, ({ headers }) => {
        const asked = this.#answered(receipt);
        asked?.resolve({
          ...(headers['conversation'] !== undefined && { conversation: headers['conversation'] }),
          ...(headers['position'] !== undefined && { position: Number(headers['position']) }),
          ...(headers['invited'] && { invited: headers['invited'].split(',') }),
        });
      });
      this.tell(destination, body, { receipt });
    });
  }

  #answered(receipt: string | undefined): Asked | undefined {
    const asked = receipt === undefined ? undefined : this.#asked.get(receipt);
    if (asked) {
      this.#asked.delete(receipt!);
      clearTimeout(asked.timer);
    }
    return asked;
  }

  #refused(refusal: Refusal): void {
    this.#answered(refusal.receipt)?.reject(new Refused(refusal));
  }

  /**
   * Subscribes to a destination beside the queues that each session has, such as `/topic/conversations/{id}`; after a reconnect, again.
   *
   * @returns ends the subscription
   */
  subscribe(destination: string, received: (message: unknown) => void, headers: Record<string, string> = {}): () => void {
    const other: Other = { destination, headers, received };
    this.#others.add(other);
    if (this.#client?.connected) this.#subscribe(this.#client, other);
    return () => {
      if (this.#others.delete(other) && this.#client?.connected) other.current?.unsubscribe();
    };
  }

  #subscribe(client: Client, other: Other): void {
    other.current = client.subscribe(other.destination, ({ body }) => other.received(JSON.parse(body)), { ...other.headers });
  }

  /** Sends without waiting for an answer, and only if connected. */
  tell(destination: string, body: object = {}, headers: Record<string, string> = {}): void {
    if (!this.#client?.connected) return;
    this.#client.publish({
      destination,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#renewer);
    this.#stopNetwork();
    for (const { reject } of this.#waiting.splice(0)) reject(new Unreachable());
    void this.#client?.deactivate();
  }
}
