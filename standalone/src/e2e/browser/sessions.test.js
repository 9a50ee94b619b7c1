import assert from 'node:assert/strict';
import { test } from 'node:test';
import { http, signUp } from '../powow.js';
import { newWindow } from './browser.js';

/** Opens a window with the stored state of a signed-in person, with changes. */
async function signedIn(person, change = {}) {
  const { body } = await http('POST', '/api/sessions', { body: { handle: person.handle, password: person.password } });
  const window = await newWindow();
  await window.open();
  await window.page.evaluate((kept) => localStorage.setItem('powow.session', kept), JSON.stringify({ ...body, handle: person.handle, ...change }));
  window.person = person;
  await window.open();
  return window;
}

const kept = (window) => window.page.evaluate(() => JSON.parse(localStorage.getItem('powow.session')));

test('who comes back after the token expired is still signed in, in every tab', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  await (await ada.connect()).openDirect(bob);
  const adas = await signedIn(ada, { token: 'no.longer.good', expiresAt: new Date(Date.now() - 1_000).toISOString() });
  const before = await kept(adas);
  await adas.enter('Bob');
  await adas.say('still here');
  await adas.sees('still here');
  const second = await adas.tab();
  await second.enter('Bob');
  await second.sees('still here');
  const after = await kept(adas);
  // The page has renewed the token, whether before or after the check above.
  assert.notEqual(after.token, 'no.longer.good');
  assert.equal(after.sessionId, before.sessionId);
});

test('a session that is ended elsewhere says so, and what was being written is kept', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  await (await ada.connect()).openDirect(bob);
  const adas = await signedIn(ada);
  await adas.enter('Bob');
  await adas.page.getByLabel('Write a message').fill('not yet sent');
  await http('DELETE', '/api/me/sessions', { token: ada.token });
  await adas.page.getByText('You were signed out from another device').waitFor();
  await adas.page.getByLabel('Password', { exact: true }).fill(ada.password);
  await adas.page.getByLabel('Handle').fill(ada.handle);
  await adas.page.locator('button[type=submit]').click();
  await adas.page.getByLabel('Write a message').waitFor();
  assert.equal(await adas.page.getByLabel('Write a message').inputValue(), 'not yet sent');
});

test('signing out ends the session on the server, too', async () => {
  const ada = await signUp('Ada');
  const adas = await signedIn(ada);
  const { sessionId } = await kept(adas);
  await adas.page.getByRole('button', { name: 'Settings' }).click();
  const told = adas.page.waitForResponse((response) => response.url().endsWith('/api/me/session'));
  await adas.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  assert.equal((await told).status(), 204);
  const { body } = await http('GET', '/api/me/sessions', { token: ada.token });
  assert.ok(body.sessions.every((session) => session.sessionId !== sessionId));
});

test('somebody sees where they are signed in, and signs out there', async () => {
  const ada = await signUp('Ada');
  for (const device of ['Old phone', 'Library computer']) await http('POST', '/api/sessions', { body: { handle: ada.handle, password: ada.password, device } });
  const adas = await signedIn(ada);
  const { page } = adas;
  await page.getByRole('button', { name: 'Settings' }).click();
  const devices = page.getByRole('region', { name: 'Devices where you are signed in' });
  await devices.getByText('This device').waitFor();
  assert.equal(await devices.getByRole('listitem').count(), 4);
  const ended = async (text) => (await http('GET', '/api/me/sessions', { token: ada.token })).body.sessions.every(({ device }) => device !== text);
  assert.equal(await ended('Old phone'), false);
  await devices.getByRole('button', { name: 'Sign out of Old phone' }).click();
  await devices.getByText('Old phone').waitFor({ state: 'detached' });
  assert.equal(await ended('Old phone'), true);
  await devices.getByRole('button', { name: 'Sign out of all other devices' }).click();
  await devices.getByText('Library computer').waitFor({ state: 'detached' });
  assert.equal(await devices.getByRole('listitem').count(), 1);
});
