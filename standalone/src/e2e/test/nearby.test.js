// Nearby: people, gatherings and public services, as lists and as live queries.
// Each test uses a random place, so that tests do not find each other's people.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { key, Received, searchIsThere, signUp, signUpAll } from '../powow.js';

before(async () => searchIsThere(await signUp('Nobody')));
const METRE = 1 / 111_195.08;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A random place, so far probably empty, on land or at sea. */
const somewhere = () => ({ lat: Math.random() * 120 - 60, lon: Math.random() * 350 - 175 });
const north = ({ lat, lon }, metres) => ({ lat: lat + metres * METRE, lon });

const query = (parameters) => new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined));

const nearby = (person, kind, parameters) => person.get(`/api/nearby/${kind}?${query(parameters)}`);

/** Repeats a query until its answer is right: the index is about a second behind. */
async function until(ask, isRight) {
  const end = Date.now() + 20_000;
  for (;;) {
    // Search may be unavailable for a moment; only the final answer counts.
    const answer = await ask().catch((refused) => {
      if (refused.code !== 'search_unavailable' || Date.now() > end) throw refused;
      return null;
    });
    if (answer !== null && isRight(answer)) return answer;
    if (Date.now() > end) assert.fail(`never came to be: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const appear = (person, point, discoverable = 'everyone') =>
  Promise.all([
    person.write('PUT', '/api/me/place', point),
    person.write('PATCH', '/api/me', { discoverable }),
  ]);

const ids = (list, name) => list.map((each) => each[name]);

/** Monday to Sunday. */
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const always = { zone: 'Europe/Berlin', weekly: [{ dayOfWeek: WEEK, opens: '00:00', closes: '00:00' }] };
const closedToday = {
  ...always,
  special: [{ validFrom: '2000-01-01', validThrough: '2999-12-31' }],
};

const publishService = (person, service) =>
  person.post('/api/services', { text: '', ...service }, key()).then(({ serviceId }) => serviceId);

const publishGathering = (person, gathering) =>
  person.post('/api/gatherings', { text: '', zone: 'Europe/Berlin', ...gathering }, key());

const inHours = (hours, lasting = 2) => {
  const start = Date.now() + hours * HOUR;
  return { start: new Date(start).toISOString(), end: new Date(start + lasting * HOUR).toISOString() };
};

// --- People ------------------------------------------------------------------------------------

test('who lets everybody find them is found by their distance in steps, and can be written to', async () => {
  const here = somewhere();
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const device = await bob.connect();
  await device.ask('/app/place', here);
  await bob.write('PATCH', '/api/me', { discoverable: 'everyone', interests: ['Board games'] });
  await appear(cleo, north(here, 3_000));

  const { people } = await until(() => nearby(ada, 'people', here), ({ people }) => people.length === 2);
  assert.deepEqual(ids(people, 'personId'), [bob.personId, cleo.personId]);
  assert.deepEqual(people[0].interests, ['board games']);
  assert.equal(people[0].distance, 500);
  assert.equal(people[0].recent, true);
  assert.deepEqual(Object.keys(people[0]).sort(), ['about', 'displayName', 'distance', 'interests', 'personId', 'recent']);
  assert.ok([2_000, 5_000].includes(people[1].distance));

  const chat = await (await ada.connect()).openDirect(people[0]);
  assert.match(chat, /^d/);
  const found = await until(() => nearby(ada, 'people', { ...here, q: 'bord game' }), ({ people }) => people.length);
  assert.deepEqual(ids(found.people, 'personId'), [bob.personId]);
});

test('nobody is found who did not ask to be, nor finds themselves', async () => {
  const here = somewhere();
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  await bob.write('PUT', '/api/me/place', here);
  await Promise.all([appear(ada, here), appear(cleo, here)]);

  await until(() => nearby(ada, 'people', here), ({ people }) => people.length === 1);
  await appear(bob, here, 'groups');
  await cleo.write('PATCH', '/api/me', { discoverable: 'nobody' });
  await until(() => nearby(ada, 'people', here), ({ people }) => people.length === 0);

  // Sharing a group makes Bob discoverable to Ada.
  const device = await ada.connect();
  await device.createGroup('Street', [bob]);
  const { people } = await until(() => nearby(ada, 'people', here), ({ people }) => people.length);
  assert.deepEqual(ids(people, 'personId'), [bob.personId]);
  assert.deepEqual((await nearby(cleo, 'people', here)).people.map((each) => each.personId), [ada.personId]);
});

test('a block ends finding each other, both ways', async () => {
  const here = somewhere();
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  await Promise.all([appear(ada, here), appear(bob, here)]);
  await until(() => nearby(ada, 'people', here), ({ people }) => people.length === 1);
  await until(() => nearby(bob, 'people', here), ({ people }) => people.length === 1);

  await ada.write('PUT', `/api/blocked/${bob.personId}`);
  assert.deepEqual((await nearby(ada, 'people', here)).people, []);
  await until(() => nearby(bob, 'people', here), ({ people }) => people.length === 0);
});

test('pages of people follow each other', async () => {
  const here = somewhere();
  const ada = await signUp('Ada');
  const others = await signUpAll(...Array.from({ length: 7 }, (_, i) => `Neighbour ${i}`));
  await Promise.all(others.map((each, i) => appear(each, north(here, 700 * i))));
  await until(() => nearby(ada, 'people', { ...here, radius: 20_000 }), ({ people }) => people.length === 7);
  // Later pages leave out recently changed people.
  await new Promise((resolve) => setTimeout(resolve, 2_500));

  const seen = [];
  let cursor;
  do {
    const page = await nearby(ada, 'people', { ...here, radius: 20_000, limit: 3, cursor });
    seen.push(...page.people);
    cursor = page.cursor;
  } while (cursor);
  assert.deepEqual(new Set(ids(seen, 'personId')), new Set(ids(others, 'personId')));
  assert.equal(seen.length, 7);
});

test('what makes no sense is refused', async () => {
  const ada = await signUp('Ada');
  const refusals = [
    ['people', {}, 'invalid_request'],
    ['people', { lat: 1 }, 'invalid_request'],
    ['people', { lat: 91, lon: 0 }, 'invalid_place'],
    ['people', { lat: 1, lon: 1, radius: 100_001 }, 'invalid_request'],
    ['people', { lat: 1, lon: 1, radius: 0 }, 'invalid_request'],
    ['people', { lat: 1, lon: 1, limit: 51 }, 'invalid_request'],
    ['people', { lat: 1, lon: 1, cursor: 'mine' }, 'invalid_cursor'],
    ['people', { lat: 'NaN', lon: 1 }, 'invalid_request'],
    ['people', { bbox: '-179,-1,179,1' }, 'invalid_request'],
    ['people', { bbox: '1,2,3' }, 'invalid_request'],
    ['people', { bbox: '0,10,1,9' }, 'invalid_request'],
    ['people', { bbox: '-90,-45,90,45' }, 'invalid_request'],
    ['gatherings', { lat: 1, lon: 1, when: 'someday' }, 'invalid_request'],
    ['gatherings', { lat: 1, lon: 1, sort: 'price' }, 'invalid_request'],
    ['services', { lat: 1, lon: 1, category: '<b>' }, 'invalid_tag'],
    ['services', { lat: 1, lon: 1, q: ' ' }, 'invalid_request'],
  ];
  for (const [kind, parameters, code] of refusals) {
    await assert.rejects(nearby(ada, kind, parameters), { code }, JSON.stringify(parameters));
  }
  const device = await ada.connect();
  await assert.rejects(device.ask('/app/place', { lat: 91, lon: 0 }), { code: 'invalid_place' });
  await assert.rejects(device.ask('/app/place', { lat: '1', lon: 0 }), { code: 'invalid_request' });
  await assert.rejects(device.subscribe('/user/queue/nearby', () => {}, { lat: '91', lon: '0' }), { code: 'invalid_place' });
  await assert.rejects(device.subscribe('/user/queue/nearby', () => {}, { lat: '1' }), { code: 'invalid_request' });
});

// --- Services ----------------------------------------------------------------------------------

test('the three nearest services that are open now', async () => {
  const here = somewhere();
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  for (const [name, metres, hours] of [
    ['Closed library', 100, closedToday],
    ['Library', 400, always],
    ['Pharmacy', 900, always],
    ['Youth club', 300, undefined],
    ['Town hall', 2_000, always],
    ['Hospital', 4_000, always],
  ]) {
    await publishService(bob, { name, category: 'public', place: { ...north(here, metres), label: name }, hours });
  }

  const { services, cursor } = await until(
    () => nearby(ada, 'services', { ...here, open: true, limit: 3 }),
    ({ services }) => services.length === 3 && services[2].name === 'Town hall',
  );
  assert.deepEqual(ids(services, 'name'), ['Library', 'Pharmacy', 'Town hall']);
  assert.deepEqual(ids(services, 'distance'), [400, 900, 2_000]);
  assert.ok(services.every((service) => service.openNow));
  assert.ok(cursor);
  assert.deepEqual(services[0].hours, { ...always, special: [] });
  assert.deepEqual(ids((await nearby(ada, 'services', { ...here, q: 'libary', open: true })).services, 'name'), ['Library']);

  // People can write to a service.
  const one = await ada.get(`/api/services/${services[0].serviceId}`);
  assert.deepEqual(one.speakers, [bob.personId]);
  const device = await ada.connect();
  const chat = await device.openDirect({ personId: one.speakers[0] });
  await device.say(chat, 'Do you have the new one?');
  const { requests } = await bob.get('/api/requests');
  assert.deepEqual(requests.map(({ conversationId }) => conversationId), [chat]);
});

test('who is named as a speaker is asked, and is shown with the service once they accept', async () => {
  const here = somewhere();
  const [ada, bob, cleo, dora] = await signUpAll('Ada', 'Bob', 'Cleo', 'Dora');
  const device = await bob.connect();
  const library = { name: 'Library', text: '', place: here, speakers: [bob.personId, cleo.personId] };
  const { serviceId, invited } = await ada.post('/api/services', library, key());
  assert.deepEqual(invited, [bob.personId, cleo.personId]);
  const { at, ...event } = await device.sees({ type: 'speakerInvited' });
  assert.ok(at);
  assert.deepEqual(event, { type: 'speakerInvited', serviceId, personId: bob.personId, by: ada.personId });

  // Only speakers see who is invited.
  const service = `/api/services/${serviceId}`;
  const shown = await dora.get(service);
  assert.deepEqual([shown.speakers, shown.invited], [[ada.personId], undefined]);
  const found = await until(() => nearby(dora, 'services', { ...here, q: 'library' }), ({ services }) => services.length === 1);
  assert.deepEqual(found.services[0].speakers, [ada.personId]);
  assert.deepEqual((await ada.get(service)).invited, [bob.personId, cleo.personId]);
  await assert.rejects(bob.write('PATCH', service, { name: 'Mine' }), { code: 'not_a_speaker' });
  await assert.rejects(dora.write('POST', `${service}/invitation/accept`), { code: 'not_a_speaker' });

  const mine = async (person) => (await person.get('/api/me/services')).services.map(({ serviceId, role, by }) => [serviceId, role, by?.personId]);
  assert.deepEqual(await mine(ada), [[serviceId, 'speaker', undefined]]);
  assert.deepEqual(await mine(bob), [[serviceId, 'invited', ada.personId]]);
  assert.deepEqual(await mine(dora), []);

  await device.ask(`/app/services/${serviceId}/accept`, {});
  await cleo.write('POST', `${service}/invitation/decline`);
  assert.deepEqual(await mine(bob), [[serviceId, 'speaker', undefined]]);
  assert.deepEqual(await mine(cleo), []);
  assert.deepEqual((await dora.get(service)).speakers, [ada.personId, bob.personId]);
  await until(() => nearby(dora, 'services', { ...here, q: 'library' }), ({ services }) => services[0]?.speakers.length === 2);
  await bob.write('PATCH', service, { name: 'City library' });

  // After three declined invitations, no more are possible.
  for (let times = 0; times < 2; times++) {
    await ada.write('PATCH', service, { speakers: [ada.personId, bob.personId, cleo.personId] });
    await cleo.write('POST', `${service}/invitation/decline`);
  }
  await assert.rejects(ada.write('PATCH', service, { speakers: [ada.personId, bob.personId, cleo.personId] }), { code: 'invitations_declined' });
  await assert.rejects(publishService(ada, { name: 'Another', place: here, speakers: [cleo.personId] }), { code: 'invitations_declined' });
});

test('a block hides services and gatherings of the other, both ways, also those that one goes to', async () => {
  const here = somewhere();
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const service = await publishService(ada, { name: 'Library', place: here });
  const { gatheringId } = await publishGathering(ada, { title: 'Picnic', place: here, ...inHours(5) });
  await bob.write('PUT', `/api/gatherings/${gatheringId}/answer`, { answer: 'going' });
  await until(() => nearby(bob, 'services', here), ({ services }) => services.length === 1);

  for (const [blocker, blocked] of [[ada, bob], [bob, ada]]) {
    await blocker.write('PUT', `/api/blocked/${blocked.personId}`);
    await until(() => nearby(bob, 'services', here), ({ services }) => services.length === 0);
    await assert.rejects(bob.get(`/api/services/${service}`), { code: 'service_not_found' });
    await assert.rejects(bob.get(`/api/gatherings/${gatheringId}`), { code: 'gathering_not_found' });
    assert.deepEqual((await bob.get('/api/me/gatherings')).gatherings, []);
    await blocker.write('DELETE', `/api/blocked/${blocked.personId}`);
  }
  await until(() => nearby(bob, 'services', here), ({ services }) => services.length === 1);
  assert.equal((await bob.get('/api/me/gatherings')).gatherings.length, 1);
});

test('only who speaks for a service changes or withdraws it', async () => {
  const here = somewhere();
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const service = await publishService(ada, { name: 'Library', place: here });

  await assert.rejects(bob.write('PATCH', `/api/services/${service}`, { name: 'Mine' }), { code: 'not_a_speaker' });
  await assert.rejects(bob.write('DELETE', `/api/services/${service}`), { code: 'not_a_speaker' });
  await ada.write('PATCH', `/api/services/${service}`, { name: 'City library' });
  assert.equal((await bob.get(`/api/services/${service}`)).name, 'City library');
  await ada.write('DELETE', `/api/services/${service}`);
  await assert.rejects(bob.get(`/api/services/${service}`), { code: 'service_not_found' });
  await assert.rejects(bob.get('/api/services/s0'), { code: 'service_not_found' });
});

// --- Gatherings --------------------------------------------------------------------------------

test("this weekend's gatherings around a city", async () => {
  const here = somewhere();
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const now = new Date();
  // Sunday of this week, at a time that is on the weekend in every time zone.
  const sunday = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + ((7 - now.getUTCDay()) % 7), 11));
  if (sunday <= now) sunday.setTime(now.getTime() + 10 * MINUTE);
  const weekend = { start: sunday.toISOString(), end: new Date(sunday.getTime() + 30 * MINUTE).toISOString() };
  const picnic = await publishGathering(bob, { title: 'Picnic', place: north(here, 500), ...weekend });
  const market = await publishGathering(bob, { title: 'Market', place: north(here, 200), ...weekend });
  await publishGathering(bob, { title: 'Choir', place: here, ...inHours(10 * 24) });

  const { gatherings } = await until(
    () => nearby(ada, 'gatherings', { ...here, when: 'weekend' }),
    ({ gatherings }) => gatherings.length === 2,
  );
  assert.deepEqual(ids(gatherings, 'gatheringId'), [market.gatheringId, picnic.gatheringId]);
  await until(() => nearby(ada, 'gatherings', { ...here, sort: 'soonest' }), ({ gatherings }) => gatherings.length === 3);
});

test('who goes is in the conversation, takes a place, and is told what becomes of the gathering', async () => {
  const here = somewhere();
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const { gatheringId, conversationId } = await publishGathering(ada, {
    title: 'Picnic',
    place: here,
    capacity: 1,
    conversation: true,
    ...inHours(24),
  });
  const answer = (person, said) => person.write('PUT', `/api/gatherings/${gatheringId}/answer`, { answer: said });

  await answer(bob, 'going');
  await assert.rejects(answer(cleo, 'going'), { code: 'gathering_full' });
  await answer(cleo, 'interested');
  assert.deepEqual(new Set(ids(await bob.members(conversationId), 'personId')), new Set([ada.personId, bob.personId]));
  const shown = await bob.get(`/api/gatherings/${gatheringId}`);
  // Who goes is known to the host and to who goes.
  assert.deepEqual([shown.attendees, (await ada.get(`/api/gatherings/${gatheringId}`)).attendees], [[bob.personId], [bob.personId]]);
  assert.equal((await cleo.get(`/api/gatherings/${gatheringId}`)).attendees, undefined);
  assert.deepEqual([shown.going, shown.interested, shown.answer], [1, 1, 'going']);
  assert.deepEqual(ids((await bob.get('/api/me/gatherings')).gatherings, 'gatheringId'), [gatheringId]);

  const told = new Received();
  const device = await bob.connect();
  await device.subscribe('/user/queue/nearby', ({ body }) => told.add(body));
  const notTold = new Received();
  const stranger = await (await signUp('Dora')).connect();
  await stranger.subscribe('/user/queue/nearby', ({ body }) => notTold.add(body));
  const later = inHours(48);
  await ada.write('PATCH', `/api/gatherings/${gatheringId}`, later);
  const rescheduled = await told.first({ type: 'gatheringRescheduled' });
  assert.deepEqual([rescheduled.gatheringId, rescheduled.title], [gatheringId, 'Picnic']);
  assert.equal(Date.parse(rescheduled.start), Date.parse(later.start));

  await assert.rejects(bob.write('DELETE', `/api/gatherings/${gatheringId}`), { code: 'not_the_host' });
  await ada.write('DELETE', `/api/gatherings/${gatheringId}`);
  await told.first({ type: 'gatheringCancelled', gatheringId });
  assert.deepEqual(notTold.all, []);
  assert.equal((await bob.get('/api/me/gatherings')).gatherings[0].cancelled, true);
  await assert.rejects(answer(cleo, 'declined'), { code: 'gathering_cancelled' });
  await until(() => nearby(bob, 'gatherings', here), ({ gatherings }) => gatherings.length === 0);
});

test('a gathering of whom I have blocked, or who has blocked me, is not there', async () => {
  const here = somewhere();
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const { gatheringId } = await publishGathering(ada, { title: 'Picnic', place: here, ...inHours(24) });
  await until(() => nearby(bob, 'gatherings', here), ({ gatherings }) => gatherings.length === 1);

  await ada.write('PUT', `/api/blocked/${bob.personId}`);
  await assert.rejects(bob.get(`/api/gatherings/${gatheringId}`), { code: 'gathering_not_found' });
  await assert.rejects(bob.write('PUT', `/api/gatherings/${gatheringId}/answer`, { answer: 'going' }), {
    code: 'gathering_not_found',
  });
  assert.deepEqual((await nearby(bob, 'gatherings', here)).gatherings, []);
});

test('what a block hides leaves no trace in the pages of gatherings and services', async () => {
  const here = somewhere();
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  for (const [person, metres] of [[cleo, 0], [ada, 10], [cleo, 20], [ada, 30]]) {
    await publishGathering(person, { title: 'Picnic', place: north(here, metres), ...inHours(24) });
    await publishService(person, { name: 'Library', place: north(here, metres) });
  }
  await ada.write('PUT', `/api/blocked/${bob.personId}`);
  for (const kind of ['gatherings', 'services']) {
    const sizes = async (person, limit) => {
      const all = [];
      for (let cursor; ; ) {
        const page = await nearby(person, kind, { ...here, limit, ...(cursor && { cursor }) });
        all.push(page[kind].length);
        if (!(cursor = page.cursor)) return all;
      }
    };
    // Further pages leave out what has just changed.
    await until(() => sizes(cleo, 1), (all) => all.length === 4);
    assert.deepEqual(await sizes(bob, 1), [1, 1], kind);
    assert.deepEqual(await sizes(bob, 2), [2], kind);
  }
});

// --- Groups ------------------------------------------------------------------------------------

const openGroup = (person, name, place) =>
  person.post('/api/groups', { name, open: true, place }, key()).then(({ conversationId }) => conversationId);

test('the open group of a street is found, joined, moved and taken off the map', async () => {
  const here = somewhere();
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const street = await openGroup(ada, 'Mill Lane', { ...north(here, 400), label: 'The well' });
  await openGroup(ada, 'Far away', north(here, 8_000));
  await ada.post('/api/groups', { name: 'Nowhere', open: true }, key());
  const seen = ({ groups }) => groups[0];

  const { groups } = await until(() => nearby(bob, 'groups', here), seen);
  assert.deepEqual(groups, [
    { conversationId: street, name: 'Mill Lane', memberCount: 1, place: { ...north(here, 400), label: 'The well' }, distance: 400 },
  ]);
  assert.equal((await bob.get(`/api/conversations/${street}/preview`)).place.label, 'The well');
  assert.deepEqual(ids((await nearby(bob, 'groups', { ...here, q: 'mil lane' })).groups, 'conversationId'), [street]);
  assert.deepEqual((await nearby(bob, 'groups', { ...here, q: 'chess' })).groups, []);

  const device = await bob.connect();
  await device.join(street);
  await device.say(street, 'Hello, neighbours');
  assert.equal((await until(() => nearby(bob, 'groups', here), (found) => seen(found)?.memberCount === 2)).groups.length, 1);
  await assert.rejects(device.ask(`/app/conversations/${street}/place`, { place: here }), { code: 'not_allowed' });
  await assert.rejects(bob.write('DELETE', `/api/conversations/${street}/place`), { code: 'not_allowed' });

  await ada.write('PUT', `/api/conversations/${street}/place`, north(here, 900));
  const { place, by } = await device.sees({ type: 'groupPlaceChanged', conversationId: street });
  assert.deepEqual([place, by], [north(here, 900), ada.personId]);
  await until(() => nearby(bob, 'groups', here), (found) => seen(found)?.distance === 900);
  assert.deepEqual((await bob.get(`/api/conversations/${street}`)).place, north(here, 900));
  await ada.write('DELETE', `/api/conversations/${street}/place`);
  await until(() => nearby(bob, 'groups', here), ({ groups }) => groups.length === 0);
  assert.equal((await bob.get(`/api/conversations/${street}`)).place, undefined);
});

test('only an open group has a place, and nobody who is banned finds it', async () => {
  const here = somewhere();
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  await assert.rejects(ada.post('/api/groups', { name: 'Board', open: false, place: here }, key()), { code: 'group_not_open' });
  const { conversationId: board } = await ada.post('/api/groups', { name: 'Board', open: false }, key());
  await assert.rejects(ada.write('PUT', `/api/conversations/${board}/place`, here), { code: 'group_not_open' });
  await assert.rejects(bob.write('PUT', `/api/conversations/${board}/place`, here), { code: 'conversation_not_found' });

  const street = await openGroup(ada, 'Street', here);
  await until(() => nearby(bob, 'groups', here), ({ groups }) => groups.length === 1);
  await ada.write('DELETE', `/api/conversations/${street}/members/${bob.personId}?ban=true`);
  await until(() => nearby(bob, 'groups', here), ({ groups }) => groups.length === 0);
  assert.equal((await nearby(cleo, 'groups', here)).groups.length, 1);
  // Neither a short page nor a cursor tells that something is left out.
  const [near, far] = [await openGroup(ada, 'Near', north(here, -10)), await openGroup(ada, 'Far', north(here, 50))];
  await until(() => nearby(cleo, 'groups', here), ({ groups }) => groups.length === 3);
  const pages = async (person, most) => {
    const all = [];
    for (let cursor; ; ) {
      const page = await nearby(person, 'groups', { ...here, limit: most, ...(cursor && { cursor }) });
      all.push(ids(page.groups, 'conversationId'));
      if (!(cursor = page.cursor)) return all;
    }
  };
  // Further pages leave out what has just changed.
  await until(() => pages(cleo, 1), (all) => all.length === 3);
  assert.deepEqual(await pages(cleo, 1), [[street], [near], [far]]);
  assert.deepEqual(await pages(bob, 1), [[near], [far]]);
  await ada.write('DELETE', `/api/conversations/${far}/members/${bob.personId}?ban=true`);
  await until(() => pages(bob, 1), (all) => all.length === 1);
  assert.deepEqual(await pages(bob, 1), [[near]]);
  for (const group of [near, far]) await ada.write('POST', `/api/conversations/${group}/leave`);
  await ada.write('DELETE', `/api/conversations/${street}/bans/${bob.personId}`);
  await until(() => nearby(bob, 'groups', here), ({ groups }) => groups.length === 1);

  // Whoever leaves last takes it off the map.
  await ada.write('POST', `/api/conversations/${street}/leave`);
  await until(() => nearby(cleo, 'groups', here), ({ groups }) => groups.length === 0);
});

// --- Live queries ------------------------------------------------------------------------------

test('who looks around and stays is told of what appears, changes and goes', async () => {
  const here = somewhere();
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  await appear(bob, here);
  await until(() => nearby(ada, 'people', here), ({ people }) => people.length === 1);

  const told = new Received();
  const device = await ada.connect();
  await device.subscribe('/user/queue/nearby', ({ body }) => told.add(body), {
    lat: String(here.lat),
    lon: String(here.lon),
    radius: '5000',
  });
  const first = await told.first({ type: 'appeared' });
  assert.deepEqual([first.kind, first.id, first.person.displayName], ['person', bob.personId, 'Bob']);
  await told.first({ type: 'caughtUp' });

  await appear(cleo, north(here, 1_000));
  await told.first({ type: 'appeared', kind: 'person', id: cleo.personId });
  await bob.write('PATCH', '/api/me', { about: 'Mends bicycles.' });
  const changed = await told.first({ type: 'changed', id: bob.personId });
  assert.equal(changed.person.about, 'Mends bicycles.');
  await bob.write('PATCH', '/api/me', { discoverable: 'nobody' });
  await told.first({ type: 'gone', kind: 'person', id: bob.personId });

  const { gatheringId } = await publishGathering(cleo, { title: 'Picnic', place: here, ...inHours(24) });
  const gathering = await told.first({ type: 'appeared', kind: 'gathering', id: gatheringId });
  assert.equal(gathering.gathering.title, 'Picnic');
  await cleo.write('DELETE', `/api/gatherings/${gatheringId}`);
  await told.first({ type: 'gone', kind: 'gathering', id: gatheringId });

  const service = await publishService(cleo, { name: 'Library', place: here });
  await told.first({ type: 'appeared', kind: 'service', id: service });

  const street = await openGroup(cleo, 'Street', here);
  const group = await told.first({ type: 'appeared', kind: 'group', id: street });
  assert.deepEqual([group.group.name, group.group.memberCount], ['Street', 1]);
  await bob.write('POST', `/api/conversations/${street}/join`);
  assert.equal((await told.first({ type: 'changed', kind: 'group', id: street })).group.memberCount, 2);
  await cleo.write('DELETE', `/api/conversations/${street}/members/${ada.personId}?ban=true`);
  await told.first({ type: 'gone', kind: 'group', id: street });

  await cleo.write('PUT', `/api/blocked/${ada.personId}`);
  await told.first({ type: 'gone', kind: 'person', id: cleo.personId });
});
