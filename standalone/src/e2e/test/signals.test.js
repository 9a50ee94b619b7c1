import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { everythingReached, signUpAll } from '../powow.js';

/** Opens a private chat that both have accepted, and waits until each has learned that the other is online. Until then, neither receives the other's signals. */
async function chatOf(device, otherDevice, other) {
  const chat = await device.openDirect(other);
  await device.say(chat, 'Hello');
  const { position } = await otherDevice.say(chat, 'Hello yourself');
  // Each node knows about the acceptance once it has pushed the answer.
  await Promise.all([device, otherDevice].map((one) => one.sees({ conversationId: chat, position })));
  await Promise.all([
    device.signals.first({ type: 'presence', personId: other.personId, online: true }),
    otherDevice.signals.first({ type: 'presence', personId: device.person.personId, online: true }),
  ]);
  return chat;
}

const presenceOf = (device, person) => device.signals.of({ type: 'presence', personId: person.personId });

test('typing is seen by the others while it lasts, and is kept nowhere', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await chatOf(adasPhone, bobsPhone, bob);

  adasPhone.typing(chat, true);
  await bobsPhone.signals.first({ type: 'typing', conversationId: chat, personId: ada.personId, typing: true });
  adasPhone.typing(chat, false);
  await bobsPhone.signals.first({ type: 'typing', conversationId: chat, personId: ada.personId, typing: false });

  assert.equal((await adasPhone.say(chat, 'written')).position, 3, 'a signal takes no position');
  assert.deepEqual((await bob.events(chat, { after: -1 })).map(({ type }) => type), ['directOpened', 'messageSent', 'messageSent', 'messageSent']);
});

test('nobody sees the typing of a conversation they are not in, or makes it look so', async () => {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const [adasPhone, bobsPhone, evesPhone] = [await ada.connect(), await bob.connect(), await eve.connect()];
  const chat = await chatOf(adasPhone, bobsPhone, bob);
  adasPhone.typing(chat);
  await bobsPhone.signals.first({ type: 'typing', personId: ada.personId });
  await assert.rejects(evesPhone.ask(`/app/conversations/${chat}/typing`, { typing: true }), { code: 'conversation_not_found' });
  await everythingReached(evesPhone, adasPhone);
  await everythingReached(bobsPhone, adasPhone);
  assert.equal(evesPhone.signals.of({ type: 'typing' }).length, 0);
  assert.equal(bobsPhone.signals.of({ type: 'typing', personId: eve.personId }).length, 0);
});

test('a person is online from their first device to their last', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [bobsFirst, adasFirst] = [await bob.connect(), await ada.connect()];
  await chatOf(bobsFirst, adasFirst, ada);
  await adasFirst.disconnect();
  await bobsFirst.signals.first({ type: 'presence', personId: ada.personId, online: false });
  const bobsPhone = await bob.connect();
  const before = Date.now() - 1_000;

  const adasPhone = await ada.connect();
  await bobsPhone.signals.first({ type: 'presence', personId: ada.personId, online: true });
  const adasTablet = await ada.connect();
  await adasPhone.disconnect();
  await everythingReached(bobsPhone, adasTablet);
  assert.ok(presenceOf(bobsPhone, ada).every(({ online }) => online), 'one device is left');

  await adasTablet.vanish();
  const gone = await bobsPhone.signals.first({ type: 'presence', personId: ada.personId, online: false });
  assert.ok(Date.parse(gone.lastSeen) >= before && Date.parse(gone.lastSeen) <= Date.now() + 1_000, gone.lastSeen);
  assert.deepEqual(presenceOf(bobsPhone, ada).map(({ online }) => online), [true, false]);
});

test('who connects is told who is there', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const bobsFirst = await bob.connect();
  await chatOf(adasPhone, bobsFirst, bob);
  const bobsPhone = await bob.connect();
  await bobsPhone.signals.first({ type: 'presence', personId: ada.personId, online: true });
});

test('members of a small group see each other come', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const adasPhone = await ada.connect();
  await adasPhone.createGroup('Small', [bob, cleo]);
  await bob.connect();
  await adasPhone.signals.first({ type: 'presence', personId: bob.personId, online: true });
});

test('strangers see nothing of each other', async () => {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const [adasPhone, evesPhone] = [await ada.connect(), await eve.connect()];
  await adasPhone.openDirect(bob);
  await (await bob.connect()).disconnect();
  await everythingReached(evesPhone, adasPhone);
  assert.equal(presenceOf(evesPhone, bob).length, 0);
});

test('nobody learns from signals that who they have blocked has blocked them, too', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const [adasPhone, bobsPhone, cleosPhone] = [await ada.connect(), await bob.connect(), await cleo.connect()];
  await chatOf(adasPhone, bobsPhone, bob);
  await adasPhone.block(bob);
  await adasPhone.signals.first({ type: 'presence', personId: bob.personId, online: false });
  const before = presenceOf(adasPhone, bob).length;

  await bobsPhone.block(ada);
  await bobsPhone.unblock(ada);
  await everythingReached(adasPhone, cleosPhone);
  assert.equal(presenceOf(adasPhone, bob).length, before);

  await adasPhone.unblock(bob);
  // The second time; the first was when they opened the chat.
  await adasPhone.signals.count(2, { type: 'presence', personId: bob.personId, online: true });
  await bobsPhone.signals.count(2, { type: 'presence', personId: ada.personId, online: true });
});
