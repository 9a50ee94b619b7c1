import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key, signUp } from '../powow.js';
import { windowOf } from './browser.js';

const MESSAGES = 100_000;

async function fill(device, chat) {
  const batch = 2_000;
  for (let from = 1; from <= MESSAGES; from += batch) {
    for (let i = from; i < from + batch - 1; i++) {
      device.tell(`/app/conversations/${chat}/send`, { key: key(), text: `message ${i}${i % 7 ? '' : `\nof ${'more words '.repeat(i % 23)}`}` });
    }
    // The server handles the commands of one connection in order, so the last receipt covers all.
    await device.say(chat, `message ${from + batch - 1}`);
  }
}

/**
 * Scrolls up frame by frame, like a wheel, until the message `until` is visible. At each frame, it checks that the content moved by exactly
 * the scrolled distance and that the rendered messages are consecutive, and counts the rows.
 */
function scrollUp(page, until) {
  return page.evaluate(async (until) => {
    const list = document.querySelector('.list');
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const rows = () =>
      [...document.querySelectorAll('.message-text')].map((text) => ({
        number: Number(/message (\d+)/.exec(text.textContent)[1]),
        top: text.getBoundingClientRect().top,
      }));
    const result = { most: 0, jumps: 0, holes: 0, lowest: Infinity, blank: 0 };
    for (let stuck = 0; stuck < 400 && result.lowest > until; ) {
      const before = new Map(rows().map(({ number, top }) => [number, top]));
      const from = list.scrollTop;
      list.scrollTop -= 700;
      const by = from - list.scrollTop;
      await frame();
      const now = rows();
      result.most = Math.max(result.most, now.length);
      for (let i = 1; i < now.length; i++) if (now[i].number !== now[i - 1].number + 1) result.holes++;
      const seen = now.filter(({ top }) => top > 120 && top < innerHeight - 120);
      if (seen.length === 0) result.blank++;
      const stays = seen.find(({ number }) => before.has(number));
      if (by > 0 && stays && Math.abs(stays.top - before.get(stays.number) - by) > 3) result.jumps++;
      const lowest = now[0]?.number ?? Infinity;
      stuck = lowest < result.lowest || by > 0 ? 0 : stuck + 1;
      result.lowest = Math.min(result.lowest, lowest);
    }
    return result;
  }, until);
}

test('a hundred thousand messages are scrolled through without a jump, a hole, or more than a few rows drawn', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const device = await bob.connect({ watch: false });
  await device.subscribe('/user/queue/errors', ({ body }) => assert.fail(body.code));
  const chat = await (await ada.connect({ watch: false })).openDirect(bob);
  await fill(device, chat);
  const adas = await windowOf(ada);
  await adas.enter('Bob');

  // The conversation opens where the user left off, at the beginning.
  await adas.page.getByRole('button', { name: 'To the latest messages' }).click();
  await adas.sees(`message ${MESSAGES}`);
  const end = await scrollUp(adas.page, MESSAGES - 5_000);
  assert.deepEqual({ ...end, most: 0, lowest: 0 }, { most: 0, jumps: 0, holes: 0, lowest: 0, blank: 0 });
  assert.ok(end.most < 150, `${end.most} rows were drawn`);
  assert.ok(end.lowest <= MESSAGES - 5_000, `only ${end.lowest} was reached`);

  // Starting in the middle, then at the beginning.
  const middle = MESSAGES / 2;
  await adas.open(`#/c/${chat}/${middle}`);
  await adas.page.locator('.row.found', { hasText: `message ${middle}` }).waitFor();
  const between = await scrollUp(adas.page, middle - 2_000);
  assert.deepEqual([between.jumps, between.holes, between.blank], [0, 0, 0]);
  await adas.open(`#/c/${chat}/300`);
  await adas.page.locator('.row.found', { hasText: 'message 300' }).waitFor();
  const beginning = await scrollUp(adas.page, 1);
  assert.deepEqual([beginning.jumps, beginning.holes, beginning.lowest], [0, 0, 1]);
  await adas.page.getByText('This is the beginning.').waitFor();

  // New messages arrive below without moving the visible ones.
  const top = () => adas.message('message 3').evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await device.say(chat, 'something new');
  await adas.page.locator('.entry', { hasText: 'something new' }).waitFor();
  assert.ok(Math.abs((await top()) - before) < 2);
  await adas.page.getByRole('button', { name: 'To the latest messages' }).click();
  await adas.sees('something new');
});
