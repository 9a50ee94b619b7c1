import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { everythingReached, http, key, signUpAll } from '../powow.js';

async function aChatAndAStranger() {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const [adasPhone, bobsPhone, evesPhone] = await Promise.all([ada.connect(), bob.connect(), eve.connect()]);
  const chat = await adasPhone.openDirect(bob);
  const { position } = await adasPhone.say(chat, 'For your eyes only');
  return { ada, bob, eve, adasPhone, bobsPhone, evesPhone, chat, position };
}

test('nobody subscribes to what is not theirs, or not in the contract', async () => {
  const { adasPhone, bob, evesPhone, chat } = await aChatAndAStranger();
  const leaked = [];
  for (const destination of [
    '/topic/**', '/topic/*', '/topic/conversations/*', '/topic/conversations/**', '/topic/conversations/', '/topic/conversations',
    `/topic/conversations/${chat}`, `/topic/conversations/${chat}/`, `/topic/conversations/${chat}.`, `/topic/conversations/./${chat}`,
    `/topic/conversations/%2e%2e/${chat}`, `/topic/conversations/${chat}%00`, `/topic/conversations/{id}`, `/topic//conversations/${chat}`,
    `/queue/events`, `/queue/events-user${bob.personId}`, `/queue/errors-user${bob.personId}`, `/user/${bob.personId}/queue/events`,
    `/user/queue/*`, '/user/**', '/user/queue/events/', '/user/queue/secret', '/app/conversations', '/exchange/x', '**', '*', '', '/',
    '/USER/QUEUE/EVENTS', '/user/queue/../queue/events',
  ]) {
    await assert.rejects(
      evesPhone.subscribe(destination, (message) => leaked.push(message)),
      (error) => ['forbidden_destination', 'conversation_not_found'].includes(error.code),
      JSON.stringify(destination),
    );
  }
  await adasPhone.say(chat, 'Still for your eyes only');
  await everythingReached(evesPhone, adasPhone);
  assert.deepEqual(leaked, []);
  assert.deepEqual(evesPhone.seen(chat), []);
});

test('a selector is refused, whatever it asks', async () => {
  const { bobsPhone } = await aChatAndAStranger();
  await assert.rejects(
    bobsPhone.subscribe('/user/queue/events', () => {}, { selector: "T(java.lang.Runtime).getRuntime().exec('id')" }),
    (error) => ['forbidden_destination', 'invalid_request'].includes(error.code),
  );
});

test('clients send to nothing but /app', async () => {
  const { bob, bobsPhone, evesPhone, chat } = await aChatAndAStranger();
  const forged = { type: 'messageSent', conversationId: chat, position: 99, sender: bob.personId, text: 'forged' };
  for (const destination of [
    `/topic/conversations/${chat}`, '/topic/x', '/queue/events', '/user/queue/events', `/user/${bob.personId}/queue/events`,
    `/queue/events-user${bob.personId}`, '/user/queue/errors', 'app/direct/open', '/app/../topic/x', '//app/direct/open', '/APP/direct/open',
  ]) {
    await assert.rejects(evesPhone.ask(destination, forged), { code: 'forbidden_destination' }, destination);
  }
  await everythingReached(bobsPhone, evesPhone);
  assert.equal(bobsPhone.events.of({ text: 'forged' }).length, 0);
});

test("a stranger does nothing in others' conversation, and is told only that there is none", async () => {
  const { bob, adasPhone, evesPhone, chat, position } = await aChatAndAStranger();
  const attempts = [
    evesPhone.say(chat, 'Boo'), evesPhone.edit(chat, position, 'Changed'), evesPhone.delete(chat, position), evesPhone.react(chat, position, '👀'),
    evesPhone.unreact(chat, position, '👀'), evesPhone.pin(chat, position), evesPhone.unpin(chat, position), evesPhone.read(chat, position),
    evesPhone.arrange(chat, { section: 'pinned' }), evesPhone.join(chat), evesPhone.leave(chat), evesPhone.rename(chat, 'Mine'),
    evesPhone.add(chat, bob), evesPhone.remove(chat, bob), evesPhone.role(chat, bob, 'owner'),
    evesPhone.ask(`/app/conversations/${chat}/place`, { place: { lat: 1, lon: 2 } }),
  ];
  for (const attempt of await Promise.allSettled(attempts)) {
    assert.equal(attempt.status, 'rejected');
    assert.equal(attempt.reason.code, 'conversation_not_found');
  }
  assert.equal((await adasPhone.say(chat, 'Nothing happened')).position, position + 1);
});

test("a stranger reads nothing of others' conversation, and cannot tell it from one that does not exist", async () => {
  const { eve, chat } = await aChatAndAStranger();
  const nothing = 'd00000000000000000000000000000000';
  for (const path of ['', '/members', '/messages', '/messages?before=99', '/events?after=-1', '/events?after=0&limit=500']) {
    const foreign = await http('GET', `/api/conversations/${chat}${path}`, { token: eve.token });
    const absent = await http('GET', `/api/conversations/${nothing}${path}`, { token: eve.token });
    assert.equal(foreign.status, 404, path);
    assert.equal(foreign.body.code, 'conversation_not_found');
    const blank = (answer) => JSON.stringify(answer.body).replaceAll(chat, '*').replaceAll(nothing, '*');
    assert.equal(blank(foreign), blank(absent), path);
  }
  assert.deepEqual(await eve.inbox(), []);
});

test('ids that are no ids find nothing, and break nothing', async () => {
  const { ada, adasPhone } = await aChatAndAStranger();
  for (const id of ['..', '../../etc/passwd', '%2e%2e%2f', '$where', '{"$ne":null}', '*', 'a'.repeat(5_000), 'événement', "' OR 1=1", '\u202e']) {
    const answer = await http('GET', `/api/conversations/${encodeURIComponent(id)}/messages`, { token: ada.token });
    assert.ok([400, 404, 414, 431].includes(answer.status), `${id}: ${answer.status}`);
    await assert.rejects(adasPhone.ask(`/app/conversations/${id}/send`, { key: key(), text: 'x' }), undefined, id);
  }
  assert.equal((await adasPhone.createGroup('Still well')).length > 0, true);
});

test('an error tells nothing of how the server is made', async () => {
  const { ada } = await aChatAndAStranger();
  for (const [method, path, options] of [
    ['GET', '/api/nothing'], ['POST', '/api/me'], ['GET', '/api/conversations?limit=x'], ['POST', '/api/sessions', { body: '{' }],
    ['POST', '/api/sessions', { body: { handle: { $gt: '' }, password: { $gt: '' } } }], ['GET', '/error'], ['GET', '/%00'],
  ]) {
    const answer = await http(method, path, { token: ada.token, ...options });
    assert.ok(answer.status >= 400, `${method} ${path}: ${answer.status}`);
    assert.doesNotMatch(JSON.stringify(answer.body), /Exception|\bat \w+\.|springframework|jetty|trace|mongo|axon/i, `${method} ${path}`);
    assert.equal(answer.headers.get('server'), null);
  }
});
