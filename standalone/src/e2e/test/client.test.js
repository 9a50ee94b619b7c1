// The example of web/client/README.md, run as somebody would who has just installed the package.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { address, signUp } from '../powow.js';

/** The package as the build has made it. These tests run in a copy of their folder, at another depth. */
function built() {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const client = join(folder, 'web/target/client');
    if (existsSync(join(client, 'package.json'))) return client;
    assert.notEqual(folder, dirname(folder), 'the client is not built');
  }
}

const client = built();
const example = join(client, 'example.mjs');
after(() => rmSync(example, { force: true }));

test('the example of the client says hello', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync(join(client, 'README.md'), 'utf8'));
  assert.ok(code.trim().split('\n').length <= 25);
  const changes = [
    [`'powow-client'`, `'./dist/index.js'`],
    [`'http://localhost:8080'`, `'${address.href}'`],
    [`'ada'`, `'${ada.handle}'`],
    [`'lovelace-1843'`, `'${ada.password}'`],
    ['handle=bob', `handle=${bob.handle}`],
  ];
  const here = changes.reduce((text, [from, to]) => {
    assert.ok(text.includes(from), `the example has no ${from}`);
    return text.replace(from, to);
  }, code);
  writeFileSync(example, `${here}\nexport { connection };\n`);
  globalThis.WebSocket ??= WebSocket;
  const { connection } = await import(example);
  try {
    await bobsPhone.sees({ text: 'Hello Bob' });
  } finally {
    connection.close();
  }
});
