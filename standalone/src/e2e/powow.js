// A test client of Powow: people, their devices, and what these send, receive and read.
// It follows docs/protocol.md and knows nothing else about the server.

import { Client, StompHeaders, Versions } from '@stomp/stompjs';
import { randomBytes, randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { WebSocket } from 'ws';

export const address = new URL(process.env.POWOW_URL ?? 'http://localhost:8080');
export const socketAddress = new URL('/ws', address).href.replace(/^http/, 'ws');

/** How long to wait for something that must arrive. It is long, because it only delays the report of a failure. */
const PATIENCE = 60_000;

export const key = () => randomUUID();

/** A refused command, from /user/queue/errors or a problem+json body. */
export class Refused extends Error {
  constructor(refusal) {
    super(`${refusal.code}: ${refusal.message ?? refusal.detail}`);
    Object.assign(this, { code: refusal.code, refusal });
  }
}

// --- HTTP --------------------------------------------------------------------------------------

export async function http(method, path, { token, body, headers = {} } = {}) {
  const request = {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  };
  const response = await fetch(new URL(path, address), request).catch((failure) => {
    // The server has just closed an idle connection: repeat a GET once, as browsers do.
    if (method !== 'GET' || failure.cause?.code !== 'UND_ERR_SOCKET') throw failure;
    return fetch(new URL(path, address), request);
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
}

/**
 * Signs up a person with a unique handle. By default, everybody may add them to groups;
 * `mayAddMe: 'contacts'` leaves the server's default.
 */
export async function signUp(name, { mayAddMe = 'everyone' } = {}) {
  // With a letter: `nobody_` and digits is reserved.
  const handle = `${name.toLowerCase().replace(/[^a-z]/g, '')}_x${randomBytes(5).toString('hex')}`;
  const password = randomBytes(9).toString('base64url');
  const account = await http('POST', '/api/people', { body: { handle, password, displayName: name } });
  if (account.status !== 201) {
    throw new Error(`${name} cannot sign up: ${account.status} ${JSON.stringify(account.body)}`);
  }
  const session = await http('POST', '/api/sessions', { body: { handle, password } });
  if (session.status !== 201) {
    throw new Error(`${name} cannot sign in: ${session.status} ${JSON.stringify(session.body)}`);
  }
  const person = new Person({ ...account.body, password, token: session.body.token });
  if (mayAddMe !== 'contacts') await person.write('PATCH', '/api/me', { mayAddMe });
  return person;
}

export const signUpAll = (...names) => Promise.all(names.map((name) => signUp(name)));

export class Person {
  constructor(account) {
    Object.assign(this, account);
  }

  async get(path) {
    return this.#answer(await http('GET', path, { token: this.token }));
  }

  async write(method, path, body, idempotencyKey) {
    const headers = idempotencyKey ? { 'idempotency-key': idempotencyKey } : {};
    return this.#answer(await http(method, path, { token: this.token, body, headers }));
  }

  post(path, body, idempotencyKey) {
    return this.write('POST', path, body, idempotencyKey);
  }

  #answer({ status, body }) {
    if (status >= 400) {
      throw new Refused({ ...(typeof body === 'object' ? body : { code: `http_${status}`, detail: body }), status });
    }
    return body;
  }

  inbox() {
    return this.get('/api/conversations?limit=100').then((page) => page.conversations);
  }

  async inboxEntry(conversation) {
    return (await this.inbox()).find((entry) => entry.conversationId === conversation);
  }

  unread(conversation) {
    return this.inboxEntry(conversation).then((entry) => entry.unread);
  }

  conversation(id) {
    return this.get(`/api/conversations/${id}`);
  }

  members(id) {
    return this.get(`/api/conversations/${id}/members`).then((page) => page.members);
  }

  history(id, query = {}) {
    return this.get(`/api/conversations/${id}/messages?${new URLSearchParams(query)}`);
  }

  messages(id, query = {}) {
    return this.history(id, query).then((page) => page.messages);
  }

  async message(id, position) {
    return (await this.messages(id, { after: position - 1, limit: 1 }))[0];
  }

  events(id, query = {}) {
    return this.get(`/api/conversations/${id}/events?${new URLSearchParams(query)}`).then((page) => page.events);
  }

  connect(options) {
    return Device.connect(this, options);
  }
}

// --- Received messages -------------------------------------------------------------------------

/** Whether a value matches every property of a pattern. Arrays and plain values must be equal. */
export function has(value, pattern) {
  if (typeof pattern === 'function') return pattern(value);
  if (pattern === null || typeof pattern !== 'object' || Array.isArray(pattern)) {
    return isDeepStrictEqual(value, pattern);
  }
  return value !== null && typeof value === 'object' && Object.entries(pattern).every(([name, part]) => has(value[name], part));
}

/** Everything received on one subscription, in order, and a way to wait for more. */
export class Received {
  all = [];
  #waiting = new Set();

  add(item) {
    this.all.push(item);
    for (const waiting of this.#waiting) waiting();
  }

  of(pattern) {
    return this.all.filter((item) => has(item, pattern));
  }

  /** The first match, already received or awaited. */
  first(pattern) {
    return this.count(1, pattern).then(([item]) => item);
  }

  /** The first `count` matches. */
  count(count, pattern = {}) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const fitting = this.of(pattern);
        if (fitting.length < count) return;
        this.#waiting.delete(look);
        clearTimeout(timer);
        resolve(fitting.slice(0, count));
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const wanted = typeof pattern === 'function' ? pattern.toString() : JSON.stringify(pattern);
        const last = this.all.slice(-20).map((item) => `  ${JSON.stringify(item)}`).join('\n');
        reject(new Error(`${this.of(pattern).length} of ${count} came of ${wanted}; of all ${this.all.length} the last are\n${last}`));
      }, PATIENCE);
      this.#waiting.add(look);
      look();
    });
  }
}

