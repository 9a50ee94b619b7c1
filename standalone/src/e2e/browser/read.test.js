import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { signUp } from '../powow.js';
import { jpegFile, share } from '../pictures.js';
import { desktop, phone, windowOf } from './browser.js';

const SCREENS = [
  ['a desktop', desktop],
  ['a desktop at 1.5×', { ...desktop, deviceScaleFactor: 1.5 }],
  ['a phone at 2×', { ...phone, deviceScaleFactor: 2 }],
  ['a phone at 2.75×', { ...phone, viewport: { width: 393, height: 851 }, deviceScaleFactor: 2.75 }],
  ['a phone at 3×', { ...phone, deviceScaleFactor: 3 }],
  ['a short window', { viewport: { width: 900, height: 420 } }],
  ['a page zoomed to 150 %', { viewport: { width: 853, height: 533 }, deviceScaleFactor: 1.5 }],
];

const readUpTo = async (person, chat) => (await person.get(`/api/conversations/${chat}`)).readUpTo;

/** Waits until the read marker reaches a position, and returns the last known marker in any case. */
async function readsUpTo(person, chat, position) {
  const end = Date.now() + 8_000;
  for (;;) {
    const known = await readUpTo(person, chat);
    if (known >= position || Date.now() > end) return known;
    await pause(100);
  }
}

/** The positions of the fully visible messages, and of the at least partly visible ones. */
const shown = (page) =>
  page.evaluate(() => {
    const { top, bottom } = document.querySelector('.list').getBoundingClientRect();
    const rows = [...document.querySelectorAll('li[data-position]')].map((row) => ({ position: Number(row.dataset.position), ...row.getBoundingClientRect().toJSON() }));
    return {
      wholly: rows.filter((row) => row.top >= top - 1 && row.bottom <= bottom + 1).map(({ position }) => position),
      partly: rows.filter((row) => row.bottom > top && row.top < bottom).map(({ position }) => position),
    };
  });

async function two() {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const device = await bob.connect();
  const chat = await (await ada.connect()).openDirect(bob);
  return { ada, device, chat };
}

for (const [screen, options] of SCREENS) {
  test(`what arrives in an open conversation is read: ${screen}`, async () => {
    const { ada, device, chat } = await two();
    await device.say(chat, 'the first');
    const window = await windowOf(ada, options);
    await window.enter('Bob');
    for (let i = 0; i < 6; i++) {
      const { position } = await device.say(chat, i % 3 ? `message ${i}` : `message ${i} ${'with more words '.repeat(i + 1)}`);
      const known = await readsUpTo(ada, chat, position);
      assert.equal(known, position, `message ${i} at ${position}: ${known} is read, and shown are ${JSON.stringify(await shown(window.page))}`);
    }
  });

  test(`only what was shown is read when a conversation is opened: ${screen}`, async () => {
    const { ada, device, chat } = await two();
    const positions = [];
    for (let i = 0; i < 20; i++) positions.push((await device.say(chat, `message ${i} ${'line after line of it, '.repeat(30)}`)).position);
    const window = await windowOf(ada, options);
    await window.enter('Bob');
    const { wholly, partly } = await shown(window.page);
    assert.ok(partly.length < 20, 'not all of them fit');
    const known = await readsUpTo(ada, chat, wholly.at(-1) ?? partly[0]);
    assert.ok(known >= (wholly.at(-1) ?? 0), `${known} is read, and ${wholly} are shown`);
    assert.ok(known <= partly.at(-1), `${known} is read, and only ${partly} are shown`);
  });
}

test('pictures that come late push messages out of sight, and what was pushed out is not read', async () => {
  const { ada, device, chat } = await two();
  for (let i = 0; i < 4; i++) {
    const { imageId } = await share(device.person, jpegFile(300 + i, 600));
    await device.say(chat, `picture ${i}`, { images: [imageId] });
  }
  const { position: last } = await device.say(chat, 'behind the pictures');
  const window = await windowOf(ada, { ...phone, deviceScaleFactor: 2 });
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await window.page.route('**/api/images/**', async (route) => {
    await held;
    await route.continue();
  });
  await window.enter('Bob');
  release();
  await window.page.waitForFunction(() => [...document.querySelectorAll('.message img')].some((image) => image.complete && image.naturalWidth > 0));
  const { wholly, partly } = await shown(window.page);
  const known = await readsUpTo(ada, chat, wholly.at(-1) ?? partly[0]);
  assert.ok(known <= partly.at(-1), `${known} is read, and only ${partly} of up to ${last} are shown`);
});
