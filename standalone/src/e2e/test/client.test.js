// The example of web/client/README.md, run as somebody would who has just installed the package.

import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { address, signUp } from '../powow.js';

const client = new URL('../../../../web/target/client/', import.meta.url);
const example = fileURLToPath(new URL('example.mjs', client));
after(() => rmSync(example, { force: true }));

test('the example of the client says hello', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync(new URL('README.md', client), 'utf8'));
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