// --- Devices -----------------------------------------------------------------------------------

/**
 * One connection of a person, as an app would use it: subscribed to events, signals and errors.
 * Commands resolve with the headers of their RECEIPT, or throw a Refused.
 */
export class Device {
  events = new Received();
  signals = new Received();
  errors = new Received();
  #asked = new Map();
  #subscriptions = 0;

  constructor(person, client) {
    this.person = person;
    this.client = client;
  }

  static async connect(person, { resume, epoch, token = person.token, connectHeaders, versions, heartBeat = 10_000, watch = true } = {}) {
    const client = new Client({
      webSocketFactory: () => new WebSocket(socketAddress, (versions ?? Versions.default).protocolVersions()),
      connectHeaders: connectHeaders ?? { Authorization: `Bearer ${token}` },
      stompVersions: versions ?? Versions.default,
      heartbeatIncoming: heartBeat,
      heartbeatOutgoing: heartBeat,
      reconnectDelay: 0,
    });
    const device = new Device(person, client);
    device.closed = new Promise((resolve) => {
      client.onWebSocketClose = resolve;
    });
    await new Promise((resolve, reject) => {
      client.onConnect = ({ headers }) => {
        device.epoch = headers.epoch;
        resolve();
      };
      client.onStompError = (frame) => reject(Object.assign(new Error(`ERROR ${frame.headers.message}`), { frame }));
      client.onWebSocketError = (event) => reject(event.error ?? new Error(event.message));
      device.closed.then(() => reject(new Error('closed before CONNECTED')));
      client.activate();
    });
    client.onStompError = (frame) => {
      device.error = frame;
    };
    client.onUnhandledMessage = (message) => device.errors.add({ unhandled: message.headers });
    open.add(device);
    device.closed.then(() => open.delete(device));
    if (watch) {
      await device.#watchErrors();
      await device.subscribe('/user/queue/signals', (message) => device.signals.add(message.body));
      await device.watchEvents(resume, epoch);
    }
    return device;
  }

