#!/usr/bin/env node
// The development server: rebuilds when sources change, serves the page on http://localhost:5173, and forwards everything else to a running
// Powow.
//
// node dev.mjs http://localhost:8080

import { spawn } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const page = join(here, 'target/classes/info/powow/web/page');
const powow = new URL(process.argv[2] ?? 'http://localhost:8080');
const port = Number(process.env.PORT ?? 5173);
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

const passedOn = ({ method, url, headers }) => ({ host: powow.hostname, port: powow.port, method, path: url, headers });

const server = createServer((asked, answer) => {
  const path = new URL(asked.url, 'http://localhost').pathname;
  const file = path === '/' ? 'index.html' : /^\/assets\/[\w.-]+(?:\/[\w-]+\.json)?$/.test(path) ? path.slice(1) : null;
  if (file && existsSync(join(page, file))) {
    answer.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' });
    if (file === 'index.html') answer.end(readFileSync(join(page, file), 'utf8').replace('{tiles}', ''));
    else createReadStream(join(page, file)).pipe(answer);
    return;
  }
  const passed = request(passedOn(asked), (response) => {
    answer.writeHead(response.statusCode, response.headers);
    response.pipe(answer);
  });
  passed.on('error', () => answer.writeHead(502).end());
  asked.pipe(passed);
});

server.on('upgrade', (asked, socket) => {
  const passed = request(passedOn(asked));
  passed.on('upgrade', ({ headers }, other) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
    socket.pipe(other).pipe(socket);
    for (const end of [socket, other]) end.on('error', () => { socket.destroy(); other.destroy(); });
  });
  passed.on('response', () => socket.destroy());
  passed.on('error', () => socket.destroy());
  passed.end();
});

server.listen(port, () => console.log(`http://localhost:${port}, with ${powow.origin} behind it`));
spawn(process.execPath, [join(here, 'build.mjs'), '--watch'], { stdio: 'inherit' });
