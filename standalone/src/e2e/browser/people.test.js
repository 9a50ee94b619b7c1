import assert from 'node:assert/strict';
import { test } from 'node:test';
import { http, signUp } from '../powow.js';
import { accessible, phone, windowOf } from './browser.js';

test('who has no conversations yet is led to what is near', async () => {
  const { page } = await windowOf(await signUp('Ada'), phone);
  await page.getByRole('link', { name: 'See what is near you' }).click();
  await page.locator('.look-here').waitFor();
});

test('people whom one knows are offered, and found by their names', async () => {
  const [ada, bob, eve] = [await signUp('Ada'), await signUp('Bob'), await signUp('Eve Brook')];
  const adas = await ada.connect();
  await adas.say(await adas.openDirect(bob), 'Hello');
  await adas.createGroup('Choir', [eve]);
  const { page } = await windowOf(ada);
  await page.getByRole('button', { name: 'New conversation' }).click();
  const known = page.getByRole('region', { name: 'People you know' });
  await known.getByText('Eve Brook').waitFor();
  assert.equal(await known.getByRole('button').count(), 2);
  await page.getByLabel('Find a person by their handle').fill('brook');
  assert.equal(await known.getByRole('button').count(), 1);
  await page.getByRole('tab', { name: 'Group', exact: true }).click();
  await known.getByText('Eve Brook').click();
  await page.getByRole('list', { name: 'Members' }).getByText('Eve Brook').waitFor();
  assert.equal(await known.getByText('Eve Brook').count(), 0, 'she is chosen already');
});

test('somebody unknown nearby is found by their name, if they let everybody find them', async () => {
  const place = { lat: Math.random() * 120 - 60, lon: Math.random() * 340 - 170 };
  const [ada, zoe, shy] = [await signUp('Ada'), await signUp('Zoë Quill'), await signUp('Quincy Quill')];
  for (const [person, discoverable] of [[zoe, 'everyone'], [shy, 'nobody']]) {
    await person.write('PATCH', '/api/me', { discoverable });
    await person.write('PUT', '/api/me/place', place);
  }
  const asked = () => ada.get(`/api/nearby/people?lat=${place.lat}&lon=${place.lon}&q=quill`).then(({ people }) => people, () => []);
  for (const end = Date.now() + 60_000; (await asked()).length === 0; ) {
    assert.ok(Date.now() < end, 'she is not found');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { page } = await windowOf(ada, { ...phone, geolocation: { latitude: place.lat, longitude: place.lon }, permissions: ['geolocation'] });
  await page.getByRole('link', { name: 'Nearby' }).click();
  await page.getByRole('button', { name: 'Use my location' }).click();
  await page.getByRole('tab', { name: 'People' }).waitFor();
  await page.getByRole('link', { name: 'Chats' }).click();
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  await page.getByLabel('Find a person by their handle').fill('quill');
  const named = page.getByRole('region', { name: 'People nearby' });
  await named.getByText('Zoë Quill').waitFor();
  assert.equal(await named.getByRole('button').count(), 1);
  await named.getByText('Zoë Quill').click();
  await page.locator('.conversation-head', { hasText: 'Zoë Quill' }).waitFor();
});

test('a tap on a face tells who somebody is, and what one shares with them', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  await http('PATCH', '/api/me', { token: bob.token, body: { about: 'Grows beans', interests: ['gardening'] } });
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const group = await adas.createGroup('Allotment', [bob]);
  await bobs.say(group, 'Look at my beans');
  const window = await windowOf(ada, phone);
  const { page } = window;
  await window.enter('Allotment');
  await page.getByRole('button', { name: 'Profile of Bob' }).click();
  const card = page.getByRole('dialog', { name: 'Bob' });
  for (const text of ['Grows beans', 'gardening', 'Allotment', `@${bob.handle}`]) await card.getByText(text, { exact: true }).waitFor();
  await accessible(window, 'the card of a person');
  await card.getByRole('button', { name: 'Write a message' }).click();
  await page.locator('.conversation-head', { hasText: 'Bob' }).waitFor();
  assert.equal(await card.count(), 0);
});

test('arrow up edits what one has said last, and Ctrl+K goes to the search', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  await (await ada.connect()).openDirect(bob);
  const window = await windowOf(ada);
  const { page } = window;
  await window.enter('Bob');
  await window.say('first');
  await window.say('secnod');
  await window.sees('secnod');
  await page.locator('.message.waiting').waitFor({ state: 'detached' });
  const input = page.getByLabel('Write a message');
  await input.press('ArrowUp');
  await page.getByText('Editing a message').waitFor();
  await page.waitForFunction((box) => box.value === 'secnod', await input.elementHandle());
  await input.fill('second');
  await input.press('Enter');
  await window.sees('second');
  await page.keyboard.press('Control+k');
  await page.waitForFunction(() => document.activeElement?.matches('.inbox input[type=search]'));
});
