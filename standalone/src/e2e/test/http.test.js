import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { get } from 'node:http';
import { address, http, key, signUpAll } from '../powow.js';

const conversations = '/api/conversations';

test('the whole story, told over HTTP and heard over STOMP', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const phones = await Promise.all([ada, bob, cleo].map((person) => person.connect()));
  const [adasPhone, bobsPhone, cleosPhone] = phones;

  const { conversationId: group, position: created } = await ada.post('/api/groups',
    { name: 'Told over HTTP', members: [bob.personId], open: true }, key());
  assert.equal(created, 0);
  const at = `${conversations}/${group}`;

  const steps = [
    ['memberJoined', () => cleo.post(`${at}/join`, {})],
    ['messageSent', () => bob.post(`${at}/messages`, { text: 'Helo' }, key())],
    ['messageEdited', () => bob.write('PATCH', `${at}/messages/2`, { text: 'Hello' })],
    ['messageSent', () => cleo.post(`${at}/messages`, { text: 'Hello yourself', replyTo: 2, mentions: [bob.personId] }, key())],
    ['reactionAdded', () => ada.write('PUT', `${at}/messages/4/reactions/${encodeURIComponent('👩‍🚀')}`)],
    ['reactionRemoved', () => ada.write('DELETE', `${at}/messages/4/reactions/${encodeURIComponent('👩‍🚀')}`)],
    ['messagePinned', () => ada.write('PUT', `${at}/pins/4`)],
    ['messageUnpinned', () => ada.write('DELETE', `${at}/pins/4`)],
    ['messageDeleted', () => cleo.write('DELETE', `${at}/messages/4`)],
    ['groupRenamed', () => ada.write('PATCH', at, { name: 'Told and heard' })],
    ['roleChanged', () => ada.write('PUT', `${at}/members/${bob.personId}/role`, { role: 'owner' })],
    ['memberRemoved', () => bob.write('DELETE', `${at}/members/${cleo.personId}`)],
    ['memberAdded', () => bob.post(`${at}/members`, { personId: cleo.personId })],
    ['memberLeft', () => ada.post(`${at}/leave`, {})],
  ];
  for (const [i, [type, step]] of steps.entries()) {
    assert.deepEqual(await step(), { conversationId: group, position: i + 1 }, type);
    await bobsPhone.sees({ conversationId: group, position: i + 1, type });
  }
  assert.deepEqual(bobsPhone.seen(group).map(({ type }) => type), ['groupCreated', ...steps.map(([type]) => type)]);
  await adasPhone.sees({ conversationId: group, position: steps.length, type: 'memberLeft' });
  await cleosPhone.sees({ conversationId: group, type: 'memberAdded' });
});

test('a command that makes something is answered 201 with its place, and under its key only once', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const opened = await http('POST', '/api/direct', { token: ada.token, body: { with: bob.personId } });
  assert.equal(opened.status, 201);
  const chat = opened.body.conversationId;
  assert.deepEqual(opened.body, { conversationId: chat, position: 0 });
  assert.equal((await bob.post('/api/direct', { with: ada.personId })).conversationId, chat);

  const messageKey = key();
  const send = () => http('POST', `${conversations}/${chat}/messages`, {
    token: ada.token, body: { text: 'Once' }, headers: { 'idempotency-key': messageKey },
  });
  const answers = await Promise.all(Array.from({ length: 10 }, send));
  for (const answer of answers) {
    assert.equal(answer.status, 201);
    assert.deepEqual(answer.body, { conversationId: chat, position: 1 });
  }
  assert.equal((await bob.messages(chat)).length, 1);
});

test('reading, muting and blocking have their twins as well', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const { conversationId: chat } = await ada.post('/api/direct', { with: bob.personId });
  await ada.post(`${conversations}/${chat}/messages`, { text: 'Read me' }, key());
  assert.equal((await bob.get('/api/requests')).requests[0].unread, 1);
  await bob.post(`/api/requests/${chat}/accept`);
  assert.equal(await bob.unread(chat), 1);
  await bob.write('PUT', `${conversations}/${chat}/read`, { upTo: 1 });
  assert.equal(await bob.unread(chat), 0);

  const until = new Date(Date.now() + 60_000).toISOString();
  await bob.write('PUT', `${conversations}/${chat}/mute`, { until });
  assert.equal((await bob.inboxEntry(chat)).mutedUntil, until);
  await bob.write('PUT', `/api/blocked/${ada.personId}`);
  await assert.rejects(ada.post(`${conversations}/${chat}/messages`, { text: 'Hm?' }, key()), { code: 'blocked' });
  await bob.write('DELETE', `/api/blocked/${ada.personId}`);
  await ada.post(`${conversations}/${chat}/messages`, { text: 'Hm.' }, key());
});

