import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { jpegFile, share, upload } from '../pictures.js';
import { address, http, key, Received, searchIsThere, signUp, signUpAll } from '../powow.js';

const require = createRequire(import.meta.url);

/** Validates a document against the official AsyncAPI schema. */
function asyncApiErrors(document) {
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  const validate = ajv.compile(require('@asyncapi/specs/schemas/3.0.0-without-$id.json'));
  return validate(document) ? [] : validate.errors;
}

/** The same schema without additional properties: in a test, an undocumented field is an error. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== 'object') return schema;
  const all = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  return all.type === 'object' && all.properties && !('additionalProperties' in all) ? { ...all, additionalProperties: false } : all;
}

/** The document, with compiled schemas. */
class Contract {
  #ajv = addFormats(new Ajv({ strict: false, allErrors: true }));

  constructor(document) {
    this.document = document;
    this.#ajv.addSchema({ $id: 'contract', components: { schemas: closed(document.components.schemas) } });
  }

  /** The validation errors of a value. The schema may refer to others of the document. */
  errors(schema, value) {
    const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"contract#/components/'));
    const validate = this.#ajv.compile(local);
    return validate(value) ? [] : validate.errors;
  }

  assertFits(schema, value) {
    const errors = this.errors(schema, value);
    assert.deepEqual(errors, [], `${JSON.stringify(value)} is not of the form ${JSON.stringify(schema)}`);
  }

  resolve(ref) {
    return ref.split('/').slice(1).reduce((part, name) => part[name.replaceAll('~1', '/')], this.document);
  }
}

// --- STOMP -------------------------------------------------------------------------------------

let stomp;
before(async () => {
  const { status, headers, body } = await http('GET', '/asyncapi.json');
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^application\/json/);
  stomp = new Contract(body);
});

/** The messages of a channel, by name. */
const messagesOf = (address) => {
  const channel = Object.values(stomp.document.channels).find((candidate) => candidate.address === address);
  return Object.fromEntries(Object.entries(channel.messages).map(([name, { $ref }]) => [name, stomp.resolve($ref)]));
};

const without = (all, ...some) => new Set([...all].filter((one) => !some.includes(one)));

/** Checks everything received on one subscription against the document. Returns the names of the received messages. */
async function held(device, destination, address = destination, headers = {}) {
  const messages = messagesOf(address);
  const came = new Received();
  await device.subscribe(
    destination,
    (frame) => came.add({ name: frame.body.type ?? 'refusal', frame }),
    headers,
  );
  return {
    sees: (body) => came.first({ frame: { body } }),
    check() {
      for (const { name, frame } of came.all) {
        assert.ok(messages[name], `${address} has ${name}, which is not documented`);
        stomp.assertFits(messages[name].payload, frame.body);
        const { 'content-length': _, ...sent } = frame.headers;
        stomp.assertFits(messages[name].headers, { ...sent });
      }
      return new Set(came.all.map(({ name }) => name));
    },
    documented: new Set(Object.keys(messages)),
  };
}

test('the AsyncAPI document is one, by the official schema', () => {
  assert.deepEqual(asyncApiErrors(stomp.document), []);
  assert.notDeepEqual(asyncApiErrors({ ...stomp.document, channels: { x: { address: 1 } } }), [], 'the schema can refuse');
});

