import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signUpAll } from '../powow.js';
import { accessible, desktop, newWindow, phone } from './browser.js';

/** Grants a role on the machine of the server. */
async function operator() {
  const [grace] = await signUpAll('Grace');
  const response = await fetch(`${process.env.POWOW_OPERATOR}/grant/${grace.handle}/operator`, { method: 'POST' });
  assert.equal(response.status, 204);
  return grace;
}

async function signIn(window, { handle, password }) {
  await window.open('ops');
  const { page } = window;
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Reason').fill('Look at the search');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Dependencies' }).waitFor();
}

/** The operators' page is in English only. */
for (const [look, options] of [
  ['light on a desktop', { ...desktop, colorScheme: 'light' }],
  ['dark on a phone', { ...phone, colorScheme: 'dark' }],
]) {
  test(`an operator follows a message and opens a circuit: ${look}`, async () => {
    const [ada, bob] = await signUpAll('Ada', 'Bob');
    const adas = await ada.connect();
    const chat = await adas.openDirect(bob);
    const { position } = await adas.say(chat, 'marker-4711');

    const window = await newWindow(options);
    const { page } = window;
    await window.open('ops');
    await accessible(window, 'signing in as an operator');
    await signIn(window, await operator());
    await page.locator('.ops-live').waitFor();
    await accessible(window, 'the operators\' page');

    const follow = page.getByRole('form', { name: 'Follow a message' });
    await follow.getByLabel('Conversation', { exact: true }).fill(chat);
    await follow.getByLabel('Position').fill(String(position));
    await follow.getByRole('button', { name: 'Follow', exact: true }).click();
    await page.locator('.ops-waterfall li', { hasText: 'fsynced' }).waitFor();
    await page.locator('.ops-waterfall li', { hasText: 'flushed' }).waitFor();

    const search = page.getByRole('listitem', { name: 'search', exact: true });
    await search.getByRole('button', { name: 'Open the circuit' }).click();
    await search.getByLabel('Reason').fill('A drill');
    await search.getByRole('button', { name: 'Open the circuit of search' }).click();
    await search.locator('.ops-health', { hasText: 'down' }).waitFor();
    assert.match(await search.innerText(), /opened by hand/);
    await search.getByRole('button', { name: 'Close the circuit' }).click();
    await search.getByLabel('Reason').fill('The drill is over');
    await search.getByRole('button', { name: 'Close the circuit of search' }).click();
    await search.locator('.ops-health', { hasText: 'healthy' }).waitFor();
    await page.getByRole('cell', { name: 'The drill is over' }).first().waitFor();

    await page.getByRole('button', { name: 'Show settings' }).click();
    await page.getByRole('rowheader', { name: 'powow.tokens.secret' }).waitFor();
    await page.getByRole('button', { name: 'Show stopped streams' }).click();
    await page.getByRole('button', { name: 'Compare with a rebuild' }).click();
    const compare = page.getByRole('form', { name: 'Compare the views with a rebuild' });
    await compare.getByLabel('Reason').fill('A drill');
    await compare.getByRole('button', { name: 'Compare the views with a rebuild' }).click();
    await page.getByText(/documents of \d+ streams compared .* 0 differences/).waitFor({ timeout: 90_000 });
    await page.getByRole('button', { name: 'Show slow' }).click();
    await accessible(window, 'everything shown');
    const text = await page.locator('body').innerText();
    assert.doesNotMatch(text, /marker-4711/, 'no text of a message');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= options.viewport.width, 'nothing is wider than the screen');
    if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-${options.colorScheme}.png`, fullPage: true });
  });
}

test('who has no role is told so', async () => {
  const [ada] = await signUpAll('Ada');
  const { page } = await newWindow();
  await page.goto(new URL('/ops', process.env.POWOW_URL ?? 'http://localhost:8080').href);
  await page.getByLabel('Handle').fill(ada.handle);
  await page.getByLabel('Password').fill(ada.password);
  await page.getByLabel('Reason').fill('Curious');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Dependencies' }).count(), 0);
});

/** The server's part is in SkippedEventE2E: only damage to the log stops a stream. */
test('an operator sees which event stopped a stream, and a skip that worked is no alarm', async () => {
  const window = await newWindow(phone);
  const { page } = window;
  const at = '2026-11-30T12:00:00Z';
  const event = { projection: 'views', stream: 'g1', sequence: 7, eventType: 'MessageSent', at };
  let skipped = [];
  let removal = true;
  await page.route('**/api/ops/dead-letters', (route) =>
    route.fulfill({ json: { streams: skipped.length > 0 ? [] : [{ ...event, index: 9, cause: 'StreamReadException' }], unavailable: [], skipped, unreadable: [] } }),
  );
  await page.route('**/api/ops/dead-letters/views/g1/skip', (route) => {
    if (removal) return route.fulfill({ status: 409, contentType: 'application/problem+json', json: { code: 'event_not_skippable', detail: 'Other events can be skipped.' } });
    skipped = [{ ...event, by: 'p1', reason: 'Not readable' }];
    return route.fulfill({ json: { projection: 'views', stream: 'g1', released: true } });
  });
  await signIn(window, await operator());
  await page.getByRole('button', { name: 'Show stopped streams' }).click();
  await page.getByRole('region', { name: 'Stopped streams' }).getByRole('cell', { name: 'MessageSent' }).waitFor();
  await page.getByRole('button', { name: 'Skip event' }).click();
  const form = page.getByRole('form', { name: 'Skip event 7 (MessageSent) of g1 for good' });
  await form.getByLabel('Reason').fill('Not readable');
  await form.getByRole('button', { name: 'Skip event 7' }).click();
  await form.getByRole('alert').filter({ hasText: 'Other events can be skipped' }).waitFor();
  removal = false;
  await form.getByRole('button', { name: 'Skip event 7' }).click();
  await page.getByRole('status').filter({ hasText: 'g1 continues without event 7.' }).waitFor();
  assert.equal(await page.getByRole('alert').filter({ hasText: 'g1' }).count(), 0);
  await page.getByRole('region', { name: 'Skipped events' }).getByRole('cell', { name: 'MessageSent' }).waitFor();
  await accessible(window, 'a skipped event');
});
