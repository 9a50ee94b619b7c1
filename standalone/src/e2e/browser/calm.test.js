import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signUp } from '../powow.js';
import { phone, windowOf } from './browser.js';

const MOST_SHIFT = 0.05;

test('nothing in the inbox jumps while it comes, on a slow phone', async () => {
  const [ada, bob, eve] = [await signUp('Ada', { mayAddMe: 'contacts' }), await signUp('Bob'), await signUp('Eve')];
  const [adas, bobs, eves] = [await ada.connect(), await bob.connect(), await eve.connect()];
  for (let i = 1; i <= 12; i++) {
    const group = await adas.createGroup(`Group ${i}`, [bob]);
    await bobs.say(group, `What is said in group ${i}, at some length, and with an end that nobody sees`);
  }
  await eves.say(await eves.openDirect(ada), 'May I?');
  await eves.createGroup('Choir', [ada]);

  const window = await windowOf(ada, phone);
  const { page, context } = window;
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 100_000 });
  await context.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        const moved = sources.map(({ node, previousRect, currentRect }) => `${node?.nodeName}.${node?.className} ${previousRect.y} → ${currentRect.y}`);
        globalThis.shifts.push({ value, moved });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.reload();
  await page.locator('.entry').nth(5).waitFor();
  await page.locator('.invitation').waitFor();
  await window.connected();
  // The last shift is recorded once it was painted.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const shifts = await page.evaluate(() => globalThis.shifts);
  const all = shifts.reduce((sum, { value }) => sum + value, 0);
  console.log(`layout shift ${all.toFixed(3)}`);
  assert.ok(all <= MOST_SHIFT, `layout shift ${all}: ${JSON.stringify(shifts, null, 1)}`);
});

test('a menu that a resting finger asked for stays when the finger is lifted', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobs = await bob.connect();
  const chat = await (await ada.connect()).openDirect(bob);
  await bobs.say(chat, 'Touch me');
  const window = await windowOf(ada, phone);
  const { page } = window;
  await window.enter('Bob');
  const cdp = await window.context.newCDPSession(page);
  const middle = async () => {
    const { x, y, width, height } = await window.message('Touch me').locator('.bubble').boundingBox();
    return { x: x + width / 2, y: y + height / 2 };
  };
  const at = await middle();
  const menu = page.getByRole('menu');
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  await menu.waitFor();
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: at.x + 2, y: at.y }] });
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  // The page has handled the lifted finger once another frame is drawn.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.equal(await menu.count(), 1);
  await menu.getByRole('menuitem', { name: 'Reply' }).tap();
  await page.getByText('Replying to Bob').waitFor();

  // A tap outside the menu closes it.
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [await middle()] });
  await menu.waitFor();
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.touchscreen.tap(195, 20);
  await menu.waitFor({ state: 'detached' });
});