  #watchErrors() {
    return this.subscribe('/user/queue/errors', ({ body }) => {
      this.errors.add(body);
      const asked = this.#asked.get(body.receipt);
      if (asked) {
        this.#asked.delete(body.receipt);
        asked.reject(new Refused(body));
      }
    });
  }

  /** `resume` is what the device already has: {conversation: last position seen}, in the log with this `epoch`. */
  watchEvents(resume, epoch) {
    return this.subscribe(
      '/user/queue/events',
      (message) => this.events.add(message.body),
      resume ? { resume: JSON.stringify(resume), ...(epoch && { epoch }) } : {},
    );
  }

  /** Resolves with the subscription once the server has confirmed it, or throws a Refused. */
  async subscribe(destination, onMessage, headers = {}) {
    const receipt = randomUUID();
    const confirmed = this.#answerTo(receipt);
    const subscription = this.client.subscribe(
      destination,
      ({ headers, body }) => onMessage({ headers, body: JSON.parse(body) }),
      { ...headers, receipt, id: `sub-${this.#subscriptions++}` },
    );
    await confirmed;
    return subscription;
  }

  #answerTo(receipt) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to ${receipt}`)), PATIENCE);
      const done = (settle) => (value) => {
        clearTimeout(timer);
        settle(value);
      };
      this.#asked.set(receipt, { reject: done(reject) });
      this.client.watchForReceipt(receipt, done(({ headers }) => {
        this.#asked.delete(receipt);
        resolve({
          ...(headers.conversation !== undefined && { conversation: headers.conversation }),
          ...(headers.position !== undefined && { position: Number(headers.position) }),
        });
      }));
      this.closed.then(done(() => reject(new Error('closed before the answer'))));
    });
  }

  /** A command with a receipt: resolves when its event is durable. */
  ask(destination, body = {}, receipt = randomUUID()) {
    const answer = this.#answerTo(receipt);
    this.tell(destination, body, { receipt });
    return answer;
  }

  /** A command without a receipt. */
  tell(destination, body = {}, headers = {}) {
    this.client.publish({
      destination,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  #inConversation(id, command, body) {
    return this.ask(`/app/conversations/${id}/${command}`, body);
  }

  openDirect(person) {
    return this.ask('/app/direct/open', { key: key(), with: person.personId }).then(({ conversation }) => conversation);
  }

  createGroup(name, members = [], options = {}) {
    const ids = members.map((member) => member.personId);
    return this.ask('/app/groups/create', { key: key(), name, members: ids, open: false, ...options }).then(
      ({ conversation }) => conversation,
    );
  }

  join = (id) => this.#inConversation(id, 'join');
  leave = (id) => this.#inConversation(id, 'leave');
  add = (id, person) => this.#inConversation(id, 'add', { personId: person.personId });
  remove = (id, person) => this.#inConversation(id, 'remove', { personId: person.personId });
  role = (id, person, role) => this.#inConversation(id, 'role', { personId: person.personId, role });
  rename = (id, name) => this.#inConversation(id, 'rename', { name });
  say = (id, text, more = {}) => this.#inConversation(id, 'send', { key: key(), text, ...more });
  edit = (id, position, text, mentions) => this.#inConversation(id, 'edit', { position, text, mentions });
  delete = (id, position) => this.#inConversation(id, 'delete', { position });
  react = (id, position, emoji) => this.#inConversation(id, 'react', { position, emoji });
  unreact = (id, position, emoji) => this.#inConversation(id, 'unreact', { position, emoji });
  pin = (id, position) => this.#inConversation(id, 'pin', { position });
  unpin = (id, position) => this.#inConversation(id, 'unpin', { position });
  read = (id, upTo) => this.#inConversation(id, 'read', { upTo });
  arrange = (id, change) => this.#inConversation(id, 'arrange', change);
  mute = (id, until) => this.#inConversation(id, 'mute', { until });
  typing = (id, typing = true) => this.tell(`/app/conversations/${id}/typing`, { typing });
  block = (person) => this.ask('/app/block', { personId: person.personId });
  unblock = (person) => this.ask('/app/unblock', { personId: person.personId });

  /** The first matching event, already received or awaited. */
  sees(pattern) {
    return this.events.first(pattern);
  }

  /** The received events of one conversation, in order. */
  seen(conversation, pattern = {}) {
    return this.events.of({ ...pattern, conversationId: conversation });
  }

  /** The last position seen per conversation, which an app stores for resume. */
  positions() {
    const positions = {};
    for (const { conversationId, position } of this.events.all) {
      if (position !== undefined) positions[conversationId] = position;
    }
    return positions;
  }

  /** Disconnects cleanly, like an app that is closed. */
  async disconnect() {
    await this.client.deactivate();
    await this.closed;
  }

  /** Breaks the connection without DISCONNECT, like a phone in a tunnel. */
  async vanish() {
    this.client.forceDisconnect();
    await this.closed;
  }
}

/**
 * Resolves once everything that was done before has reached the device. The log has one order, so it
 * suffices to await a later message of another conversation.
 */
export async function everythingReached(device, writer) {
  const chat = await writer.openDirect(device.person);
  const { position } = await writer.say(chat, 'Has everything arrived?');
  await device.sees({ conversationId: chat, position });
}

/** Resolves once search is available: the search node starts after the server. */
export async function searchIsThere(person) {
  const end = Date.now() + 120_000;
  for (;;) {
    try {
      return await person.get('/api/nearby/people?lat=0&lon=0');
    } catch (refused) {
      if (refused.code !== 'search_unavailable' || Date.now() > end) throw refused;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const open = new Set();

// Node.js would wait for connections that a test leaves open.
after(() => Promise.all([...open].map((device) => device.vanish())));

export { StompHeaders, Versions, WebSocket };
