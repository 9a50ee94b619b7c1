import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, Refused, signUpAll } from '../powow.js';

const refuses = (promise, code, field) =>
  assert.rejects(promise, (failure) => failure instanceof Refused && failure.code === code && (!field || failure.refusal.field === field), `${code} ${field ?? ''}`);

/** Ada and Bob talk; Eve does not. */
async function anInsult() {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const conversationId = await adas.openDirect(bob);
  const { position } = await bobs.say(conversationId, 'You!');
  await adas.sees({ type: 'messageSent', conversationId, position });
  return { ada, bob, eve, bobs, message: { conversationId, position } };
}

const reportsOf = async (person) => (await person.get('/api/me/reports')).reports;

test('a reported message is received, once, and only the reporter sees it', async () => {
  const { ada, bob, eve, message } = await anInsult();
  const report = { ...message, reason: 'harassment', note: ' He shouts. ' };

  const made = await ada.post('/api/reports', report);
  const again = await ada.post('/api/reports', { ...message, reason: 'threat' });
  const person = await ada.post('/api/reports', { personId: bob.personId, reason: 'false_identity' });

  assert.deepEqual(again, made);
  assert.deepEqual(await reportsOf(ada), [
    { ...person, personId: bob.personId, reason: 'false_identity', state: 'open' },
    { ...made, ...message, personId: bob.personId, reason: 'harassment', note: 'He shouts.', state: 'open' },
  ]);
  assert.deepEqual(await reportsOf(bob), []);
  assert.deepEqual(await reportsOf(eve), []);
  const { reports, before } = await ada.get('/api/me/reports?limit=1');
  assert.deepEqual([reports.length, before], [1, person.reportId]);
  assert.equal((await ada.get(`/api/me/reports?limit=1&before=${before}`)).reports[0].reportId, made.reportId);
});

test('the reported person is told nothing', async () => {
  const { ada, bob, bobs, message } = await anInsult();
  const heard = [...bobs.events.all].length;

  await ada.post('/api/reports', { ...message, reason: 'spam' });
  await ada.post('/api/reports', { personId: bob.personId, reason: 'spam' });

  const { position } = await bobs.say(message.conversationId, 'Anything?');
  await bobs.sees({ type: 'messageSent', position });
  assert.equal(bobs.events.all.length, heard + 1);
});

test('only whoever can see a message reports it', async () => {
  const { ada, bob, eve, bobs, message } = await anInsult();

  await refuses(eve.post('/api/reports', { ...message, reason: 'spam' }), 'conversation_not_found', 'conversationId');
  await refuses(ada.post('/api/reports', { ...message, position: 99, reason: 'spam' }), 'message_not_found', 'position');
  await refuses(ada.post('/api/reports', { ...message, position: 0, reason: 'spam' }), 'message_not_found', 'position');
  await refuses(bob.post('/api/reports', { ...message, reason: 'spam' }), 'report_of_yourself', 'position');
  const group = await bobs.createGroup('Garden', [ada]);
  const { position } = await bobs.say(group, 'You, again!');
  await (await ada.connect()).leave(group);
  const { position: since } = await bobs.say(group, 'Good riddance');
  await refuses(ada.post('/api/reports', { conversationId: group, position: since, reason: 'spam' }), 'message_not_found', 'position');
  await bobs.delete(group, position);
  await ada.post('/api/reports', { conversationId: group, position, reason: 'harassment' });
});

test('what is wrong with a report is named', async () => {
  const { ada, bob, message } = await anInsult();
  const about = { personId: bob.personId, reason: 'spam' };
  const made = (body) => ada.post('/api/reports', body);

  await refuses(made({ reason: 'spam' }), 'invalid_report', 'personId');
  await refuses(made({ ...about, ...message }), 'invalid_report', 'personId');
  await refuses(made({ reason: 'spam', position: 1 }), 'invalid_report', 'conversationId');
  await refuses(made({ reason: 'spam', conversationId: message.conversationId }), 'invalid_report', 'position');
  await refuses(made({ personId: bob.personId }), 'invalid_request', 'reason');
  await refuses(made({ ...about, reason: 'envy' }), 'invalid_request', 'reason');
  await refuses(made({ ...about, note: 'x'.repeat(4097) }), 'text_too_long', 'note');
  await refuses(made({ ...about, note: 'a\u0007' }), 'invalid_text', 'note');
  await refuses(made({ ...about, personId: ada.personId }), 'report_of_yourself', 'personId');
  await refuses(made({ ...about, personId: 'nobody' }), 'person_not_found', 'personId');
  await refuses(ada.get('/api/me/reports?limit=101'), 'invalid_request', 'limit');
  assert.deepEqual(await reportsOf(ada), []);
});

async function exported(person) {
  const answer = await fetch(new URL('/api/me/export', address), { headers: { authorization: `Bearer ${person.token}` } });
  return Buffer.from(await answer.arrayBuffer());
}

test('an export has my reports', async () => {
  const { ada, message } = await anInsult();
  await ada.post('/api/reports', { ...message, reason: 'harassment' });

  assert.ok((await exported(ada)).includes('reports.jsonl'));
});
