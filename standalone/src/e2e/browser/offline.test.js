import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everythingReached, signUp } from '../powow.js';
import { windowOf } from './browser.js';

const numbers = (count, from = 1) => Array.from({ length: count }, (_, i) => `message ${from + i}`);

/** Scrolls up until the `first` message is rendered, and collects all matching texts. */
async function all(window, first, pattern) {
  const found = new Set();
  const list = window.page.locator('.list');
  for (let rest = 0; rest < 200; rest++) {
    for (const text of await window.texts()) if (pattern.test(text)) found.add(text);
    if (found.has(first)) break;
    const moved = await list.evaluate((element) => {
      const before = element.scrollTop;
      element.scrollTop -= element.clientHeight * 0.8;
      return element.scrollTop !== before;
    });
    // Earlier messages may still be loading.
    await window.page.waitForTimeout(50);
    if (moved) rest = 0;
  }
  return [...found].sort((a, b) => Number(a.match(/\d+/)[0]) - Number(b.match(/\d+/)[0]));
}

test('what is written without a network is sent once when it is back, and nothing that was missed is missing', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect({ resume: {} });
  const chat = await (await ada.connect()).openDirect(bob);
  const adas = await windowOf(ada);
  await adas.enter('Bob');
  await adas.say('before');
  await bobsPhone.sees({ text: 'before' });

  await adas.cut();
  await adas.page.getByText('You are offline.').waitFor();
  for (const text of ['first', 'second', 'third']) await adas.say(text);
  assert.equal(await adas.page.locator('.message.waiting').count(), 3);
  for (const text of numbers(30)) await bobsPhone.say(chat, text);

  await adas.mend();
  await bobsPhone.sees({ text: 'third' });
  await adas.sees('message 30');
  await adas.connected();
  await adas.page.locator('.message.waiting').waitFor({ state: 'detached' });
  assert.deepEqual(await all(adas, 'message 1', /^message/), numbers(30));
  const said = (await bob.messages(chat, { limit: 200 })).filter(({ sender }) => sender === ada.personId).map(({ text }) => text);
  assert.deepEqual(said, ['before', 'first', 'second', 'third']);
});

test('what was written and not sent outlives the tab', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  await (await ada.connect()).openDirect(bob);
  const adas = await windowOf(ada);
  await adas.enter('Bob');
  await adas.cut();
  await adas.page.getByText('You are offline.').waitFor();
  await adas.say('I will be back');
  await adas.page.close();
  await adas.mend();
  await adas.tab();
  await bobsPhone.sees({ text: 'I will be back' });
});

test('more than the server sends again is read over HTTP: no gap, no doubles', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const chat = await (await ada.connect()).openDirect(bob);
  const adas = await windowOf(ada);
  await adas.enter('Bob');
  await bobsPhone.say(chat, 'message 1');
  await adas.sees('message 1');
  await adas.cut();
  await adas.page.getByText('You are offline.').waitFor();
  const missed = numbers(1_500, 2);
  for (let i = 0; i < missed.length; i += 500) await Promise.all(missed.slice(i, i + 500).map((text) => bobsPhone.say(chat, text)));
  await bobsPhone.edit(chat, 1, 'message 1 (edited)');
  await adas.mend();
  await adas.sees('message 1501');
  await adas.connected();
  await bobsPhone.say(chat, 'message 1502');
  await adas.sees('message 1502');
  const seen = await all(adas, 'message 1 (edited)', /^message/);
  assert.deepEqual(seen, ['message 1 (edited)', ...numbers(1_501, 2)]);
});

test('a server that is killed in the middle loses nothing and doubles nothing', async () => {
  const operator = process.env.POWOW_OPERATOR;
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  await (await bob.connect()).say(chat, 'Here I am');
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob)];
  await adas.enter('Bob');
  await bobs.enter('Ada');
  for (const text of numbers(5)) await adas.say(text);
  await fetch(`${operator}/kill`, { method: 'POST' });
  for (const text of numbers(5, 6)) await adas.say(text);
  await bobs.say('Is anybody there?');
  await bobs.page.getByText('No connection to the server.').waitFor();
  await fetch(`${operator}/start`, { method: 'POST' });
  for (const window of [adas, bobs]) {
    const retry = window.page.getByRole('button', { name: 'Try now' });
    await retry.click({ timeout: 5_000 }).catch(() => {});
    await window.sees('message 10');
    await window.sees('Is anybody there?');
    await window.connected();
    await window.page.locator('.message.waiting').waitFor({ state: 'detached' });
  }
  const texts = (await ada.messages(chat, { limit: 200 })).map(({ text }) => text);
  assert.deepEqual(texts.filter((text) => text.startsWith('message')), numbers(10));
  assert.equal(texts.filter((text) => text === 'Is anybody there?').length, 1);
  for (const window of [adas, bobs]) assert.deepEqual(await all(window, 'message 1', /^message/), numbers(10));
  const device = await bob.connect();
  await everythingReached(device, await ada.connect());
});

test('the page is back with its first attempt after the server is, and never waits long for one', async () => {
  const operator = process.env.POWOW_OPERATOR;
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  const adas = await windowOf(ada);
  const { page } = adas;
  await adas.enter('Bob');
  await (await bob.connect()).say(chat, 'Here I am');
  await adas.sees('Here I am');
  await adas.connected();
  // When each attempt began and ended, by the page's clock.
  await page.evaluate(() => {
    globalThis.attempts = [];
    const Real = globalThis.WebSocket;
    globalThis.WebSocket = class extends Real {
      constructor(...address) {
        super(...address);
        const attempt = { began: Date.now() };
        globalThis.attempts.push(attempt);
        this.addEventListener('close', () => (attempt.ended = Date.now()));
      }
    };
  });
  await fetch(`${operator}/kill`, { method: 'POST' });
  await page.getByText('No connection to the server.').waitFor();
  const gone = Date.now();
  // Enough attempts for a doubling wait to reach its limit.
  await page.waitForFunction(() => globalThis.attempts.length >= 6);
  await fetch(`${operator}/start`, { method: 'POST' });
  const ready = Date.now();
  await adas.connected();

  const attempts = await page.evaluate(() => globalThis.attempts);
  const after = attempts.filter(({ began }) => began >= ready);
  const story = JSON.stringify({ gone, ready, attempts });
  assert.ok(after.length <= 1, `the server was there, and an attempt failed: ${story}`);
  // The limit is 5 s, plus up to a quarter of jitter. The rest is for a busy machine.
  const waits = attempts.map(({ began }, i) => began - (i === 0 ? gone : attempts[i - 1].ended));
  assert.ok(Math.max(...waits) < 8_000, `too long a wait between attempts: ${story}`);
  // Attempts that began while the server was starting also end soon.
  for (const { began, ended } of attempts.slice(0, -1)) assert.ok(ended - began < 8_000, `an attempt was stuck: ${story}`);
});

test('who was signed out by time signs in again and goes on', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  await (await ada.connect()).openDirect(bob);
  const adas = await windowOf(ada);
  await adas.enter('Bob');
  await adas.page.route('**/api/**', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"token_expired"}' }));
  await adas.page.getByRole('searchbox').first().fill('anything');
  await adas.page.getByText('Your session has ended.').waitFor();
  await adas.page.unroute('**/api/**');
  await adas.page.getByLabel('Handle').fill(ada.handle);
  await adas.page.getByLabel('Password', { exact: true }).fill(ada.password);
  await adas.page.locator('button[type=submit]').click();
  await adas.page.getByLabel('Write a message').waitFor();
});