test('the document is not sent again to who has it', async () => {
  const first = await http('GET', '/asyncapi.json');
  const second = await http('GET', '/asyncapi.json', { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(second.status, 304);
});

test('everything that is sent over STOMP is documented, and everything documented is sent', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const dora = await signUp('Dora', { mayAddMe: 'contacts' });
  const phone = await ada.connect({ watch: false });
  // Like a client that was connected to another log.
  const events = await held(phone, '/user/queue/events', undefined, { resume: '{}', epoch: 'f'.repeat(32) });
  const signals = await held(phone, '/user/queue/signals');
  const errors = await held(phone, '/user/queue/errors');
  const [adas, bobs, cleos] = await Promise.all([ada, bob, cleo].map((person) => person.connect()));

  const group = await adas.createGroup('Contract', [bob], { open: true });
  const topic = await held(phone, `/topic/conversations/${group}`, '/topic/conversations/{id}');
  await cleos.join(group);
  await cleos.leave(group);
  await adas.add(group, cleo);
  await adas.role(group, bob, 'moderator');
  await bobs.rename(group, 'The contract');
  const { imageId } = await share(bob, jpegFile(40, 30));
  await bobs.ask(`/app/conversations/${group}/avatar`, { imageId });
  await bobs.ask(`/app/conversations/${group}/avatar`, {});
  await bobs.ask(`/app/conversations/${group}/place`, { place: { lat: 52.5, lon: 13.4, label: 'The well' } });
  await bobs.ask(`/app/conversations/${group}/place`, {});
  const { position } = await bobs.say(group, 'Read it', { replyTo: undefined, mentions: [ada.personId] });
  await bobs.say(group, 'Really', { replyTo: position, images: [imageId] });
  await bobs.edit(group, position, 'Read it, please');
  await cleos.react(group, position, '👍');
  await cleos.unreact(group, position, '👍');
  await adas.pin(group, position);
  await adas.unpin(group, position);
  await cleos.read(group, position);
  await bobs.delete(group, position);
  await adas.ask(`/app/conversations/${group}/remove`, { personId: cleo.personId, ban: true });
  await adas.ask(`/app/conversations/${group}/unban`, { personId: cleo.personId });
  await adas.add(group, dora);
  await (await dora.connect()).ask(`/app/conversations/${group}/decline`, {});
  const requests = [];
  for (const person of [cleo, dora]) {
    const device = await person.connect();
    const request = await device.openDirect(ada);
    await device.say(request, 'May I?');
    requests.push(request);
  }
  await adas.ask(`/app/conversations/${requests[0]}/accept`, {});
  await adas.ask(`/app/conversations/${requests[1]}/decline`, {});
  await ada.write('PATCH', '/api/me', { mayWriteMe: 'contacts' });
  await ada.write('PATCH', '/api/me', { mayWriteMe: 'everyone' });
  const speakers = [bob.personId, ada.personId];
  const { serviceId } = await bob.post('/api/services', { ...serviceAt({ lat: 0, lon: 0 }), speakers }, key());
  await adas.ask(`/app/services/${serviceId}/decline`);
  const service = `/api/services/${serviceId}`;
  for (const named of [speakers, [bob.personId], speakers]) await bob.write('PATCH', service, { speakers: named });
  await adas.ask(`/app/services/${serviceId}/accept`);
  const chat = await adas.openDirect(bob);
  await adas.say(chat, 'Hello');
  await bobs.say(chat, 'Hello, Ada');
  await adas.mute(chat, new Date(Date.now() + 60_000).toISOString());
  await adas.mute(chat);
  await adas.arrange(chat, { section: 'pinned' });
  await adas.block(cleo);
  await adas.unblock(cleo);
  bobs.typing(chat);
  await adas.signals.first({ type: 'typing' });
  await cleo.post('/api/me/erasure', {});
  await adas.sees({ type: 'authorErased', conversationId: group, personId: cleo.personId });
  await bobs.disconnect();
  await adas.signals.first({ type: 'presence', online: false });
  await adas.sees({ type: 'personUnblocked' });
  // One refusal with all fields, and one with as few as possible.
  phone.tell(`/app/conversations/${group}/send`, { key: key(), text: '' }, { receipt: 'r' });
  phone.tell('/app/nowhere');
  await phone.ask(`/app/conversations/${group}/send`, { key: key(), text: 'Whoever answers this has answered those' });

  // A gap needs a long absence; the tests of resume check it.
  assert.deepEqual(events.check(), without(events.documented, 'gap'));
  assert.deepEqual(topic.check(), without(topic.documented, 'directOpened', 'groupCreated', 'requestAccepted'));
  assert.deepEqual(signals.check(), signals.documented);
  assert.deepEqual(errors.check(), errors.documented);
});

const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();

const gatheringAt = (place) => ({
  title: 'Picnic', text: 'Bring something', category: 'food', place: { ...place, label: 'At the lake' },
  start: inHours(24), end: inHours(26), zone: 'Europe/Berlin', capacity: 5, conversation: true,
});

const serviceAt = (place) => ({
  name: 'Library', text: 'Books', category: 'library', place, area: 1_000,
  hours: {
    zone: 'Europe/Berlin',
    weekly: [{ dayOfWeek: ['monday', 'friday'], opens: '09:00', closes: '17:30' }],
    special: [{ validFrom: '2026-12-24', validThrough: '2026-12-26' }],
  },
  contact: { telephone: '+49 30 1234', email: 'library@example.org', website: 'https://example.org' },
});

test('everything that is told of what is near is documented, and everything documented is told', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  await searchIsThere(ada);
  const here = { lat: Math.random() * 120 - 60, lon: Math.random() * 350 - 175 };
  const phone = await ada.connect();
  await phone.ask('/app/place', here);
  const headers = { lat: String(here.lat), lon: String(here.lon) };
  const nearby = await held(phone, '/user/queue/nearby', undefined, headers);
  const published = [];
  for (const [path, body] of [['/api/gatherings', gatheringAt(here)], ['/api/services', serviceAt(here)]]) {
    published.push(await bob.post(path, body, key()));
  }
  const [{ gatheringId }, { serviceId }] = published;
  await bob.post('/api/groups', { name: 'Street', open: true, place: here }, key());
  await bob.write('PUT', '/api/me/place', here);
  await bob.write('PATCH', '/api/me', { discoverable: 'everyone', interests: ['Chess'] });
  for (const kind of ['gathering', 'service', 'group', 'person']) await nearby.sees({ type: 'appeared', kind });
  await bob.write('PATCH', `/api/services/${serviceId}`, { name: 'City library' });
  await nearby.sees({ type: 'changed', kind: 'service' });
  await ada.write('PUT', `/api/gatherings/${gatheringId}/answer`, { answer: 'interested' });
  await bob.write('PATCH', `/api/gatherings/${gatheringId}`, { start: inHours(25) });
  await nearby.sees({ type: 'gatheringRescheduled' });
  await bob.write('DELETE', `/api/gatherings/${gatheringId}`);
  await nearby.sees({ type: 'gatheringCancelled' });
  await nearby.sees({ type: 'gone', kind: 'gathering', id: gatheringId });
  await nearby.sees({ type: 'caughtUp' });

  assert.deepEqual(nearby.check(), nearby.documented);
});

