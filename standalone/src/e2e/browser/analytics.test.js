// The page for analysts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { signUp } from '../powow.js';
import { accessible, desktop, newWindow, phone } from './browser.js';

async function analyst() {
  const person = await signUp('Grace');
  const granted = await fetch(`${process.env.POWOW_OPERATOR}/grant/${person.handle}/analyst`, { method: 'POST' });
  assert.equal(granted.status, 204);
  return person;
}

/** A group in which two people write quickly, one after the other. */
async function talk() {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const group = await adas.createGroup('Allotment', [bob], { open: true });
  for (const text of ['marker-0815 one', 'marker-0815 two', 'marker-0815 three']) await adas.say(group, text);
  await bobs.say(group, 'marker-0815 four');
}

async function openCase(window, grace) {
  const { page } = window;
  await window.open('analytics');
  await page.locator('input[name=handle]').fill(grace.handle);
  await page.locator('input[name=password]').fill(grace.password);
  await page.locator('input[name=reason]').fill('A test');
  await page.locator('form button[type=submit]').click();
  await page.locator('input[name=purpose]').fill('How groups write');
  await page.locator('input[name=basis]').fill('Consent');
  await page.locator('form', { has: page.locator('input[name=purpose]') }).locator('button[type=submit]').click();
  await page.locator('textarea').waitFor();
}

/** The index of the fourth message from the end, and its conversation's pseudonym: where the talk of this test begins. */
async function lastTalk({ page }) {
  await page.getByLabel('One SELECT over the tables').fill('SELECT min(idx) AS first, max(idx) AS last, max(conversation) AS conversation FROM (SELECT * FROM messages ORDER BY idx DESC LIMIT 4)');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const cells = page.locator('.analytics-table tbody td');
  await cells.nth(2).waitFor(SLOW);
  const [first, last, conversation] = await cells.allInnerTexts();
  return { first: first.replace(/\D/g, ''), last: last.replace(/\D/g, ''), conversation };
}

/** What starts a process takes its time on a machine that does much else. */
const SLOW = { timeout: 90_000 };

const indexOf = async ({ page }) => (await page.locator('.analytics-moment').first().innerText()).match(/Index \u2068?([\d,]+)/)?.[1].replace(/\D/g, '');

for (const [look, options, shot] of [
  ['on a desktop', { ...desktop, colorScheme: 'light' }, 'desktop'],
  ['dark on a phone', { ...phone, colorScheme: 'dark' }, 'phone'],
]) {
  test(`an analyst asks, replays and tries other limits: ${look}`, async () => {
    await talk();
    const window = await newWindow(options);
    const { page } = window;
    await openCase(window, await analyst());
    await accessible(window, 'questions');
    const { first, last, conversation } = await lastTalk(window);

    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await accessible(window, 'beginning a replay');
    await page.getByLabel('From (index)').fill(first);
    await page.getByLabel('To (index)').fill(last);
    await page.getByLabel('Events', { exact: true }).selectOption({ label: 'Messages' });
    await page.getByLabel('Speed').selectOption({ label: 'As fast as possible' });
    await page.getByRole('button', { name: 'Begin', exact: true }).click();

    // One event, and then nothing more until it plays.
    await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor(SLOW);
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.locator('.analytics-events tbody tr').first().waitFor();
    assert.equal(await page.locator('.analytics-events tbody tr').count(), 1);
    assert.equal(await indexOf(window), first);

    // The conversation has one message now, under the same pseudonym as in SQL.
    const id = page.locator('.analytics-events').getByRole('button', { name: /Conversation/ }).first();
    assert.equal(await id.getAttribute('title'), conversation);
    await id.click();
    await page.getByText(/A group of \u2068?2\u2069? people with \u2068?1\u2069? messages/).waitFor();
    await page.locator('.analytics-events').getByRole('button', { name: /Person/ }).first().click();
    await page.locator('.audit-message').first().waitFor();
    assert.equal(await page.locator('.audit-message').count(), 1);
    await page.getByRole('region', { name: 'Inbox of' }).getByRole('button', { name: new RegExp(conversation.slice(0, 8)) }).waitFor();

    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'The replay is over' }).waitFor();
    await page.getByText(/A group of \u2068?2\u2069? people with \u2068?4\u2069? messages/).waitFor();
    await page.locator('.audit-message').nth(3).waitFor();

    // Back, with the keyboard.
    const slider = page.getByRole('slider', { name: 'Moment' });
    await slider.focus();
    await page.keyboard.press('Home');
    await page.getByText('Nothing has been played yet.').waitFor();
    await page.getByText(/A group of \u2068?2\u2069? people with \u2068?0\u2069? messages/).waitFor();

    await page.getByLabel('Slow mode (seconds)').fill('10');
    await page.getByRole('button', { name: 'Judge' }).click();
    const rules = page.getByRole('region', { name: 'By rule' });
    await rules.getByRole('row', { name: /Slow mode 2/ }).waitFor();
    await rules.getByRole('button', { name: /Go to index/ }).first().click();
    await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor();
    await page.getByText(/A group of \u2068?2\u2069? people with \u2068?2\u2069? messages/).waitFor();
    await accessible(window, 'a replay');
    const text = await page.locator('body').innerText();
    assert.doesNotMatch(text, /marker-0815|Allotment/, 'no text and no name');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= options.viewport.width, 'nothing is wider than the screen');
    if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-${shot}.png`, fullPage: true });

    await page.getByRole('button', { name: 'End the replay' }).click();
    await page.getByRole('button', { name: 'Begin', exact: true }).waitFor();
  });
}

test('an analyst saves a question and downloads its answer', async () => {
  const window = await newWindow(desktop);
  const { page } = window;
  await openCase(window, await analyst());
  await page.getByLabel('One SELECT over the tables').fill('SELECT unnest(range(5)) AS n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Download CSV' }).waitFor(SLOW);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  assert.equal(readFileSync(await (await download).path(), 'utf8'), 'n\r\n0\r\n1\r\n2\r\n3\r\n4\r\n');
  await page.getByLabel('Name of this question').fill('Five');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByLabel('One SELECT over the tables').fill('');
  await page.getByRole('button', { name: 'Five', exact: true }).click();
  assert.equal(await page.getByLabel('One SELECT over the tables').inputValue(), 'SELECT unnest(range(5)) AS n');
  await accessible(window, 'an answer');
});

test('the page for analysts reads from right to left in Arabic', async () => {
  const window = await newWindow({ ...phone, locale: 'ar' });
  const { page } = window;
  await openCase(window, await analyst());
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await page.getByRole('button', { name: 'إعادة العرض', exact: true }).click();
  await page.getByRole('button', { name: 'بدء', exact: true }).click();
  await page.getByRole('slider').waitFor(SLOW);
  await page.getByRole('status').filter({ hasText: 'متوقف مؤقتًا' }).waitFor();
  await accessible(window, 'a replay in Arabic');
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= phone.viewport.width, 'nothing is wider than the screen');
});
