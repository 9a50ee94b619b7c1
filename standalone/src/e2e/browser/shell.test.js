import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { afterEach, test } from 'node:test';
import { address, http, signUp } from '../powow.js';
import { newWindow } from './browser.js';

const doors = new Set();

afterEach(() => {
  for (const door of doors) door.close();
  doors.clear();
});

/** A proxy in front of the server that can be closed, and that can make the server look like another build. */
async function openDoor() {
  let rebuilt = false;
  const sockets = new Set();
  const passedOn = ({ method, url, headers }) => ({ host: address.hostname, port: address.port, method, path: url, headers });
  const server = createServer((asked, answer) => {
    const isPage = asked.url === '/' || asked.url === '/worker.js';
    const passed = request(passedOn(asked), (response) => {
      if (!isPage) {
        answer.writeHead(response.statusCode, response.headers);
        response.pipe(answer);
        return;
      }
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part)).on('end', () => {
        const { 'content-length': _, 'content-encoding': __, 'transfer-encoding': ___, ...headers } = response.headers;
        answer.writeHead(response.statusCode, headers);
        answer.end(rebuilt ? text.replaceAll(build, 'of-another-build') : text);
      });
    });
    if (isPage) passed.removeHeader('accept-encoding');
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (asked, socket) => {
    const passed = request(passedOn(asked));
    passed.on('upgrade', ({ headers }, other) => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      socket.pipe(other).pipe(socket);
      for (const end of [socket, other]) end.on('error', () => [socket, other].forEach((each) => each.destroy()));
      socket.on('close', () => other.destroy());
    });
    for (const event of ['response', 'error']) passed.on(event, () => socket.destroy());
    passed.end();
  });
  const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address();
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  const build = (await (await fetch(address)).text()).match(/powow-version" content="(\w+)"/)[1];
  const door = { url: `http://127.0.0.1:${port}/`, shut: close, close, open: () => listen(port), rebuild: () => (rebuilt = true) };
  doors.add(door);
  return door;
}

async function signIn(window, person) {
  const { page } = window;
  await page.getByLabel('Handle').fill(person.handle);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.locator('button[type=submit]').click();
  await page.locator('.places').waitFor({ state: 'attached' });
}

/** Waits until a condition in the page is true. */
async function until({ page }, look, ...wanted) {
  const end = Date.now() + 60_000;
  while (!(await page.evaluate(look, ...wanted))) {
    assert.ok(Date.now() < end, `it does not become true: ${look}`);
    await page.waitForTimeout(100);
  }
}

/** Signs in through the proxy, and waits until the device has stored the given messages. */
async function signedInAt(door, person, messages) {
  const window = await newWindow();
  await window.page.goto(door.url);
  await signIn(window, person);
  await window.connected();
  await until(window, async (wanted) => {
    if (!navigator.serviceWorker.controller) return false;
    const { name } = (await indexedDB.databases()).find(({ name }) => name.startsWith('powow.')) ?? {};
    if (!name) return false;
    const database = await new Promise((resolve) => (indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result)));
    const all = await new Promise((resolve) => (database.transaction('kept').objectStore('kept').getAll().onsuccess = ({ target }) => resolve(target.result)));
    database.close();
    return wanted.every((text) => all.some(({ stretch }) => stretch?.items.some((item) => item.text === text)));
  }, messages);
  return window;
}

const onDevice = (window) =>
  window.page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));

test('a reload without a server gives the page with what was said; what is written is sent when it is back', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await adasPhone.say(chat, 'Before the storm');
  const group = await bobsPhone.createGroup('Allotment', [ada]);
  for (let i = 1; i < 60; i++) await adasPhone.say(group, `bean ${i}`);
  await bobsPhone.say(group, 'bean 60');
  const door = await openDoor();
  const adas = await signedInAt(door, ada, ['Before the storm', 'bean 60']);
  const { page } = adas;
  await adas.enter('You: ');
  await page.getByLabel('Write a message').fill('half a thought');

  door.shut();
  await page.reload();
  await page.getByText('No connection to the server.').waitFor();
  await adas.sees('Before the storm');
  assert.equal(await page.getByLabel('Write a message').inputValue(), 'half a thought');
  await adas.say('Are you there?');
  await page.locator('.message.waiting').waitFor();
  // A conversation that was not opened before.
  await adas.enter('Allotment');
  await adas.sees('bean 60');
  await page.locator('.message-name', { hasText: 'Bob' }).waitFor();
  await bobsPhone.say(group, 'bean 61');

  await door.open();
  await page.getByRole('button', { name: 'Try now' }).click({ timeout: 3_000 }).catch(() => {});
  await adas.sees('bean 61');
  await adas.connected();
  await bobsPhone.sees({ text: 'Are you there?' });
  await adas.enter('You: ');
  await adas.sees('Are you there?');
  await page.locator('.message.waiting').waitFor({ state: 'detached' });
});