// --- HTTP --------------------------------------------------------------------------------------

let openApi;
before(async () => {
  openApi = new Contract((await http('GET', '/openapi.json')).body);
});

const schemaOf = (response) => Object.values((response.$ref ? openApi.resolve(response.$ref) : response).content)[0].schema;

test('the OpenAPI document says what it is of, and how to sign in', () => {
  const { openapi, info, security, components, paths } = openApi.document;
  assert.match(openapi, /^3\.1/);
  assert.ok(info.title && info.version && info.description);
  const [[scheme]] = security.map(Object.keys);
  assert.deepEqual(components.securitySchemes[scheme], { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  const open = Object.entries(paths).flatMap(([path, calls]) =>
    Object.entries(calls).filter(([, call]) => call.security?.length === 0).map(([method]) => `${method} ${path}`));
  assert.deepEqual(open.sort(), [
    'get /api/mail/confirmations/{token}', 'get /api/mail/unsubscribe/{token}', 'post /api/mail/confirmations',
    'post /api/mail/confirmations/{token}', 'post /api/mail/feedback/ses', 'post /api/mail/unsubscribe/{token}',
    'post /api/people', 'post /api/sessions', 'post /api/sessions/refresh',
  ]);
  for (const path of ['/api/groups', '/api/gatherings', '/api/services', '/api/conversations/{id}/messages']) {
    const { name, in: place, required } = paths[path].post.parameters.find((parameter) => parameter.in === 'header');
    assert.deepEqual([name, place, required], ['Idempotency-Key', 'header', true], path);
  }
});

test('what is answered over HTTP is of the documented form, refusals too', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const group = '/api/conversations/{id}';
  let id;
  const call = async (person, method, path, { query = '', parts = {}, body, status = 200 } = {}) => {
    const filled = path.replace('{id}', id).replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(parts[name]));
    const documented = openApi.document.paths[path][method.toLowerCase()];
    if (body !== undefined) openApi.assertFits(documented.requestBody.content['application/json'].schema, body);
    const answer = await http(method, filled + query, { token: person?.token, body, headers: { 'idempotency-key': key() } });
    assert.equal(answer.status, status, `${method} ${filled}`);
    openApi.assertFits(schemaOf(documented.responses[status] ?? documented.responses.default), answer.body);
    return answer.body;
  };

  ({ conversationId: id } = await call(ada, 'POST', '/api/groups', { body: { name: 'Contract', members: [bob.personId] }, status: 201 }));
  const send = (person, text, more) => call(person, 'POST', `${group}/messages`, { body: { text, ...more }, status: 201 });
  const { position } = await send(ada, 'Read it');
  const { position: gone } = await send(ada, 'Not this');
  const form = openApi.document.paths['/api/images'].post;
  const given = await upload(ada, jpegFile(40, 30));
  openApi.assertFits(schemaOf(form.responses[given.status]), given.body);
  const refused = await upload(ada, Buffer.from('no picture'));
  assert.equal(refused.status, 400);
  openApi.assertFits(schemaOf(form.responses.default), refused.body);
  assert.deepEqual(Object.keys(form.requestBody.content), ['multipart/form-data']);
  const { imageId } = given.body;
  await send(ada, 'Look', { images: [imageId] });
  const picture = openApi.document.paths['/api/images/{id}'].get;
  for (const format of ['jpeg', 'webp', 'png']) {
    const { status, headers } = await fetch(new URL(`/api/images/${imageId}?format=${format}`, address), {
      headers: { authorization: `Bearer ${ada.token}` },
    });
    assert.ok(headers.get('content-type') in picture.responses[status].content, `${format} is documented`);
  }
  for (const path of ['/api/me/avatar', `${group}/avatar`]) {
    await call(ada, 'PUT', path, { body: { imageId } });
    await call(bob, 'GET', group);
    await call(bob, 'GET', `${group}/members`);
    await call(bob, 'GET', '/api/people', { query: `?handle=${ada.handle}` });
    assert.equal((await call(ada, 'GET', '/api/me')).avatar.imageId, imageId);
  }
  await call(ada, 'DELETE', `${group}/avatar`);
  await call(ada, 'DELETE', '/api/me/avatar');
  await send(bob, 'Which?', { replyTo: position, mentions: [ada.personId] });
  const at = (message) => ({ parts: { position: message, emoji: '👍' } });
  await call(ada, 'PATCH', `${group}/messages/{position}`, { ...at(position), body: { text: 'Read it, please' } });
  await call(ada, 'DELETE', `${group}/messages/{position}`, at(gone));
  await call(bob, 'PUT', `${group}/messages/{position}/reactions/{emoji}`, at(position));
  await call(ada, 'PUT', `${group}/pins/{position}`, at(position));
  await call(bob, 'PUT', `${group}/read`, { body: { upTo: position } });
  await call(ada, 'PUT', `${group}/notifications`, { body: { level: 'mentions' } });
  const quiet = { zone: 'Europe/Berlin', weekly: [{ dayOfWeek: ['monday'], opens: '22:00', closes: '07:00' }], special: [] };
  await call(ada, 'PUT', '/api/me/notifications', { body: { level: 'keywords', keywords: ['Pizza'], preview: 'sender', quiet, digest: { at: '18:30', zone: 'Europe/Berlin' } } });
  assert.equal((await call(ada, 'GET', '/api/me/notifications')).conversations.length, 1);
  await call(ada, 'PUT', '/api/me/mail', { body: { address: 'ada@example.org', language: 'pl' } });
  await call(ada, 'PUT', '/api/me/mail', { body: { address: 'ada@localhost' }, status: 400 });
  await call(ada, 'PUT', '/api/me/mail/topics/{topic}', { parts: { topic: 'digest' }, body: { wanted: true } });
  assert.equal((await call(ada, 'GET', '/api/me/mail')).pending, 'ada@example.org');
  await call(undefined, 'POST', '/api/mail/confirmations', { body: { token: 'none' }, status: 404 });
  await call(ada, 'PUT', `${group}/mute`, { body: { until: new Date(Date.now() + 60_000).toISOString() } });
  await call(ada, 'PATCH', `${group}/arrangement`, { body: { section: 'archived', unread: true } });
  const { conversationId: direct } = await call(bob, 'POST', '/api/direct', { body: { with: ada.personId }, status: 201 });
  const inGroup = id;
  id = direct;
  await send(bob, 'May I?');
  assert.equal((await call(ada, 'GET', '/api/requests')).requests.length, 1);
  await call(ada, 'POST', '/api/requests/{id}/accept');
  await call(ada, 'POST', '/api/requests/{id}/decline', { status: 404 });
  const dora = await signUp('Dora', { mayAddMe: 'contacts' });
  id = inGroup;
  await call(ada, 'POST', `${group}/members`, { body: { personId: dora.personId }, status: 202 });
  assert.equal((await call(dora, 'GET', '/api/invitations')).invitations.length, 1);
  await call(dora, 'POST', `${group}/invitation/decline`);
  await call(dora, 'POST', `${group}/invitation/accept`, { status: 404 });
  await call(ada, 'DELETE', `${group}/members/{personId}`, { query: '?ban=true', parts: { personId: dora.personId } });
  assert.equal((await call(ada, 'GET', `${group}/bans`)).bans.length, 1);
  await call(ada, 'DELETE', `${group}/bans/{personId}`, { parts: { personId: dora.personId } });
  await call(ada, 'PUT', '/api/blocked/{personId}', { parts: { personId: bob.personId } });
  await call(ada, 'POST', '/api/reports', { body: { personId: bob.personId, reason: 'spam', note: 'Too many contracts' }, status: 201 });
  assert.equal((await call(ada, 'GET', '/api/me/reports')).reports.length, 1);
  await call(ada, 'PATCH', '/api/me', { body: { about: 'Writes contracts', discoverable: 'groups', interests: ['Chess'] } });

  const inbox = await call(ada, 'GET', '/api/conversations', { query: '?limit=1' });
  assert.equal(inbox.conversations.length, 1);
  assert.equal((await call(ada, 'GET', '/api/conversations', { query: `?cursor=${inbox.cursor}` })).conversations.length, 1);
  await call(ada, 'GET', group);
  await call(ada, 'GET', `${group}/members`);
  const history = await call(bob, 'GET', `${group}/messages`);
  assert.equal(history.messages.length, 4);
  assert.ok(history.happenings.length > 0 && history.reads.length > 0);
  assert.ok((await call(ada, 'GET', `${group}/events`)).events.length > 5);
  await call(ada, 'GET', '/api/me');
  await call(ada, 'GET', '/api/people/{id}', { status: 404 });
  assert.equal((await call(ada, 'GET', '/api/people', { query: `?handle=${bob.handle}` })).people.length, 0, 'blocked');
  assert.equal((await call(ada, 'GET', '/api/blocked')).blocked.length, 1);
  assert.equal((await call(ada, 'GET', '/api/muted')).muted.length, 1);
  id = direct;
  await call(ada, 'GET', group);
  ({ conversationId: id } = await call(ada, 'POST', '/api/groups', { body: { name: 'Open', members: [], open: true }, status: 201 }));
  assert.equal((await call(bob, 'GET', `${group}/preview`)).memberCount, 1);

  const here = { lat: Math.random() * 120 - 60, lon: Math.random() * 350 - 175 };
  await call(bob, 'PUT', '/api/me/place', { body: here });
  await call(bob, 'PATCH', '/api/me', { body: { discoverable: 'everyone' } });
  await call(ada, 'DELETE', '/api/blocked/{personId}', { parts: { personId: bob.personId } });
  ({ gatheringId: id } = await call(bob, 'POST', '/api/gatherings', { body: gatheringAt(here), status: 201 }));
  await call(bob, 'PATCH', '/api/gatherings/{id}', { body: { title: 'A picnic' } });
  const { imageId: bobsImage } = await share(bob, jpegFile(40, 30));
  await call(bob, 'PUT', '/api/gatherings/{id}/picture', { body: { imageId: bobsImage } });
  assert.equal((await call(ada, 'GET', '/api/gatherings/{id}')).picture.imageId, bobsImage);
  await call(ada, 'PUT', '/api/gatherings/{id}/answer', { body: { answer: 'going' } });
  await call(ada, 'GET', '/api/gatherings/{id}');
  assert.equal((await call(ada, 'GET', '/api/me/gatherings')).gatherings.length, 1);
  await call(ada, 'DELETE', '/api/gatherings/{id}/picture', { status: 403 });
  await call(ada, 'DELETE', '/api/gatherings/{id}', { status: 403 });
  ({ serviceId: id } = await call(bob, 'POST', '/api/services', { body: serviceAt(here), status: 201 }));
  await call(bob, 'PATCH', '/api/services/{id}', { body: { text: 'Books and films' } });
  await call(ada, 'GET', '/api/services/{id}');
  await call(bob, 'PATCH', '/api/services/{id}', { body: { speakers: [bob.personId, ada.personId] } });
  await call(bob, 'GET', '/api/services/{id}');
  assert.equal((await call(ada, 'GET', '/api/me/services')).services[0].role, 'invited');
  await call(ada, 'POST', '/api/services/{id}/invitation/accept');
  await call(ada, 'POST', '/api/services/{id}/invitation/decline');
  assert.equal((await call(bob, 'GET', '/api/me/services')).services[0].role, 'speaker');
  await searchIsThere(ada);
  const { conversationId: street } = await call(bob, 'POST', '/api/groups', { body: { name: 'Street', open: true, place: here }, status: 201 });
  const service = id;
  id = street;
  await call(bob, 'PUT', `${group}/place`, { body: { ...here, label: 'The well' } });
  assert.equal((await call(bob, 'GET', group)).place.label, 'The well');
  assert.equal((await call(ada, 'GET', `${group}/preview`)).place.label, 'The well');
  id = service;
  for (const kind of ['people', 'gatherings', 'services', 'groups']) {
    let found = [];
    while (found.length === 0) {
      found = (await call(ada, 'GET', `/api/nearby/${kind}`, { query: `?lat=${here.lat}&lon=${here.lon}&limit=1` }))[kind];
    }
  }
  await call(bob, 'DELETE', '/api/services/{id}');
  id = street;
  await call(bob, 'DELETE', `${group}/place`);
  id = service;
  await call(ada, 'GET', '/api/nearby/people', { query: '?lat=91&lon=0', status: 400 });
  await call(ada, 'PATCH', group, { body: { name: 'No group' }, status: 404 });
  id = direct;

  await call(undefined, 'GET', '/api/me', { status: 401 });
  await call(ada, 'PATCH', group, { body: { name: 'No group' }, status: 409 });
  await call(bob, 'GET', `${group}/messages`, { query: '?limit=0', status: 400 });
});

test('a body that lacks what is documented as required is refused', async () => {
  const [ada] = await signUpAll('Ada');
  let tried = 0;
  for (const [path, calls] of Object.entries(openApi.document.paths)) {
    for (const [method, { requestBody }] of Object.entries(calls)) {
      const schema = requestBody?.content['application/json']?.schema;
      if (schema && openApi.errors(schema, {}).length > 0) {
        const answer = await http(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'), {
          token: ada.token, body: {}, headers: { 'idempotency-key': key() },
        });
        // A token of the chat opens nothing of the staff.
        const expected = /^\/api\/(analytics|audit|campaigns|ops|replays)(\/|$)/.test(path) ? [401, 'unauthenticated'] : [400, 'invalid_request'];
        assert.deepEqual([answer.status, answer.body.code], expected, `${method} ${path}`);
        tried++;
      }
    }
  }
  assert.ok(tried >= 9, `only ${tried} bodies lack something`);
});