test('a refusal over HTTP has the code that it has over STOMP, and a fitting status', async () => {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const { conversationId: group } = await ada.post('/api/groups', { name: 'Ours', members: [bob.personId] }, key());
  const { position } = await ada.post(`${conversations}/${group}/messages`, { text: 'x' }, key());
  const at = `${conversations}/${group}`;
  const cases = [
    [400, 'empty_message', ada, 'POST', `${at}/messages`, { text: '' }],
    [400, 'invalid_text', ada, 'POST', `${at}/messages`, { text: '\u0001' }],
    [400, 'invalid_request', ada, 'POST', `${at}/messages`, { text: { a: 1 } }],
    [403, 'not_allowed', bob, 'PATCH', at, { name: "Bob's" }],
    [403, 'not_the_author', bob, 'PATCH', `${at}/messages/${position}`, { text: 'y' }],
    [404, 'conversation_not_found', eve, 'POST', `${at}/messages`, { text: 'y' }],
    [404, 'message_not_found', ada, 'PATCH', `${at}/messages/77`, { text: 'y' }],
    [404, 'person_not_found', ada, 'POST', `${at}/members`, { personId: 'pnobody' }],
    [409, 'last_owner', ada, 'POST', `${at}/leave`, {}],
    [413, 'text_too_long', ada, 'POST', `${at}/messages`, { text: 'x'.repeat(65_537) }],
  ];
  for (const [status, code, person, method, path, body] of cases) {
    const answer = await http(method, path, { token: person.token, body, headers: { 'idempotency-key': key() } });
    assert.equal(answer.body.code, code, `${method} ${path}`);
    assert.equal(answer.status, status, code);
    assert.equal(answer.body.status, status, code);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  }
});

test('a message without an Idempotency-Key is refused, since a retry of it would be a second one', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const { conversationId: chat } = await ada.post('/api/direct', { with: bob.personId });
  await assert.rejects(ada.post(`${conversations}/${chat}/messages`, { text: 'x' }), { code: 'invalid_request' });
});

test('what is read is not kept by caches between', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const { conversationId: chat } = await ada.post('/api/direct', { with: bob.personId });
  for (const path of ['/api/me', conversations, `${conversations}/${chat}/messages`]) {
    const answer = await http('GET', path, { token: ada.token });
    assert.match(answer.headers.get('cache-control') ?? '', /no-store|private/, path);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
  }
});

/** The undecoded response. */
const raw = (path, headers) =>
  new Promise((resolve, reject) => {
    get(new URL(path, address), { headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('end', () => resolve({ headers: answer.headers, bytes: Buffer.concat(parts) }));
    }).on('error', reject);
  });

// The cluster tests run this through HAProxy too.
test('a history is compressed for whoever takes it compressed', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const phone = await ada.connect();
  const chat = await phone.openDirect(bob);
  for (let i = 0; i < 50; i++) await phone.say(chat, `Message ${i}: shall we meet at the allotment on Saturday, or rather on Sunday?`);
  const path = `${conversations}/${chat}/messages?limit=50`;
  const authorization = `Bearer ${ada.token}`;
  const plain = await raw(path, { authorization });
  const packed = await raw(path, { authorization, 'accept-encoding': 'gzip' });
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.match(packed.headers['vary'] ?? '', /accept-encoding/i);
  assert.deepEqual(JSON.parse(gunzipSync(packed.bytes)), JSON.parse(plain.bytes));
  console.log(`50 messages: ${plain.bytes.length} bytes, compressed ${packed.bytes.length}`);
  assert.ok(packed.bytes.length < plain.bytes.length / 4);
});
