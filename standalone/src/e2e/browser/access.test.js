import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key, signUp } from '../powow.js';
import { accessible, desktop, phone, newWindow, windowOf } from './browser.js';

async function talk() {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob Stone')];
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const chat = await adas.openDirect(bob);
  const group = await adas.createGroup('Allotment', [bob], { open: true });
  const { position } = await bobs.say(group, 'Look at https://example.org/beans');
  await adas.say(group, `@${bob.handle} lovely`, { replyTo: position, mentions: [bob.personId] });
  await bobs.react(group, position, '🎉');
  await adas.pin(group, position);
  const { position: wrong } = await bobs.say(group, 'oops');
  await bobs.delete(group, wrong);
  await bobs.say(group, '🎉');
  await bobs.say(chat, 'Psst');
  await adas.mute(chat, '2099-01-01T00:00:00Z');
  return { ada, bob };
}

/** Sets a person's place, publishes something there, and waits until search finds it. */
async function settle(bob) {
  const place = { lat: Math.random() * 120 - 60, lon: Math.random() * 340 - 170 };
  await bob.write('PATCH', '/api/me', { discoverable: 'everyone', interests: ['beans'] });
  await bob.write('PUT', '/api/me/place', place);
  const [start, end] = [1, 2].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  await bob.post('/api/gatherings', { title: 'Sowing', text: 'Bring beans', category: 'garden', place: { ...place, label: 'The shed' }, start, end, zone: 'Asia/Tokyo', capacity: 5 }, key());
  const hours = { zone: 'Asia/Tokyo', weekly: [{ dayOfWeek: ['monday'], opens: '08:00', closes: '12:00' }] };
  await bob.post('/api/services', { name: 'Seeds', text: '', place, hours, contact: { telephone: '+44 20 7946 0000' } }, key());
  for (const [kind, end] of ['people', 'gatherings', 'services'].map((kind) => [kind, Date.now() + 60_000])) {
    const ada = await signUp('Somebody');
    while (!(await ada.get(`/api/nearby/${kind}?lat=${place.lat}&lon=${place.lon}`).catch(() => ({})))[kind]?.length) {
      assert.ok(Date.now() < end, `${kind} are not found`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  return place;
}

const LOOKS = [
  ['light on a desktop', { ...desktop, colorScheme: 'light' }],
  ['dark on a phone', { ...phone, colorScheme: 'dark' }],
  ['from right to left', { ...desktop, colorScheme: 'light', locale: 'ar' }],
];

for (const [look, options] of LOOKS) {
  test(`every state is accessible: ${look}`, async () => {
    const { ada, bob } = await talk();
    const place = await settle(bob);
    // Checked by structure, so that it works in any language.
    const stranger = await newWindow(options);
    await stranger.open();
    await stranger.page.locator('.signin').waitFor();
    await accessible(stranger, 'signing in');
    await stranger.page.locator('.signin-other .link').click();
    await accessible(stranger, 'signing up');

    const window = await windowOf(ada, { ...options, geolocation: { latitude: place.lat, longitude: place.lon }, permissions: ['geolocation'] });
    const { page } = window;
    await page.locator('.entry', { hasText: 'Allotment' }).waitFor();
    await accessible(window, 'the inbox');
    await page.locator('.entry', { hasText: 'Allotment' }).click();
    await page.locator('.message').first().waitFor();
    await page.locator('.pinned').waitFor();
    await accessible(window, 'a group');
    await page.locator('.composer textarea').fill('@bo');
    await page.getByRole('option').waitFor();
    await accessible(window, 'a mention');
    await page.locator('.composer textarea').fill('');
    const message = page.locator('.message', { hasText: 'lovely' }).locator('.message-frame');
    await message.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await accessible(window, 'the menu of a message');
    await page.getByRole('menuitem').filter({ hasText: /Details|تفاصيل/ }).click();
    await page.getByRole('dialog').waitFor();
    await accessible(window, 'about a message');
    await page.keyboard.press('Escape');
    await page.locator('.conversation-head .icon-button').last().click();
    await page.locator('.panel .person').first().waitFor();
    await accessible(window, 'about a group');
    await page.locator('.panel-head .icon-button').click();
    await page.locator('.conversation-head button').click();
    await page.locator('.search-here input').fill('beans');
    await page.locator('.search-here-results').locator('.entry, .empty').first().waitFor();
    await accessible(window, 'searching');
    await page.keyboard.press('Escape');
    await window.open('#/nearby');
    await page.locator('.look-here').waitFor();
    await accessible(window, 'about to look around');
    await page.locator('.nearby .primary').click();
    await page.locator('.pin.gathering').waitFor();
    await accessible(window, 'gatherings');
    await page.locator('.entry.place').first().click();
    await page.locator('.answers').waitFor();
    await accessible(window, 'a gathering');
    await page.locator('.inbox-head .icon-button').click();
    await page.getByRole('tab').nth(2).click();
    await page.locator('.entry.place').first().click();
    await page.locator('.found-details .facts').waitFor();
    await accessible(window, 'a service');
    await page.locator('.inbox-head .icon-button').click();
    await page.locator('.nearby-top .strong').click();
    for (let i = 0; i < 2; i++) await page.locator('.hours-add .button').last().click();
    await accessible(window, 'a new service');
    await page.keyboard.press('Escape');
    await page.getByRole('tab').nth(3).click();
    await page.locator('.nearby .person').first().waitFor();
    await accessible(window, 'people');
    await page.locator('.nearby-top .strong').click();
    await accessible(window, 'a new gathering');
    await page.keyboard.press('Escape');
    await window.open('');
    await page.locator('.inbox-head .strong').click();
    await accessible(window, 'a new private chat');
    await page.getByRole('tab').nth(1).click();
    await accessible(window, 'a new group');
    await page.getByRole('tab').nth(2).click();
    await accessible(window, 'joining');
    await page.keyboard.press('Escape');
    await page.locator('.inbox-me').click();
    await accessible(window, 'settings');
    await page.keyboard.press('Escape');
    await window.cut();
    await page.locator('.status-line.offline').waitFor();
    await accessible(window, 'offline');
  });
}

test('everything can be done with the keyboard alone', async () => {
  const { ada, bob } = await talk();
  const window = await windowOf(ada);
  const { page } = window;
  const focused = (name) => page.waitForFunction((pattern) => new RegExp(pattern).test(document.activeElement.ariaLabel ?? document.activeElement.textContent), name);
  await page.locator('.entry', { hasText: 'Allotment' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.message').last().waitFor();
  await page.getByLabel('Write a message').focus();
  await page.keyboard.type('by hand');
  await page.keyboard.press('Enter');
  await window.sees('by hand');
  await window.message('by hand').getByText('Sent').waitFor({ state: 'attached' });

  await page.getByRole('region', { name: 'Messages' }).focus();
  await page.keyboard.press('ArrowUp');
  await focused('by hand');
  await page.keyboard.press('ArrowUp');
  await focused('🎉');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await focused('React with 👍');
  await page.keyboard.press('ArrowDown');
  await focused('Reply');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await focused('React with ❤️');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '❤️ 1: You' }).waitFor();
  await focused('by hand');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await focused('by hand');

  await page.getByRole('button', { name: 'New conversation' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Private chat' }).focus();
  await page.keyboard.press('ArrowRight');
  await focused('^Group$');
  await page.keyboard.press('Escape');
  await focused('New conversation');
  assert.ok(bob);
});

test('Tab passes the list in one step, and what opens takes the focus and gives it back', async () => {
  const { ada } = await talk();
  const window = await windowOf(ada);
  const { page } = window;
  const focused = (look) => page.waitForFunction((selector) => document.activeElement?.matches(selector), look);
  await window.entry('Allotment').waitFor();
  await page.locator('.inbox input[type=search]').focus();
  // However many conversations there are, one of them is a stop; arrows go to the others.
  await page.keyboard.press('Tab');
  await focused('.entry');
  const first = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction((before) => document.activeElement.matches('.entry') && document.activeElement.textContent !== before, first);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.matches('.entry')), false, 'Tab leaves the list');
  assert.equal(await page.locator('.inbox .entry[tabindex="0"]').count(), 1);

  await window.enter('Allotment');
  await page.locator('.message').first().waitFor();
  assert.ok(await page.evaluate(() => document.querySelector('a[href], button, input, textarea, [tabindex]').matches('.skip-link')), 'it is the first stop of the page');
  await page.locator('.skip-link').focus();
  await page.keyboard.press('Enter');
  await focused('.composer textarea');

  // A panel and a dialog take the focus themselves, not one of their buttons.
  await page.getByRole('link', { name: 'About this conversation' }).last().focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.closest('.panel') && !/Close/.test(document.activeElement.ariaLabel ?? ''));
  await page.keyboard.press('Escape');
  await page.locator('.panel').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.ariaLabel === 'About this conversation');
  await page.locator('.inbox-me').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.closest('dialog') && !/Close/.test(document.activeElement.ariaLabel ?? ''));
  await page.keyboard.press('Escape');
  await focused('.inbox-me');
});

