// STOMP without a library, for frames that libraries do not send.

import { WebSocket } from 'ws';
import { Received, socketAddress } from './powow.js';

const NUL = '\u0000';

export const frame = (command, headers = {}, body = '') =>
  `${command}\n${Object.entries(headers).map(([name, value]) => `${name}:${value}\n`).join('')}\n${body}${NUL}`;

/** A WebSocket that sends handwritten frames, and parses received ones, including heart-beats. */
export class Wire {
  frames = new Received();

  static async open({ protocols = ['v12.stomp'], ...options } = {}) {
    const wire = new Wire();
    wire.socket = new WebSocket(socketAddress, protocols, options);
    wire.closed = new Promise((resolve) => wire.socket.on('close', (code) => resolve(code)));
    wire.socket.on('message', (data, isBinary) => wire.#receive(data, isBinary));
    await new Promise((resolve, reject) => {
      wire.socket.on('open', resolve);
      wire.socket.on('unexpected-response', (_, response) =>
        reject(Object.assign(new Error(`refused with ${response.statusCode}`), { status: response.statusCode })),
      );
      wire.socket.on('error', reject);
    });
    return wire;
  }

  static async connected(token, headers = {}, options = {}) {
    const wire = await Wire.open(options);
    wire.send('CONNECT', { 'accept-version': '1.2', host: 'powow', Authorization: `Bearer ${token}`, ...headers });
    wire.connected = await wire.frames.first({ command: 'CONNECTED' });
    return wire;
  }

  #receive(data, isBinary) {
    const text = data.toString('utf8');
    if (/^\r?\n$/.test(text)) {
      this.frames.add({ command: 'heart-beat', at: Date.now() });
      return;
    }
    const [head, ...rest] = text.split('\n\n');
    const [command, ...lines] = head.split('\n');
    const headers = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon)] ??= line.slice(colon + 1);
    }
    const body = rest.join('\n\n');
    this.frames.add({ command, headers, body: body.slice(0, body.lastIndexOf(NUL)), isBinary });
  }

  write(text) {
    this.socket.send(text);
  }

  send(command, headers, body) {
    this.write(frame(command, headers, body));
  }

  subscribe(destination, headers = {}) {
    this.send('SUBSCRIBE', { id: destination, destination, ...headers });
  }

  /** The server's answer to a frame with this receipt: RECEIPT, a refusal, or ERROR. */
  async answer(receipt) {
    return this.frames.first(
      ({ command, headers, body }) =>
        (command === 'RECEIPT' && headers['receipt-id'] === receipt) ||
        (command === 'MESSAGE' && headers.destination === '/user/queue/errors' && JSON.parse(body).receipt === receipt) ||
        command === 'ERROR',
    );
  }

  close() {
    this.socket.terminate();
    return this.closed;
  }
}
