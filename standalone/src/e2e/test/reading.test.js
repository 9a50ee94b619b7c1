import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { everythingReached, signUpAll } from '../powow.js';

async function aChat() {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  // Bob opens the chat, so Ada's messages are not a request.
  const chat = await bobsPhone.openDirect(ada);
  const say = async (...texts) => {
    let position;
    for (const text of texts) ({ position } = await adasPhone.say(chat, text));
    return position;
  };
  return { ada, bob, adasPhone, bobsPhone, chat, say };
}

test('reading is told to the others, takes no position, and never goes back', async () => {
  const { bob, adasPhone, bobsPhone, chat, say } = await aChat();
  const last = await say('one', 'two', 'three');

  await bobsPhone.read(chat, last);
  const read = await adasPhone.sees({ type: 'read', conversationId: chat });
  assert.equal(read.personId, bob.personId);
  assert.equal(read.upTo, last);
  assert.equal(read.position, undefined);

  await bobsPhone.read(chat, 1);
  assert.equal((await adasPhone.say(chat, 'four')).position, last + 1);
  await everythingReached(adasPhone, bobsPhone);
  assert.equal(adasPhone.seen(chat, { type: 'read', personId: bob.personId }).length, 1);
});

test('what others wrote and was not read counts as unread; what one wrote oneself does not', async () => {
  const { ada, bob, bobsPhone, chat, say } = await aChat();
  await say('one', 'two', 'three');
  assert.equal(await bob.unread(chat), 3);
  assert.equal(await ada.unread(chat), 0);

  await bobsPhone.read(chat, 2);
  assert.equal(await bob.unread(chat), 1);
  await bobsPhone.read(chat, 2);
  await bobsPhone.read(chat, 1);
  assert.equal(await bob.unread(chat), 1, 'reading again, or less, changes nothing');
  await bobsPhone.read(chat, 3);
  assert.equal(await bob.unread(chat), 0);
});

test('an edit is no new message, and a deleted message need not be read', async () => {
  const { bob, adasPhone, bobsPhone, chat, say } = await aChat();
  await say('one', 'two', 'three');
  await adasPhone.edit(chat, 2, 'two, better');
  await adasPhone.react(chat, 2, '🎉');
  await adasPhone.pin(chat, 2);
  assert.equal(await bob.unread(chat), 3);

  await adasPhone.delete(chat, 2);
  assert.equal(await bob.unread(chat), 2);
  await bobsPhone.read(chat, 1);
  assert.equal(await bob.unread(chat), 1);
  await adasPhone.delete(chat, 1);
  assert.equal(await bob.unread(chat), 1, 'a message that was read already is deducted no second time');
});

test('who joins late has nothing of before to read', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const group = await adasPhone.createGroup('Late', [], { open: true });
  await adasPhone.say(group, 'before');
  await bobsPhone.join(group);
  assert.equal(await bob.unread(group), 0);
  await adasPhone.say(group, 'after');
  assert.equal(await bob.unread(group), 1);

  await bobsPhone.leave(group);
  await adasPhone.say(group, 'while away');
  await bobsPhone.join(group);
  assert.equal(await bob.unread(group), 0, 'coming back begins anew');
});

test('the history shows who has read how far', async () => {
  const { ada, bob, bobsPhone, chat, say } = await aChat();
  await say('one', 'two');
  await bobsPhone.read(chat, 1);
  const readers = async (position) => (await ada.message(chat, position)).readBy;
  assert.deepEqual(await readers(1), [bob.personId]);
  assert.deepEqual(await readers(2), []);
});

test('reading what is not there is refused', async () => {
  const { bobsPhone, chat } = await aChat();
  await assert.rejects(bobsPhone.read(chat, 99), { code: 'message_not_found' });
  await assert.rejects(bobsPhone.read(chat, -1), (error) => ['message_not_found', 'invalid_request'].includes(error.code));
});

test('the inbox shows newest activity first, with last message, unread count and members', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const withBob = await adasPhone.openDirect(bob);
  const group = await adasPhone.createGroup('Three', [bob, cleo]);
  await adasPhone.say(group, 'to all');
  await bobsPhone.say(withBob, 'to Ada');
  assert.deepEqual((await ada.inbox()).map(({ conversationId }) => conversationId), [withBob, group]);
  await bobsPhone.say(group, 'to all, too');
  assert.deepEqual((await ada.inbox()).map(({ conversationId }) => conversationId), [group, withBob]);

  const entry = await ada.inboxEntry(group);
  assert.equal(entry.name, 'Three');
  assert.equal(entry.unread, 1);
  assert.equal(entry.lastMessage.text, 'to all, too');
  assert.equal(entry.lastMessage.sender, bob.personId);
  assert.equal(entry.lastMessage.position, 2);
  assert.deepEqual(entry.members.map(({ displayName }) => displayName).sort(), ['Ada', 'Bob', 'Cleo']);
});

test('a conversation is muted until a time, and no longer', async () => {
  const { bob, bobsPhone, chat } = await aChat();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await bobsPhone.mute(chat, until);
  assert.equal((await bob.inboxEntry(chat)).mutedUntil, until);
  await bobsPhone.mute(chat, null);
  assert.equal((await bob.inboxEntry(chat)).mutedUntil ?? null, null);
  await assert.rejects(bobsPhone.mute(chat, '2001-01-01T00:00:00.000Z'), { code: 'invalid_time' });
  await assert.rejects(bobsPhone.mute(chat, 'tomorrow'), { code: 'invalid_request' });
});

test('a person arranges their inbox on all their devices, and nobody else learns of it', async () => {
  const { ada, bob, bobsPhone, chat, say } = await aChat();
  await say('Hello');
  const [bobsTablet, adasPhone] = [await bob.connect(), await ada.connect()];
  await bobsPhone.arrange(chat, { section: 'archived' });
  await bobsTablet.sees({ type: 'conversationArranged', conversationId: chat, section: 'archived', unread: false });
  await bobsPhone.arrange(chat, { unread: true });
  await bobsTablet.sees({ type: 'conversationArranged', conversationId: chat, section: 'archived', unread: true });
  const { section, markedUnread } = await bob.inboxEntry(chat);
  assert.deepEqual({ section, markedUnread }, { section: 'archived', markedUnread: true });
  assert.equal((await ada.inboxEntry(chat)).section, 'main');
  // Ada receives a later message, but nothing about Bob's settings.
  const { position } = await bobsPhone.say(chat, 'Still here');
  await adasPhone.sees({ conversationId: chat, position });
  assert.equal(adasPhone.events.all.filter(({ type }) => type === 'conversationArranged').length, 0);
  await assert.rejects(bobsPhone.arrange(chat, { section: 'top' }), { code: 'invalid_request' });
});