test('Back goes where one came from, and a conversation is read on where one was', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const group = await bobs.createGroup('Allotment', [ada]);
  for (let i = 0; i < 60; i++) await bobs.say(group, `bean ${i}`);
  await adas.read(group, (await bobs.say(group, 'the last bean')).position);
  await bobs.say(await bobs.createGroup('Choir', [ada]), 'La');
  const window = await windowOf(ada);
  const { page } = window;
  await window.enter('Allotment');
  await window.sees('the last bean');
  const list = page.locator('.list');
  await list.hover();
  await page.mouse.wheel(0, -1_500);
  const top = () => list.evaluate((box) => [...box.querySelectorAll('li[data-position]')].find((row) => row.getBoundingClientRect().top >= box.getBoundingClientRect().top).dataset.position);
  await page.waitForFunction(() => ![...document.querySelectorAll('.message')].some((message) => message.innerText.includes('the last bean') && message.getBoundingClientRect().top < innerHeight));
  // Until the wheel has stopped.
  let place = await top();
  for (let before; before !== place; ) {
    before = place;
    await page.waitForTimeout(150);
    place = await top();
  }
  await window.enter('Choir');
  await window.sees('La');
  await page.goBack();
  await page.locator('.conversation-head', { hasText: 'Allotment' }).waitFor();
  await page.waitForFunction((position) => document.querySelector(`li[data-position="${position}"]`), place);
  assert.ok(Math.abs(Number(await top()) - Number(place)) <= 1, `${await top()} is at the top, and ${place} was`);
  await page.goBack();
  await page.getByText('Choose a conversation').or(page.locator('.stage .empty')).first().waitFor();
  assert.match(new URL(page.url()).hash, /^(#\/?)?$/);
});

test('what waits to be sent and pins that are drawn together are accessible', async () => {
  const { ada, bob } = await talk();
  const place = await settle(bob);
  const [start, end] = [1, 2].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  const near = { lat: place.lat + 0.0004, lon: place.lon };
  const { gatheringId } = await bob.post('/api/gatherings', { title: 'Harvest', place: near, start, end, zone: 'UTC' }, key());
  while ((await ada.get(`/api/nearby/gatherings?lat=${place.lat}&lon=${place.lon}`)).gatherings.length < 2) await new Promise((resolve) => setTimeout(resolve, 200));
  for (const colorScheme of ['light', 'dark']) {
    const window = await windowOf(ada, { ...desktop, colorScheme, geolocation: { latitude: place.lat, longitude: place.lon }, permissions: ['geolocation'] });
    const { page } = window;
    await page.getByRole('link', { name: 'Nearby' }).click();
    await page.getByRole('button', { name: 'Use my location' }).click();
    await page.getByRole('button', { name: /^2: / }).waitFor();
    await accessible(window, `pins together, ${colorScheme}`);
    await page.getByRole('link', { name: 'Chats' }).click();
    await window.enter('Allotment');
    await page.locator('.message').first().waitFor();
    await window.cut();
    await page.getByText('You are offline.').waitFor();
    await window.say('Is anybody there?');
    await page.locator('.message.waiting').waitFor();
    await accessible(window, `a waiting message, ${colorScheme}`);
  }
  assert.ok(gatheringId);
});

test('nothing is lost to the side at 200 % and 400 % of a small window, and on the smallest phone', async () => {
  const { ada, bob } = await talk();
  const place = await settle(bob);
  for (const [what, width, height] of [['the smallest phone', 320, 568], ['1280 pixels at 400 %', 320, 256], ['a phone at 200 %', 195, 422]]) {
    const window = await windowOf(ada, { viewport: { width, height }, geolocation: { latitude: place.lat, longitude: place.lon }, permissions: ['geolocation'] });
    const { page } = window;
    /** What can be clicked or typed into and begins or ends outside the window; lists that scroll by themselves aside. */
    const fits = async (where) => {
      const lost = await page.evaluate(() =>
        [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('button, a[href], input, select, textarea, [role=tab]')]
          .filter((each) => each.checkVisibility({ opacityProperty: true }) && !each.closest('.map, .filters, .only-spoken') && !each.matches('.skip-link, [hidden]'))
          .map((each) => ({ each, box: each.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.left < -1 || box.right > innerWidth + 1))
          .map(({ each, box }) => `${each.ariaLabel ?? each.textContent} ${Math.round(box.left)}–${Math.round(box.right)}`),
      );
      assert.deepEqual(lost, [], `${where} in ${what}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth), `${where} does not scroll sideways in ${what}`);
    };
    await window.entry('Allotment').waitFor();
    await fits('the inbox');
    await page.locator('.inbox-me').click();
    await page.getByRole('dialog').waitFor();
    await fits('the settings');
    await page.keyboard.press('Escape');
    await page.locator('.inbox-head .strong').click();
    await fits('a new conversation');
    await page.keyboard.press('Escape');
    await window.enter('Allotment');
    await page.locator('.message').first().waitFor();
    await fits('a conversation');
    await window.open('#/nearby');
    await page.locator('.nearby .primary').click();
    await page.locator('.entry.place').first().waitFor({ state: 'attached' });
    await fits('what is near');
    await page.context().close();
  }
});

test('a screen reader is told of what comes', async () => {
  const { ada, bob } = await talk();
  const window = await windowOf(ada);
  await window.enter('Allotment');
  const device = await bob.connect();
  const group = (await bob.inbox()).find(({ name }) => name === 'Allotment').conversationId;
  await device.say(group, 'The beans are up');
  await window.page.locator('[aria-live=polite]', { hasText: 'Bob Stone: The beans are up' }).waitFor({ state: 'attached' });
});

test('who wants less motion gets none', async () => {
  const { ada } = await talk();
  const window = await windowOf(ada, { ...desktop, reducedMotion: 'reduce' });
  await window.enter('Allotment');
  const longest = await window.page.evaluate(() =>
    Math.max(0, ...document.getAnimations().map(({ effect }) => Number(effect.getComputedTiming().activeDuration))),
  );
  assert.ok(longest <= 1, `something moves for ${longest} ms`);
});

test('times are of the place where one is, and numbers and plurals of the language', async () => {
  const { ada, bob } = await talk();
  const tokyo = await windowOf(ada, { ...desktop, timezoneId: 'Asia/Tokyo' });
  const arabic = await windowOf(bob, { ...desktop, locale: 'ar' });
  await tokyo.enter('Allotment');
  const [time, shown] = await tokyo.page.locator('.message time').last().evaluate((element) => [element.dateTime, element.textContent]);
  const expected = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' }).format(new Date(time));
  assert.equal(shown, expected);
  assert.equal(await arabic.page.evaluate(() => document.documentElement.dir), 'rtl');
  await arabic.entry('Allotment').getByText('رسالة واحدة غير مقروءة').waitFor();

  // Left-to-right names and texts are beside the avatar, and their beginning is visible.
  const device = await ada.connect();
  await device.say(await device.openDirect(bob), `The beginning ${'of a long story '.repeat(9)}`);
  const preview = arabic.page.locator('.entry-preview > bdi', { hasText: 'The beginning' });
  await preview.waitFor();
  const [inner, outer] = await preview.evaluate((bdi) => {
    const range = document.createRange();
    range.setStart(bdi.firstChild, 0);
    range.setEnd(bdi.firstChild, 3);
    return [range.getBoundingClientRect(), bdi.parentElement.getBoundingClientRect()].map(({ left, right }) => [left, right]);
  });
  assert.ok(inner[0] >= outer[0] - 1 && inner[1] <= outer[1] + 1, `its first word is seen: ${inner} within ${outer}`);
  const [title, face] = await arabic.entry('Allotment').evaluate((entry) => {
    const range = document.createRange();
    range.selectNodeContents(entry.querySelector('.entry-title'));
    return [range.getBoundingClientRect().right, entry.querySelector('.avatar').getBoundingClientRect().left];
  });
  assert.ok(face - title < 20, `the name is beside the face: ${title}, ${face}`);
});

test('the page speaks the language of the browser, until somebody chooses another', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobs = await bob.connect();
  const group = await bobs.createGroup('Ogródki', [ada]);
  for (const text of ['raz', 'dwa', 'trzy']) await bobs.say(group, text);
  const { page } = await windowOf(ada, { ...phone, locale: 'pl' });
  await page.getByRole('heading', { name: 'Rozmowy' }).waitFor();
  // Polish has a plural form for 2 to 4.
  await page.getByText('3 nieprzeczytane wiadomości').waitFor();
  for (const text of ['cztery', 'pięć']) await bobs.say(group, text);
  await page.getByText('5 nieprzeczytanych wiadomości').waitFor();
  await page.getByRole('button', { name: 'Ustawienia' }).click();
  await page.getByLabel('Język').selectOption({ label: 'العربية' });
  await page.getByRole('heading', { name: 'الإعدادات' }).waitFor();
  assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ar', 'rtl']);
  await page.reload();
  await page.getByRole('heading', { name: 'المحادثات' }).waitFor();
});

test('a refusal is said at the field that it is about', async () => {
  const { page } = await windowOf(await signUp('Ada'));
  await page.getByRole('button', { name: 'Settings' }).click();
  const interests = page.getByLabel('Your interests');
  await interests.fill('!!');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const said = page.getByText('A category or an interest has up to 40 letters');
  await said.waitFor();
  assert.equal(await interests.getAttribute('aria-invalid'), 'true');
  assert.equal(await interests.getAttribute('aria-describedby'), await said.getAttribute('id'));
  assert.equal(await interests.evaluate((field) => field === document.activeElement), true);
});
