import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { jpegFile } from '../pictures.js';
import { key, signUp } from '../powow.js';
import { accessible, desktop, phone, unharmed, windowOf, needsWholeBrowser } from './browser.js';

needsWholeBrowser();

const HOUR = 3_600_000;
const DEGREE = 111_195;
/** Each test uses a random place, so that tests do not find each other's people. The page rounds the search centre to a hundred metres. */
const somewhere = () => ({ lat: Math.random() * 120 - 60, lon: Math.random() * 340 - 170 });
const north = ({ lat, lon }, metres) => ({ lat: lat + metres / DEGREE, lon });
const at = ({ lat, lon }, options) => ({ ...options, geolocation: { latitude: lat, longitude: lon }, permissions: ['geolocation'] });

/** Opens the nearby view, and uses the browser's location. */
async function lookAround(window, kind) {
  await window.page.getByRole('link', { name: 'Nearby' }).click();
  await window.page.getByRole('button', { name: 'Use my location' }).click();
  await window.page.getByRole('tab', { name: kind }).click();
  await window.page.locator('.map canvas').first().waitFor({ state: 'attached' });
}

async function until(ask) {
  for (const end = Date.now() + 60_000; ; ) {
    const answer = await ask().catch((failure) => {
      // The search node starts after the server.
      if (failure.code !== 'search_unavailable') throw failure;
    });
    if (answer) return answer;
    assert.ok(Date.now() < end, 'it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const service = (person, place, more) =>
  person.post('/api/services', { name: 'Bakery', text: '', place, hours: { zone: 'UTC', weekly: [] }, ...more }, key()).then(({ serviceId }) => serviceId);

test('two people on two phones find each other, and nobody is known to be anywhere before they choose so', async () => {
  const here = somewhere();
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob Stone')];
  const [adas, bobs] = [await windowOf(ada, at(here, phone)), await windowOf(bob, at(north(here, 700), phone))];
  await lookAround(bobs, 'People');
  await lookAround(adas, 'People');
  await adas.page.getByText('Nobody to find within 5 km').waitFor();
  assert.deepEqual(await until(() => bob.get('/api/nearby/me')), {});
  assert.equal(await bobs.page.locator('.map-cell').count(), 0);

  await bobs.page.getByLabel('Who can find me').selectOption('Everybody');
  await bobs.page.getByText('Nobody can find you yet').waitFor();
  await bobs.page.getByRole('button', { name: 'Update my location' }).click();
  await bobs.page.getByText('Others see only that you are somewhere in the marked area.').waitFor();
  await bobs.page.locator('.map-cell').waitFor({ state: 'attached' });
  assert.equal((await bob.get('/api/nearby/me')).place.size, 500);

  // The live query shows Bob without a reload, and only his distance step.
  const found = adas.page.locator('.person', { hasText: 'Bob Stone' });
  await found.getByText(/within (500 m|[12] km)/).waitFor();
  await bobs.page.getByRole('link', { name: 'Chats' }).click();
  await bobs.page.getByRole('button', { name: 'Settings' }).click();
  await bobs.page.getByLabel('Your interests').fill('Chess, night  walks');
  await bobs.page.keyboard.press('Enter');
  await bobs.page.getByRole('button', { name: 'Remove chess' }).click();
  await bobs.page.getByLabel('Your interests').fill('jazz');
  await bobs.page.getByRole('button', { name: 'Save' }).click();
  await found.locator('.tag', { hasText: 'jazz' }).waitFor();
  assert.deepEqual(await found.locator('.tag').allInnerTexts(), ['night walks', 'jazz']);
  await bobs.page.keyboard.press('Escape');
  assert.equal(await adas.page.locator('.map-cell').count(), 0);
  await found.getByRole('button', { name: 'Start chat' }).click();
  await adas.say('Hello, neighbour');
  await bobs.enter('Ada');
  await bobs.sees('Hello, neighbour');

  await bobs.page.getByRole('link', { name: 'Back to conversations' }).click();
  await bobs.page.getByRole('link', { name: 'Nearby' }).click();
  await bobs.page.getByLabel('Who can find me').selectOption('Nobody');
  await adas.page.getByRole('link', { name: 'Back to conversations' }).click();
  await adas.page.getByRole('link', { name: 'Nearby' }).click();
  await adas.page.getByText('Nobody to find within 5 km').waitFor();
});

test('a gathering is published, appears to whoever looks, is joined with its chat, and is called off', async () => {
  const here = somewhere();
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await windowOf(ada, at(here, desktop)), await windowOf(bob, at(north(here, 1_500), phone))];
  await lookAround(bobs, 'Gatherings');
  await bobs.page.getByText('Nothing within 5 km').waitFor();
  await lookAround(adas, 'Gatherings');
  await adas.page.getByRole('button', { name: 'New gathering' }).first().click();
  await adas.page.getByLabel('What is it?').fill('Chess in the park');
  await adas.page.getByLabel('Where do people meet?').fill('The old oak');
  await adas.page.getByLabel('How many people can come?').fill('1');
  await adas.page.getByRole('button', { name: 'Publish' }).click();
  await adas.page.getByRole('heading', { name: 'Chess in the park' }).waitFor();
  await adas.page.getByText('You are the host').waitFor();

  const entry = bobs.page.locator('.entry', { hasText: 'Chess in the park' });
  await entry.getByText(/The old oak · 1\.[456] km away/).waitFor();
  await bobs.page.locator('[aria-live=polite]', { hasText: 'New nearby: Chess in the park' }).waitFor({ state: 'attached' });
  await bobs.page.getByRole('button', { name: 'Chess in the park' }).click();
  await bobs.page.getByText('Nobody is going yet · 1 place left').waitFor();
  const way = bobs.page.getByRole('link', { name: 'Directions' });
  const [, lat, lon] = decodeURIComponent(await way.getAttribute('href')).match(/^https:\/\/www\.openstreetmap\.org\/directions\?route=;(.+),(.+)$/);
  assert.ok(Math.abs(lat - here.lat) < 0.002 && Math.abs(lon - here.lon) < 0.002, `${lat}, ${lon} is the place of the search`);
  assert.equal(await way.getAttribute('rel'), 'noopener noreferrer');
  await bobs.page.getByRole('button', { name: 'I am going' }).click();
  await bobs.page.getByText('1 person is going · Full').waitFor();
  await bobs.page.getByRole('list', { name: 'Who is going' }).getByRole('button', { name: 'Profile of Bob' }).waitFor();
  await bobs.page.getByRole('button', { name: 'Open the chat' }).click();
  await bobs.say('I bring the board');
  await adas.page.getByRole('button', { name: 'Open the chat' }).click();
  await adas.sees('I bring the board');

  await adas.page.goBack();
  await adas.page.getByRole('list', { name: 'Who is going' }).getByRole('button', { name: 'Profile of Bob' }).waitFor();
  await adas.page.getByRole('button', { name: 'Edit gathering' }).click();
  const { gatheringId, start: before } = (await ada.get('/api/me/gatherings')).gatherings[0];
  // The same clock time in another time zone is another instant.
  const shown = await adas.page.getByLabel('Starts').inputValue();
  await adas.page.getByLabel('What is it?').fill('Chess by the river');
  await adas.page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await adas.page.getByLabel('Where do people meet?').fill('The boat house');
  await adas.page.getByRole('button', { name: 'Save' }).click();
  await adas.page.getByRole('heading', { name: 'Chess by the river' }).waitFor();
  await bobs.page.getByText('“Chess by the river” was moved to').waitFor();
  const { start, zone, place, capacity } = await ada.get(`/api/gatherings/${gatheringId}`);
  assert.deepEqual([zone, place.label, capacity], ['Asia/Tokyo', 'The boat house', 1]);
  assert.equal(start, new Date(`${shown}:00+09:00`).toISOString());
  assert.notEqual(start, before);

  await adas.page.getByRole('button', { name: 'Cancel the gathering' }).click();
  await adas.page.getByRole('dialog').getByRole('button', { name: 'Cancel the gathering' }).click();
  await adas.page.locator('.banner', { hasText: 'Cancelled' }).waitFor();
  // Bob sees it in any view of the page.
  await bobs.page.getByText('“Chess by the river” was cancelled').waitFor();
});

test('a gathering shows its picture in the list and as a whole, and loses it again', async () => {
  const here = somewhere();
  const photo = (width) => ({ name: 'park.jpg', mimeType: 'image/jpeg', buffer: jpegFile(width, 400) });
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await windowOf(ada, at(here, desktop)), await windowOf(bob, at(north(here, 1_500), phone))];
  await lookAround(bobs, 'Gatherings');
  await lookAround(adas, 'Gatherings');
  await adas.page.getByRole('button', { name: 'New gathering' }).first().click();
  const form = adas.page.getByRole('dialog');
  await form.getByLabel('What is it?').fill('Chess in the park');
  const file = form.locator('input[type=file]');
  await file.setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
  await form.getByRole('button', { name: 'Publish' }).click();
  await form.getByText('This file is not a picture that can be sent').waitFor();
  assert.deepEqual((await ada.get('/api/me/gatherings')).gatherings, [], 'nothing was published');
  await file.setInputFiles(photo(600));
  await accessible(adas, 'a gathering with a picture');
  // The answer is lost once: a repeated attempt publishes nothing twice.
  await adas.page.route('**/api/gatherings', (route) => route.fetch().then(() => route.abort()), { times: 1 });
  await form.getByRole('button', { name: 'Publish' }).click();
  await form.getByRole('alert').filter({ visible: true }).first().waitFor();
  await form.getByRole('button', { name: 'Publish' }).click();
  const shown = ({ page }) => page.getByRole('img', { name: 'Picture of “Chess in the park”' });
  await shown(adas).waitFor();
  const { gatherings } = await ada.get('/api/me/gatherings');
  assert.deepEqual(gatherings.map(({ picture }) => picture.width), [600]);

  const entry = bobs.page.locator('.entry', { hasText: 'Chess in the park' });
  await entry.locator('img').waitFor();
  await entry.click();
  await shown(bobs).waitFor();
  assert.ok(await shown(bobs).evaluate((image) => image.decode().then(() => image.naturalWidth >= 320)));

  await adas.page.getByRole('button', { name: 'Edit gathering' }).click();
  await form.getByRole('img', { name: 'Picture', exact: true }).waitFor();
  await file.setInputFiles(photo(500));
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });
  assert.equal((await bob.get(`/api/gatherings/${gatherings[0].gatheringId}`)).picture.width, 500);
  await adas.page.getByRole('button', { name: 'Edit gathering' }).click();
  await form.getByRole('button', { name: 'Remove the picture' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await shown(adas).waitFor({ state: 'detached' });
  await shown(bobs).waitFor({ state: 'detached' });
  assert.equal((await bob.get(`/api/gatherings/${gatherings[0].gatheringId}`)).picture, undefined);
});

test('a service is published with its hours, changed, and withdrawn', async () => {
  const here = somewhere();
  const ada = await signUp('Ada');
  const adas = await windowOf(ada, at(here, phone));
  const { page } = adas;
  await lookAround(adas, 'Services');
  await page.getByRole('button', { name: 'New service' }).last().click();
  await page.getByLabel('Name of the service').fill('Bike repair');
  await page.getByLabel('What does it offer?').fill('Bring your bike');
  await page.getByLabel('Category').fill('repair');
  await page.getByLabel('Where does it work?').selectOption('Comes to people within 5 km');
  await page.getByRole('button', { name: 'Add hours' }).click();
  const line = page.getByRole('group', { name: 'Hours 1', exact: true });
  await line.getByRole('button', { name: 'Fri' }).click();
  await line.getByLabel('Closes').fill('12:30');
  await page.getByRole('button', { name: 'Add special days' }).click();
  await page.getByLabel('From').fill('2999-12-24');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await page.getByLabel('Telephone').fill('none');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('alert').filter({ hasText: 'The phone number' }).waitFor();
  await page.getByLabel('Telephone').fill('+44 20 7946 0000');
  await page.getByLabel('Website').fill('example.org/bikes');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('heading', { name: 'Bike repair' }).waitFor();
  await page.getByText('You represent this service').waitFor();
  const id = page.url().split('/').at(-1);
  const published = await ada.get(`/api/services/${id}`);
  assert.deepEqual(published.hours, {
    zone: 'Asia/Tokyo',
    weekly: [{ dayOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday'], opens: '09:00', closes: '12:30' }],
    special: [{ validFrom: '2999-12-24', validThrough: '2999-12-24' }],
  });
  assert.deepEqual([published.category, published.area, published.contact], ['repair', 5_000, { telephone: '+44 20 7946 0000', website: 'https://example.org/bikes' }]);

  await page.getByRole('button', { name: 'Edit service' }).click();
  await page.getByLabel('Name of the service').fill('Bikes and more');
  await page.getByRole('button', { name: 'Remove special days 1' }).click();
  await page.getByLabel('Telephone').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Bikes and more' }).waitFor();
  const changed = await ada.get(`/api/services/${id}`);
  assert.deepEqual([changed.text, changed.place, changed.hours.weekly, changed.contact], ['Bring your bike', published.place, published.hours.weekly, { website: 'https://example.org/bikes' }]);
  assert.equal(changed.hours.special?.length ?? 0, 0);

  await page.getByRole('button', { name: 'Delete service' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete service' }).click();
  await page.getByRole('tab', { name: 'Services' }).waitFor();
  await assert.rejects(ada.get(`/api/services/${id}`), { code: 'service_not_found' });
});

test('a service is found by its name, its hours are read, and it is written to', async () => {
  const here = somewhere();
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  await service(bob, { ...north(here, 800), label: 'Mill Lane' }, {
    category: 'food',
    hours: { zone: 'UTC', weekly: [{ dayOfWeek: week, opens: '00:00', closes: '00:00' }], special: [{ validFrom: '2999-01-01', validThrough: '2999-01-02' }] },
    contact: { telephone: '+44 20 7946 0000', email: 'bread@example.org', website: 'https://example.org/bread' },
  });
  await service(bob, north(here, 900), { name: 'Closed for ever' });
  await until(async () => (await ada.get(`/api/nearby/services?lat=${here.lat}&lon=${here.lon}`)).services.length === 2);
  const adas = await windowOf(ada, at(here, phone));
  await lookAround(adas, 'Services');
  await adas.page.locator('.entry', { hasText: 'Closed for ever' }).waitFor();
  await adas.page.getByRole('button', { name: /^within/ }).click();
  const sheet = adas.page.getByRole('dialog', { name: 'Filter and sort' });
  await sheet.getByRole('button', { name: 'Open now', exact: true }).click();
  await sheet.getByRole('button', { name: 'Show results' }).click();
  await adas.page.getByRole('button', { name: /1 filter/ }).waitFor();
  await adas.page.locator('.entry', { hasText: 'Closed for ever' }).waitFor({ state: 'detached' });
  await adas.page.getByRole('searchbox', { name: 'Search nearby' }).fill('bakrey');
  await adas.page.locator('.entry', { hasText: 'Bakery' }).getByText(/food · Mill Lane · (750|800|850) m away/).waitFor();
  await adas.page.locator('.entry', { hasText: 'Bakery' }).click();
  await adas.page.getByText('Mon – Sun').waitFor();
  await adas.page.getByText('all day').waitFor();
  await adas.page.getByText('closed', { exact: true }).waitFor();
  assert.equal(await adas.page.getByRole('link', { name: '+44 20 7946 0000' }).getAttribute('href'), 'tel:+442079460000');
  await adas.page.getByRole('button', { name: 'Write a message' }).click();
  await adas.say('Is there any bread left?');
  const bobs = await windowOf(bob);
  await bobs.enter('Ada');
  await bobs.sees('Is there any bread left?');
});

test('the open group of a street is put on the map, found there, joined, and written to', async () => {
  const here = somewhere();
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await windowOf(ada, at(here, desktop)), await windowOf(bob, at(north(here, 1_500), phone))];
  await lookAround(bobs, 'Groups');
  await bobs.page.getByText('Nothing within 5 km').waitFor();
  await lookAround(adas, 'Groups');
  await adas.page.getByRole('button', { name: 'New group' }).first().click();
  const form = adas.page.getByRole('dialog');
  await form.getByLabel('Group name').fill('Mill Lane');
  await form.getByText('Everybody sees this exact place').waitFor();
  await form.getByLabel('Where is it?').fill('The well');
  await accessible(adas, 'a new group on the map');
  await form.getByRole('button', { name: 'Create group' }).click();
  await adas.page.getByText('You put the group on the map').waitFor();

  // It appears without a reload: in the list and on the map.
  await bobs.page.locator('.entry', { hasText: 'Mill Lane' }).getByText(/1 member · The well · 1\.[456] km away/).waitFor();
  await accessible(bobs, 'groups');
  await bobs.page.locator('.map').getByRole('button', { name: 'Mill Lane' }).click();
  const join = bobs.page.getByRole('dialog');
  await join.getByText(/The well · 1\.[456] km away/).waitFor();
  await join.getByText('1 member').waitFor();
  await join.getByRole('button', { name: 'Join', exact: true }).click();
  await bobs.say('Hello, neighbours');
  await adas.sees('Hello, neighbours');
  const [{ conversationId, place }] = (await ada.get('/api/conversations')).conversations;
  assert.ok(Math.abs(place.lat - here.lat) < 0.002 && Math.abs(place.lon - here.lon) < 0.002, `${JSON.stringify(place)} is the place of the search`);

  // Whoever is in it already gets to the chat.
  await bobs.page.getByRole('link', { name: 'Back to conversations' }).click();
  await bobs.page.getByRole('link', { name: 'Nearby' }).click();
  await bobs.page.locator('.entry', { hasText: 'Mill Lane' }).getByText('You are a member').waitFor();
  await bobs.page.locator('.entry', { hasText: 'Mill Lane' }).click();
  await bobs.sees('Hello, neighbours');

  await adas.page.getByRole('link', { name: 'About this conversation' }).last().click();
  const about = adas.page.getByRole('complementary', { name: 'About this conversation' });
  await about.getByRole('button', { name: 'Change the place' }).click();
  await form.getByLabel('Where is it?').fill('The mill');
  await form.getByRole('button', { name: 'Save' }).click();
  await about.getByText('The mill', { exact: true }).waitFor();
  await about.getByRole('button', { name: 'Take it off the map' }).click();
  await about.getByRole('button', { name: 'Put the group on the map' }).waitFor();
  assert.equal((await bob.get(`/api/conversations/${conversationId}`)).place, undefined);
  await bobs.page.getByText('Ada took the group off the map').waitFor();
});

test('the pin of what is published is moved with the keyboard, by dragging and to a town, and its place is said in words', async () => {
  const here = { lat: 52.45 + Math.random() / 10, lon: 13.3 + Math.random() / 5 };
  const metres = (place, from) => ({ east: (place.lon - from.lon) * DEGREE * Math.cos((from.lat * Math.PI) / 180), north: (place.lat - from.lat) * DEGREE });
  const ada = await signUp('Ada');
  const window = await windowOf(ada, at(here, desktop));
  const { page } = window;
  await lookAround(window, 'Gatherings');
  await page.getByRole('button', { name: 'New gathering' }).first().click();
  const form = page.getByRole('dialog');
  const pin = form.getByRole('application', { name: 'Pin for the place' });
  await pin.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await form.getByRole('status').filter({ hasText: /m (north|east|south|west).* of .*\(latitude 52\.\d{5}, longitude 13\.\d{5}\)/ }).waitFor();
  await accessible(window, 'a pin');
  await form.getByLabel('What is it?').fill('Chess in the park');
  await form.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('heading', { name: 'Chess in the park' }).waitFor();
  const placeNow = async () => (await ada.get('/api/me/gatherings')).gatherings[0].place;
  const first = await placeNow();
  const rounded = { lat: Math.round(here.lat * 1_000) / 1_000, lon: Math.round(here.lon * 1_000) / 1_000 };
  const { east, north: up } = metres(first, rounded);
  assert.ok(east > 100 && east < 130 && up > 160 && up < 210, `${east} m east, ${up} m north`);

  await page.getByRole('button', { name: 'Edit gathering' }).click();
  await pin.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await pin.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 - 60, y + height / 2, { steps: 8 });
  await page.mouse.up();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });
  const dragged = metres(await placeNow(), first);
  assert.ok(dragged.east < -140 && dragged.east > -210 && Math.abs(dragged.north) < 10, JSON.stringify(dragged));

  await page.getByRole('button', { name: 'Edit gathering' }).click();
  await form.getByRole('textbox', { name: 'Move the pin to a town' }).fill('potsd');
  await page.keyboard.press('Enter');
  await form.getByRole('status').filter({ hasText: 'of Potsdam' }).waitFor();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.waitFor({ state: 'detached' });
  const { lat, lon } = await placeNow();
  assert.ok(Math.abs(lat - 52.4) < 0.05 && Math.abs(lon - 13.06) < 0.05, `${lat}, ${lon} is Potsdam`);
});

test('who does not say where they are looks around by moving the map, and finds it so after a reload', async () => {
  const ada = await signUp('Ada');
  const window = await windowOf(ada);
  await window.page.getByRole('link', { name: 'Nearby' }).click();
  await window.page.getByRole('button', { name: 'Use my location' }).click();
  await window.page.getByText('The browser may not use your location.').waitFor();
  await window.page.getByLabel('Or enter a town').fill('reykjavik');
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await window.page.route(/nearby\/gatherings/, async (route) => {
    await held;
    await route.continue();
  });
  const first = window.page.waitForRequest(/nearby\/gatherings/);
  await window.page.getByRole('button', { name: 'Reykjavík Iceland' }).click();
  const before = Object.fromEntries(new URL((await first).url()).searchParams);
  await window.page.getByRole('button', { name: 'within 5 km of Reykjavík' }).waitFor();
  // The pin of the search is dragged to the east.
  const asked = window.page.waitForRequest((request) => /nearby\/gatherings/.test(request.url()) && !request.url().includes(`lon=${Number(before.lon)}`));
  // An answer comes while it is pressed.
  const { x, y, width, height } = await window.page.locator('.pin.here').boundingBox();
  await window.page.mouse.move(x + width / 2, y + height / 2);
  await window.page.mouse.down();
  answer();
  await window.page.getByText('Nothing within 5 km').waitFor();
  await window.page.mouse.move(x + 80, y + height / 2, { steps: 8 });
  await window.page.mouse.up();
  const east = new URL((await asked).url()).searchParams;
  assert.ok(Number(east.get('lon')) > Number(before.lon) && Math.abs(Number(east.get('lat')) - Number(before.lat)) < 0.01, `${east} is east of ${JSON.stringify(before)}`);
  await window.page.getByRole('button', { name: 'within 5 km', exact: true }).waitFor();
  await window.page.getByRole('button', { name: 'Search another place' }).click();
  await window.page.getByRole('button', { name: 'Zoom out' }).click();
  await window.page.locator('.map-itself').focus();
  await window.page.keyboard.press('ArrowRight');
  await window.page.getByRole('button', { name: 'Search here' }).click();
  await window.page.getByRole('button', { name: /^within/ }).click();
  await window.page.getByLabel('Distance').selectOption('within 10 km');
  await window.page.getByRole('button', { name: 'Show results' }).click();
  await window.page.getByText('Nothing within 10 km').waitFor();
  await window.page.reload();
  await window.page.getByText('Nothing within 10 km').waitFor();
  assert.deepEqual(await ada.get('/api/nearby/me'), {});
  await window.page.getByRole('link', { name: 'Chats' }).click();
  await window.page.getByRole('button', { name: 'Settings' }).click();
  await window.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await window.page.getByRole('button', { name: 'Sign in' }).waitFor();
  assert.equal(await window.page.evaluate(() => sessionStorage.length), 0);
});

test('what changed while the network was away is there when it is back', async () => {
  const here = somewhere();
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const adas = await windowOf(ada, at(here, phone));
  await lookAround(adas, 'Services');
  await adas.page.getByText('Nothing within 5 km').waitFor();
  await adas.cut();
  await adas.page.getByText('You are offline.').waitFor();
  await service(bob, north(here, 500));
  await until(async () => (await bob.get(`/api/nearby/services?lat=${here.lat}&lon=${here.lon}`)).services.length === 1);
  await adas.mend();
  await adas.page.locator('.entry', { hasText: 'Bakery' }).waitFor();
});

test('whatever people write of what is near stays a text', async () => {
  const here = somewhere();
  const [ada, eve] = [await signUp('Ada'), await signUp('Eve')];
  const attack = '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
  const start = new Date(Date.now() + HOUR).toISOString();
  const place = { ...here, label: attack };
  await eve.write('PATCH', '/api/me', { displayName: attack, about: attack, discoverable: 'everyone' });
  await eve.write('PUT', '/api/me/place', here);
  const gathering = { title: attack, text: `${attack} javascript:window.pwned=1`, place, start, end: new Date(Date.now() + 2 * HOUR).toISOString(), zone: 'UTC' };
  await eve.post('/api/gatherings', gathering, key());
  await service(eve, place, { name: attack, text: attack });
  await eve.post('/api/groups', { name: attack, open: true, place }, key());
  await until(async () => {
    const lists = await Promise.all(['people', 'gatherings', 'services', 'groups'].map((kind) => ada.get(`/api/nearby/${kind}?lat=${here.lat}&lon=${here.lon}`).then((found) => found[kind])));
    return lists.every(({ length }) => length === 1);
  });
  const adas = await windowOf(ada, at(here, desktop));
  await lookAround(adas, 'People');
  await adas.page.locator('.person', { hasText: '<img' }).waitFor();
  await unharmed(adas);
  for (const kind of ['Gatherings', 'Services']) {
    await adas.page.getByRole('tab', { name: kind }).click();
    await adas.page.locator('.entry', { hasText: '<img' }).click();
    await adas.page.locator('.found-text-whole').waitFor();
    await unharmed(adas);
    await adas.page.getByRole('link', { name: 'Back to Nearby' }).click();
  }
  await adas.page.getByRole('tab', { name: 'Groups' }).click();
  await adas.page.locator('.entry', { hasText: '<img' }).click();
  await adas.page.getByRole('dialog').getByText('<img').first().waitFor();
  await unharmed(adas);
});
