// A push service on loopback. Firefox connects to it as to Mozilla's (the WebSocket protocol of autopush), and the server sends to it (RFC 8030).

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';

export class PushService {
  /** The connection of the browser that has subscribed, by channel. */
  #channels = new Map();
  #sockets;
  #server = createServer((request, response) => void this.#pushed(request, response));

  static async start() {
    const service = new PushService();
    service.#sockets = new WebSocketServer({ server: service.#server });
    service.#sockets.on('connection', (socket) => socket.on('message', (data) => service.#asked(socket, JSON.parse(data))));
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  get port() {
    return this.#server.address().port;
  }

  #asked(socket, { messageType, channelID, uaid }) {
    const answer = (more) => socket.send(JSON.stringify({ messageType, status: 200, ...more }));
    if (messageType === 'hello') answer({ uaid: uaid || randomUUID().replaceAll('-', ''), use_webpush: true, broadcasts: {} });
    if (messageType === 'register') {
      this.#channels.set(channelID, socket);
      answer({ channelID, pushEndpoint: `http://127.0.0.1:${this.port}/${channelID}` });
    }
    if (messageType === 'unregister') {
      this.#channels.delete(channelID);
      answer({ channelID });
    }
    if (messageType === 'ping') socket.send('{}');
  }

  async #pushed(request, response) {
    const channelID = request.url.slice(1);
    const data = (await buffer(request)).toString('base64url');
    const socket = this.#channels.get(channelID);
    if (request.method !== 'POST' || !socket) {
      response.writeHead(404).end();
      return;
    }
    // Only Firefox has the keys to open it.
    socket.send(JSON.stringify({ messageType: 'notification', channelID, version: randomUUID(), data, headers: { encoding: request.headers['content-encoding'] } }));
    response.writeHead(201).end();
  }

  close() {
    this.#sockets.clients.forEach((socket) => socket.terminate());
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
