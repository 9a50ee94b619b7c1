import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Connection, type ConnectionOptions, type Status } from '../src/connection.js';
import { Refused, Unreachable } from '../src/http.js';
import type { Pushed } from '../src/protocol.js';

interface Frame {
  command: string;
  headers: Record<string, string>;
  body: string;
}

const parse = (text: string): Frame => {
  const [head, body] = text.split(/\n\n/s, 2) as [string, string];
  const [command, ...lines] = head.trim().split('\n') as [string, ...string[]];
  return { command, headers: Object.fromEntries(lines.map((line) => line.split(/:(.*)/s).slice(0, 2))), body: body.replace(/\0$/, '') };
};

/** A WebSocket whose server is the test. */
class FakeSocket {
  static readonly all: FakeSocket[] = [];
  static next: (socket: FakeSocket) => void = () => {};
  static refusal: string | null = null;
  readonly frames: Frame[] = [];
  readyState = 0;
  protocol = 'v12.stomp';
  binaryType = 'arraybuffer';
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: object) => void = () => {};
  onerror: () => void = () => {};
  answer: (frame: Frame) => void = () => {};

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
    FakeSocket.next(this);
    queueMicrotask(() => {
      this.readyState = 1;
      this.onopen();
    });
  }

  send(data: string | ArrayBuffer): void {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    if (text === '\n') return;
    const frame = parse(text);
    this.frames.push(frame);
    if (frame.command === 'CONNECT' && FakeSocket.refusal) this.push('ERROR', { code: FakeSocket.refusal });
    else if (frame.command === 'CONNECT') this.push('CONNECTED', { version: '1.2', 'heart-beat': '0,0', epoch: 'e1' });
    this.answer(frame);
  }

  push(command: string, headers: Record<string, string>, body = ''): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
    // Never within `send`, as on a network.
    queueMicrotask(() => this.onmessage({ data: `${[command, ...lines].join('\n')}\n\n${body}\0` }));
  }

  /** Delivers a message to the subscription of a destination. */
  deliver(destination: string, message: object): void {
    const { headers } = this.frames.find((frame) => frame.command === 'SUBSCRIBE' && frame.headers['destination'] === destination)!;
    this.push('MESSAGE', { subscription: headers['id']!, destination, 'message-id': 'm' }, JSON.stringify(message));
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() => this.onclose({ code: 1000, reason: '', wasClean: true }));
  }
}

const open: Connection[] = [];
const real = globalThis.WebSocket;
beforeEach(() => {
  globalThis.WebSocket = FakeSocket as unknown as typeof WebSocket;
});
afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
  FakeSocket.all.length = 0;
  FakeSocket.next = () => {};
  FakeSocket.refusal = null;
  globalThis.WebSocket = real;
});

const tokens = { current: async () => 'token', renewed: async () => Promise.reject<string>(new Refused({ code: 'session_ended' })) };
let there = () => {};

function connect(options: Partial<ConnectionOptions> = {}): Connection {
  const network = {
    isThere: true,
    watch: (changes: { there(): void }) => {
      there = changes.there;
      return () => {};
    },
  };
  const connection = new Connection({ server: 'https://powow.example', tokens, network, ...options });
  open.push(connection);
  connection.open();
  return connection;
}

const caughtUp = (socket: FakeSocket) => {
  socket.answer = ({ command, headers }) => {
    if (command === 'SUBSCRIBE' && headers['destination'] === '/user/queue/events') socket.deliver('/user/queue/events', { type: 'caughtUp' });
  };
};

test('it resumes where its owner says, and is online when nothing is missing', async () => {
  const pushed: Pushed[] = [];
  const statuses: Status[] = [];
  FakeSocket.next = caughtUp;
  const connection = connect({ resume: () => '{"c":4}', pushed: (event) => pushed.push(event), statusChanged: (status) => statuses.push(status) });
  await connection.online();
  const [socket] = FakeSocket.all;
  assert.equal(socket!.url, 'wss://powow.example/ws');
  assert.equal(socket!.frames[0]!.headers['Authorization'], 'Bearer token');
  assert.equal(socket!.frames.find(({ headers }) => headers['destination'] === '/user/queue/events')!.headers['resume'], '{"c"\\c4}');
  assert.deepEqual(pushed, [{ type: 'caughtUp' }]);
  assert.deepEqual(statuses, ['connecting', 'catchingUp', 'online']);
  assert.equal(connection.epoch, 'e1');
});

test('who resumes nothing is online at once', async () => {
  const connection = connect();
  await connection.online();
  const events = FakeSocket.all[0]!.frames.find(({ headers }) => headers['destination'] === '/user/queue/events')!;
  assert.equal('resume' in events.headers, false);
});

test('a command is done with its RECEIPT, and a refusal is its failure', async () => {
  const connection = connect();
  await connection.online();
  const [socket] = FakeSocket.all;
  socket!.answer = ({ headers, body }) => {
    const { receipt } = headers;
    if (JSON.parse(body).text === 'no') socket!.deliver('/user/queue/errors', { code: 'not_a_member', message: 'You are no member.', destination: '', receipt });
    else socket!.push('RECEIPT', { 'receipt-id': receipt!, conversation: 'c', position: '7' });
  };
  assert.deepEqual(await connection.ask('/app/conversations/c/send', { text: 'yes' }), { conversation: 'c', position: 7 });
  await assert.rejects(connection.ask('/app/conversations/c/send', { text: 'no' }), (failure: Refused) => failure.code === 'not_a_member');
});

test('a lost connection leaves the outcome open, and is made again', async () => {
  let lost = 0;
  const connection = connect({ lost: () => lost++ });
  await connection.online();
  const unanswered = connection.ask('/app/conversations/c/send', { text: 'yes' });
  FakeSocket.all[0]!.close();
  await assert.rejects(unanswered, Unreachable);
  assert.equal(lost, 1);
  assert.equal(connection.status, 'waiting');
  await assert.rejects(connection.ask('/app/conversations/c/send', {}), Unreachable);
  there();
  await connection.online();
  assert.equal(FakeSocket.all.length, 2);
});

test('a session that has ended ends the connection', async () => {
  const ended: string[] = [];
  FakeSocket.refusal = 'session_ended';
  await new Promise<void>((resolve) => {
    connect({
      signedOut: (code) => {
        ended.push(code);
        resolve();
      },
    });
  });
  assert.deepEqual(ended, ['session_ended']);
  await assert.rejects(open[0]!.online(), Unreachable);
});
