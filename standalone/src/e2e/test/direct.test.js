import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everythingReached, key, signUp, signUpAll } from '../powow.js';

test('two people who open a chat, each from their side and often, meet in the same one', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];

  const first = await adasPhone.ask('/app/direct/open', { key: key(), with: bob.personId });
  assert.equal(first.position, 0);
  for (const [device, other] of [[adasPhone, bob], [bobsPhone, ada], [bobsPhone, ada]]) {
    assert.equal(await device.openDirect(other), first.conversation);
  }

  const opened = await adasPhone.sees({ type: 'directOpened', conversationId: first.conversation });
  assert.equal(opened.position, 0);
  assert.deepEqual([...opened.members].sort(), [ada.personId, bob.personId].sort());
  assert.match(opened.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await everythingReached(adasPhone, bobsPhone);
  assert.equal(bobsPhone.seen(first.conversation, { type: 'directOpened' }).length, 0, 'it shows with the other one once something is said');
  assert.equal(adasPhone.seen(first.conversation, { type: 'directOpened' }).length, 1);
});

test('a message is acknowledged with its place, and arrives as it was sent', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await adasPhone.openDirect(bob);

  const messageKey = key();
  const answer = await adasPhone.say(chat, 'Good morning, Bob', { key: messageKey });
  assert.deepEqual(answer, { conversation: chat, position: 1 });

  for (const device of [adasPhone, bobsPhone]) {
    const event = await device.sees({ type: 'messageSent', conversationId: chat, position: 1 });
    assert.equal(event.sender, ada.personId);
    assert.equal(event.text, 'Good morning, Bob');
    assert.equal(event.key, messageKey);
    assert.deepEqual(event.images ?? [], []);
    assert.deepEqual(event.mentions ?? [], []);
    assert.equal(event.replyTo ?? null, null);
  }
});

test('a conversation goes back and forth in one order, the same for both', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await adasPhone.openDirect(bob);

  for (let turn = 0; turn < 10; turn++) {
    const device = turn % 2 ? bobsPhone : adasPhone;
    const other = turn % 2 ? adasPhone : bobsPhone;
    const { position } = await device.say(chat, `turn ${turn}`);
    assert.equal(position, turn + 1);
    await other.sees({ conversationId: chat, position, text: `turn ${turn}` });
  }
  await bobsPhone.sees({ conversationId: chat, position: 10 });
  await adasPhone.sees({ conversationId: chat, position: 10 });
  assert.deepEqual(adasPhone.seen(chat).slice(1), bobsPhone.seen(chat));
  assert.deepEqual(adasPhone.seen(chat).map((event) => event.position), [...Array(11).keys()]);
});

test('every MESSAGE names its subscription and type, and has an id of its own', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect({ watch: false })];
  const headers = [];
  const subscription = await bobsPhone.subscribe('/user/queue/events', (message) => {
    headers.push(message.headers);
    bobsPhone.events.add(message.body);
  });
  const chat = await adasPhone.openDirect(bob);
  for (let i = 0; i < 5; i++) await adasPhone.say(chat, `message ${i}`);
  await bobsPhone.sees({ conversationId: chat, position: 5 });

  assert.equal(headers.length, 5);
  assert.equal(new Set(headers.map((header) => header['message-id'])).size, 5);
  for (const header of headers) {
    assert.equal(header.subscription, subscription.id);
    assert.equal(header.destination, '/user/queue/events');
    assert.match(header['content-type'], /^application\/json/);
  }
});

test('1,000 quick messages keep the order in which they were sent', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await adasPhone.openDirect(bob);

  const texts = Array.from({ length: 1_000 }, (_, i) => `message ${i}`);
  const answers = await Promise.all(texts.map((text) => adasPhone.say(chat, text)));

  assert.deepEqual(answers.map(({ position }) => position), texts.map((_, i) => i + 1));
  const received = await bobsPhone.events.count(1_000, { type: 'messageSent', conversationId: chat });
  assert.deepEqual(received.map(({ text }) => text), texts);
  assert.deepEqual(received.map(({ position }) => position), texts.map((_, i) => i + 1));
});

test('all devices of a person get everything, in the same order', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const devices = await Promise.all([ada.connect(), ada.connect(), bob.connect(), bob.connect()]);
  const chat = await devices[0].openDirect(bob);
  await Promise.all(devices.flatMap((device, d) => Array.from({ length: 25 }, (_, i) => device.say(chat, `device ${d}, message ${i}`))));

  for (const device of devices) await device.sees({ conversationId: chat, position: 100 });
  const said = [...Array(100).keys()].map((i) => i + 1);
  for (const device of devices) {
    const messages = device.seen(chat).filter(({ type }) => type === 'messageSent');
    assert.deepEqual(messages.map(({ position }) => position), said);
    assert.deepEqual(messages, devices[0].seen(chat).slice(1));
  }
});

test('nobody chats with themselves, or with somebody who is not there', async () => {
  const ada = await signUp('Ada');
  const adasPhone = await ada.connect();
  await assert.rejects(adasPhone.openDirect(ada), { code: 'with_yourself' });
  await assert.rejects(adasPhone.openDirect({ personId: 'nobody-of-this-name' }), { code: 'person_not_found' });
});

test('a private chat takes nobody in, and nobody leaves it', async () => {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await assert.rejects(adasPhone.add(chat, eve), { code: 'not_a_group' });
  await assert.rejects(adasPhone.leave(chat), { code: 'not_a_group' });
  await assert.rejects(adasPhone.rename(chat, 'Ours'), { code: 'not_a_group' });
});

test('who is blocked writes no more, and who blocks neither, until it is taken back', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await adasPhone.openDirect(bob);
  await bobsPhone.say(chat, 'You again');

  await adasPhone.block(bob);
  await assert.rejects(bobsPhone.say(chat, 'Let me explain'), { code: 'blocked' });
  await assert.rejects(adasPhone.say(chat, 'No'), { code: 'blocked_by_you' });
  await assert.rejects(bobsPhone.createGroup('Come here', [ada]), { code: 'blocked' });
  assert.deepEqual((await ada.messages(chat)).map(({ text }) => text), ['You again']);

  await adasPhone.unblock(bob);
  await bobsPhone.say(chat, 'Thank you');
  await adasPhone.sees({ conversationId: chat, text: 'Thank you' });
});
