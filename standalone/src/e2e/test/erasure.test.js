import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jpegFile, share } from '../pictures.js';
import { address, http, key, Refused, signUpAll } from '../powow.js';

/** The server under test has no time to withdraw: an erasure begins at once. */
const erase = (person) => person.post('/api/me/erasure', {});

const refuses = (promise, code) => assert.rejects(promise, (failure) => failure instanceof Refused && failure.code === code);

test('the words of an erased person are gone on every way to read them, and the chat stays for the other', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const canary = `marmalade${Math.random().toString(36).slice(2)}`;
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const chat = await adas.openDirect(bob);
  await adas.say(chat, canary);
  await bobs.say(chat, 'An answer');
  const { position: edited } = await adas.say(chat, 'To be edited');
  await ada.write('PATCH', `/api/conversations/${chat}/messages/${edited}`, { text: `${canary} edited` });
  await ada.write('PATCH', '/api/me', { about: canary });

  await erase(ada);
  await bobs.sees({ type: 'authorErased', conversationId: chat, personId: ada.personId });

  const read = [await bob.history(chat), await bob.events(chat), await bob.inboxEntry(chat), await bob.get(`/api/people/${ada.personId}`)];
  assert.ok(!JSON.stringify(read).includes(canary), JSON.stringify(read));
  const [hers, his] = await bob.messages(chat);
  assert.equal(hers.withheld, 'erased');
  assert.equal(his.text, 'An answer');
  const again = await bob.connect({ resume: { [chat]: -1 } });
  await again.sees({ type: 'caughtUp' });
  assert.ok(!JSON.stringify(again.events.all).includes(canary));
  const { erased, handle } = await bob.get(`/api/people/${ada.personId}`);
  assert.deepEqual([erased, handle], [true, 'erased']);
  await refuses(bob.post(`/api/conversations/${chat}/messages`, { text: 'Hello?' }, key()), 'person_not_found');
  await refuses(ada.get('/api/me'), 'session_ended');
  assert.equal((await http('POST', '/api/sessions', { body: { handle: ada.handle, password: ada.password } })).status, 401);
  assert.equal((await http('POST', '/api/people', { body: { handle: ada.handle, password: ada.password, displayName: 'Eve' } })).body.code, 'handle_taken');
});

test('the gathering of an erased host goes on without its picture', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [start, end] = [1, 2].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  const { gatheringId } = await ada.post('/api/gatherings', { title: 'Picnic', place: { lat: 1, lon: 2 }, start, end, zone: 'UTC' }, key());
  const { imageId } = await share(ada, jpegFile(40, 30));
  await ada.write('PUT', `/api/gatherings/${gatheringId}/picture`, { imageId });
  const gathering = () => bob.get(`/api/gatherings/${gatheringId}`);
  assert.equal((await gathering()).picture.imageId, imageId);
  await erase(ada);
  while ((await gathering()).picture) await new Promise((resolve) => setTimeout(resolve, 50));
  await refuses(bob.get(`/api/images/${imageId}`), 'image_not_found');
});

test('whoever has not asked for an erasure is told so, and that is no error', async () => {
  const [ada] = await signUpAll('Ada');
  assert.deepEqual(await ada.get('/api/me/erasure'), {});
});

test('whoever moderates longest owns the group of an erased owner', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const adas = await ada.connect();
  const group = await adas.createGroup('Garden', [bob, cleo]);
  await ada.write('PUT', `/api/conversations/${group}/members/${cleo.personId}/role`, { role: 'moderator' });
  const cleos = await cleo.connect();

  await erase(ada);
  await cleos.sees({ type: 'authorErased', conversationId: group });

  const members = await cleo.members(group);
  const roles = Object.fromEntries(members.map(({ personId, role }) => [personId, role]));
  assert.deepEqual(roles, { [bob.personId]: 'member', [cleo.personId]: 'owner' });
});

test('an export has my own words, and those of others as far as I can see them', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const chat = await adas.openDirect(bob);
  await adas.say(chat, 'Mine');
  const { position: deleted } = await bobs.say(chat, 'Deleted since');
  await bobs.delete(chat, deleted);

  const answer = await fetch(new URL('/api/me/export', address), { headers: { authorization: `Bearer ${ada.token}` } });

  assert.equal(answer.headers.get('content-type'), 'application/zip');
  const zip = Buffer.from(await answer.arrayBuffer());
  // The end of the directory of a complete zip.
  assert.ok(zip.includes(Buffer.from([0x50, 0x4b, 5, 6])));
  for (const file of ['index.html', 'profile.jsonl', 'sessions.jsonl', 'devices.jsonl', 'pictures.jsonl', 'audits.jsonl', `conversations/${chat}.jsonl`]) assert.ok(zip.includes(file), file);
});