test('signing in needs little script; offline, every part of the page opens all the same', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  await (await ada.connect()).say(chat, 'Before the storm');
  const door = await openDoor();

  const stranger = await newWindow();
  await stranger.page.goto(door.url);
  await stranger.page.getByLabel('Handle').waitFor();
  const scripts = () => stranger.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map(({ name }) => name));
  assert.ok((await scripts()).every((name) => !name.includes('/signed-in-')), `before sign-in: ${await scripts()}`);
  await stranger.page.getByLabel('Handle').fill('x');
  await until(stranger, () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/signed-in-')));

  const window = await signedInAt(door, ada, ['Before the storm']);
  const { page } = window;
  door.shut();
  await page.reload();
  await page.getByText('No connection to the server.').waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  await page.getByRole('dialog', { name: 'New conversation' }).waitFor();
  await page.keyboard.press('Escape');
  await window.enter('You: ');
  await page.evaluate((id) => (location.hash = `#/c/${id}/about`), chat);
  await page.locator('.panel').waitFor();
  await page.evaluate(() => (location.hash = '#/nearby'));
  await page.locator('.nearby').waitFor();
});

test('who signs out leaves nothing behind, and who comes next sees nothing of it', async () => {
  const [ada, bob, eve] = [await signUp('Ada'), await signUp('Bob'), await signUp('Eve')];
  const chat = await (await ada.connect()).openDirect(bob);
  await (await ada.connect()).say(chat, 'For Bob alone');
  const door = await openDoor();
  const window = await signedInAt(door, ada, ['For Bob alone']);
  const { page } = window;
  assert.deepEqual((await onDevice(window)).databases, [`powow.${ada.personId}`]);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.locator('.signin').waitFor();
  await until(window, async () => (await indexedDB.databases()).length === 0 && (await caches.keys()).length === 0);
  assert.deepEqual(await onDevice(window), { databases: [], caches: [], workers: 0 });

  await signIn(window, eve);
  await until(window, async (eve) => (await indexedDB.databases()).some(({ name }) => name === `powow.${eve}`), eve.personId);
  await page.getByText('No conversations yet').waitFor();
  assert.deepEqual((await onDevice(window)).databases, [`powow.${eve.personId}`]);
});

test('a session that was ended elsewhere takes along what this device kept', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  await (await ada.connect()).say(chat, 'For Bob alone');
  const window = await signedInAt(await openDoor(), ada, ['For Bob alone']);
  await http('DELETE', '/api/me/sessions', { token: ada.token });
  await window.page.getByText('You were signed out from another device').waitFor();
  await until(window, async () => (await indexedDB.databases()).length === 0);
});

test('a page that is older than its server says so', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  await (await ada.connect()).say(chat, 'Hello');
  const door = await openDoor();
  const { page } = await signedInAt(door, ada, ['Hello']);
  const version = () => page.locator('meta[name=powow-version]').getAttribute('content');
  const old = await version();
  door.shut();
  await page.reload();
  await page.getByText('No connection to the server.').waitFor();
  assert.equal(await version(), old);
  door.rebuild();
  await door.open();
  await page.getByText('There is a new version of Powow.').waitFor();
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction((old) => document.querySelector('meta[name=powow-version]')?.content !== old, old);
  await page.locator('.entry').waitFor();
  assert.equal(await page.getByText('There is a new version of Powow.').count(), 0);
});

test('a log that was restored while the page was closed is noticed, and nothing of before stays', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  await (await ada.connect()).say(chat, 'As it is now');
  const window = await signedInAt(await openDoor(), ada, ['As it is now']);
  const { page } = window;
  /** The stored epoch and texts. With `past`, first makes the store look older than a restore of the log. */
  const kept = (past) =>
    page.evaluate(async (past) => {
      const { name } = (await indexedDB.databases()).find(({ name }) => name.startsWith('powow.'));
      const database = await new Promise((resolve) => (indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result)));
      const store = database.transaction('kept', 'readwrite').objectStore('kept');
      const of = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const [keys, all] = [await of(store.getAllKeys()), await of(store.getAll())];
      for (const [i, each] of past ? all.entries() : []) {
        if (each.me) each.epoch = 'of-before';
        for (const item of each.stretch?.items ?? []) if (item.text) item.text = 'It never was';
        store.put(each, keys[i]);
      }
      database.close();
      return { epoch: all.find(({ me }) => me)?.epoch, texts: all.flatMap(({ stretch }) => stretch?.items.flatMap(({ text }) => text ?? []) ?? []) };
    }, past);
  const { epoch } = await kept(false);
  assert.ok(epoch);
  await page.route('**/api/**', (route) => route.abort());
  await page.reload();
  await kept(true);
  assert.deepEqual(await kept(false), { epoch: 'of-before', texts: ['It never was'] });
  await page.unroute('**/api/**');
  await page.reload();
  const end = Date.now() + 60_000;
  for (let now; JSON.stringify((now = await kept(false))) !== JSON.stringify({ epoch, texts: ['As it is now'] }); await page.waitForTimeout(100)) {
    assert.ok(Date.now() < end, JSON.stringify(now));
  }
});
