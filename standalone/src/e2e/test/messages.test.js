import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { http, signUp, signUpAll } from '../powow.js';

async function aGroup() {
  const people = await signUpAll('Ada', 'Bob', 'Cleo');
  const devices = await Promise.all(people.map((person) => person.connect()));
  const group = await devices[0].createGroup('Neighbours', people.slice(1));
  return { people, devices, group };
}

test('an edit is told to all, and the history shows the new text', async () => {
  const { people: [ada, bob], devices: [adasPhone, bobsPhone], group } = await aGroup();
  const { position } = await bobsPhone.say(group, 'See you at sevn');
  const edited = await bobsPhone.edit(group, position, 'See you at seven');

  const event = await adasPhone.sees({ type: 'messageEdited', conversationId: group, position: edited.position });
  assert.equal(event.message, position);
  assert.equal(event.text, 'See you at seven');
  const message = await ada.message(group, position);
  assert.equal(message.text, 'See you at seven');
  assert.equal(message.sender, bob.personId);
  assert.ok(message.editedAt, 'that it was edited is shown');
});

test('an edit may change who is mentioned, over STOMP and over HTTP', async () => {
  const { people: [ada, bob, cleo], devices: [adasPhone, bobsPhone], group } = await aGroup();
  const { position } = await bobsPhone.say(group, 'Hello');
  const at = `/api/conversations/${group}/messages/${position}`;
  const mentioned = async () => (await ada.message(group, position)).mentions;

  await bobsPhone.edit(group, position, 'Hello @ada', [ada.personId, ada.personId]);
  assert.deepEqual((await adasPhone.sees({ type: 'messageEdited', message: position })).mentions, [ada.personId]);
  assert.deepEqual(await mentioned(), [ada.personId]);
  await bobsPhone.edit(group, position, 'Hello, @ada!');
  assert.deepEqual(await mentioned(), [ada.personId]);
  await bob.write('PATCH', at, { text: 'Hello @cleo', mentions: [cleo.personId] });
  assert.deepEqual(await mentioned(), [cleo.personId]);
  await bob.write('PATCH', at, { text: 'Hello all', mentions: [] });
  assert.equal(await mentioned(), undefined);
  await assert.rejects(bobsPhone.edit(group, position, 'Hello you', ['nobody-of-us']), { code: 'member_not_found' });
});

test('a reaction is one, with and without U+FE0F', async () => {
  const { people: [ada], devices: [adasPhone, bobsPhone], group } = await aGroup();
  const { position } = await bobsPhone.say(group, 'Look');
  await adasPhone.react(group, position, '\u2764');
  await adasPhone.react(group, position, '\u2764\ufe0f');
  await bobsPhone.react(group, position, '\u2764');
  const { reactions } = await ada.message(group, position);
  assert.deepEqual(reactions.map(({ emoji, people }) => [emoji, people.length]), [['\u2764\ufe0f', 2]]);
});

test('only the author edits, and nobody edits what is not a message', async () => {
  const { devices: [adasPhone, bobsPhone], group } = await aGroup();
  const { position } = await bobsPhone.say(group, 'Mine');
  await assert.rejects(adasPhone.edit(group, position, 'Yours'), { code: 'not_the_author' });
  await assert.rejects(adasPhone.edit(group, 0, 'The creation'), { code: 'message_not_found' });
  await assert.rejects(adasPhone.edit(group, 99, 'The future'), { code: 'message_not_found' });
  await assert.rejects(bobsPhone.edit(group, position, ' '), { code: 'empty_message' });
});

test('a deleted message leaves a tombstone without its words', async () => {
  const { people: [ada], devices: [adasPhone, bobsPhone, cleosPhone], group } = await aGroup();
  const { position } = await bobsPhone.say(group, 'I did not mean that');
  await adasPhone.react(group, position, '😮');
  await assert.rejects(cleosPhone.delete(group, position), { code: 'not_the_author' });
  await bobsPhone.delete(group, position);

  await cleosPhone.sees({ type: 'messageDeleted', conversationId: group, message: position });
  const message = await ada.message(group, position);
  assert.equal(message.position, position);
  assert.ok(message.deletedAt);
  assert.doesNotMatch(JSON.stringify(message), /did not mean/);
  assert.doesNotMatch(JSON.stringify(await ada.inboxEntry(group)), /did not mean/);
  await assert.rejects(bobsPhone.edit(group, position, 'Back again'), { code: 'message_not_found' });
  await assert.rejects(adasPhone.react(group, position, '👍'), { code: 'message_not_found' });
  await bobsPhone.delete(group, position);
});

test('a moderator deletes what others wrote; in a private chat nobody does', async () => {
  const { people: [ada, bob], devices: [adasPhone, bobsPhone, cleosPhone], group } = await aGroup();
  const { position } = await cleosPhone.say(group, 'Spam, spam, spam');
  await adasPhone.role(group, bob, 'moderator');
  await bobsPhone.delete(group, position);
  const deleted = await cleosPhone.sees({ type: 'messageDeleted', conversationId: group, message: position });
  assert.equal(deleted.by, bob.personId);

  const chat = await adasPhone.openDirect(bob);
  const said = await adasPhone.say(chat, 'Between us');
  await assert.rejects(bobsPhone.delete(chat, said.position), { code: 'not_the_author' });
});

test('a reply names the message it answers, and mentions name people who are there', async () => {
  const { people: [ada, bob], devices: [adasPhone, bobsPhone], group } = await aGroup();
  const question = await adasPhone.say(group, 'Who has a ladder?');
  await bobsPhone.say(group, '@Ada I have', { replyTo: question.position, mentions: [ada.personId] });
  const reply = await adasPhone.sees({ type: 'messageSent', conversationId: group, sender: bob.personId });
  assert.equal(reply.replyTo, question.position);
  assert.deepEqual(reply.mentions, [ada.personId]);
  const shown = await ada.message(group, reply.position);
  assert.equal(shown.replyTo, question.position);
  assert.deepEqual(shown.mentions, [ada.personId]);

  const eve = await signUp('Eve');
  await assert.rejects(bobsPhone.say(group, 'Eve?', { mentions: [eve.personId] }), { code: 'member_not_found' });
  await assert.rejects(bobsPhone.say(group, 'What?', { replyTo: 99 }), { code: 'message_not_found' });
});

test('a person reacts with an emoji once, and takes it back', async () => {
  const { people: [ada, bob, cleo], devices: [adasPhone, bobsPhone, cleosPhone], group } = await aGroup();
  const { position } = await adasPhone.say(group, 'The bench is there');
  await bobsPhone.react(group, position, '👍🏽');
  await bobsPhone.react(group, position, '👍🏽');
  await cleosPhone.react(group, position, '👍🏽');
  await cleosPhone.react(group, position, '👨‍👩‍👧‍👦');
  await adasPhone.events.count(3, { type: 'reactionAdded', conversationId: group, message: position });

  const reactions = async () => {
    const { reactions } = await ada.message(group, position);
    return Object.fromEntries(reactions.map(({ emoji, people }) => [emoji, people]));
  };
  assert.deepEqual(await reactions(), { '👍🏽': [bob.personId, cleo.personId], '👨‍👩‍👧‍👦': [cleo.personId] });

  await bobsPhone.unreact(group, position, '👍🏽');
  await bobsPhone.unreact(group, position, '👍🏽');
  await cleosPhone.unreact(group, position, '👨‍👩‍👧‍👦');
  await adasPhone.events.count(2, { type: 'reactionRemoved', conversationId: group, message: position });
  assert.deepEqual(await reactions(), { '👍🏽': [cleo.personId] });

  for (const emoji of ['', 'a', '👍👍', 'lol', '<b>', '👍\u0000']) {
    await assert.rejects(bobsPhone.react(group, position, emoji), { code: 'invalid_emoji' }, `${JSON.stringify(emoji)} is no reaction`);
  }
});

test('messages are pinned and unpinned', async () => {
  const { people: [ada], devices: [adasPhone, bobsPhone], group } = await aGroup();
  const { position } = await bobsPhone.say(group, 'Bins go out on Tuesday');
  await adasPhone.pin(group, position);
  await bobsPhone.sees({ type: 'messagePinned', conversationId: group, message: position });
  assert.deepEqual((await ada.conversation(group)).pins, [position]);
  await adasPhone.unpin(group, position);
  await bobsPhone.sees({ type: 'messageUnpinned', conversationId: group, message: position });
  assert.deepEqual((await ada.conversation(group)).pins, []);
});

test('the history is paged by position, from either end, and no page is the last unawares', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await Promise.all(Array.from({ length: 250 }, (_, i) => adasPhone.say(chat, `message ${i + 1}`)));

  const positions = ({ messages }) => messages.map(({ position }) => position);
  const upwards = [];
  for (let after = -1; ; ) {
    const page = positions(await bob.history(chat, { after, limit: 40 }));
    assert.ok(page.length <= 40);
    if (page.length === 0) break;
    upwards.push(...page);
    after = page.at(-1);
  }
  assert.deepEqual(upwards, Array.from({ length: 250 }, (_, i) => i + 1));

  const downwards = [];
  for (let before = 1_000_000; ; ) {
    const page = positions(await bob.history(chat, { before, limit: 40 }));
    if (page.length === 0) break;
    assert.deepEqual(page, [...page].sort((a, b) => a - b), 'a page reads downwards, oldest first');
    downwards.unshift(...page);
    before = page[0];
  }
  assert.deepEqual(downwards, upwards);

  const newest = positions(await bob.history(chat));
  assert.equal(newest.length, 50);
  assert.equal(newest.at(-1), 250);
});

test('the raw events are read from any place, without gap', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await Promise.all(Array.from({ length: 120 }, (_, i) => adasPhone.say(chat, `message ${i}`)));
  await adasPhone.sees({ conversationId: chat, position: 120 });

  const all = [];
  for (let after = -1; ; ) {
    const page = await bob.events(chat, { after, limit: 50 });
    if (page.length === 0) break;
    assert.ok(page.length <= 50);
    all.push(...page);
    after = page.at(-1).position;
  }
  assert.deepEqual(all, adasPhone.seen(chat), 'an event reads the same, pushed or fetched');
});

test('who has done a thing reads it at once', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  for (let i = 0; i < 50; i++) {
    const { position } = await adasPhone.say(chat, `thought ${i}`);
    assert.equal((await ada.message(chat, position))?.text, `thought ${i}`);
    assert.equal((await ada.inboxEntry(chat)).lastMessage.text, `thought ${i}`);
  }
});

test('paging refuses nonsense', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  for (const query of ['limit=0', 'limit=-1', 'limit=many', 'before=x', 'after=1.5']) {
    const answer = await http('GET', `/api/conversations/${chat}/messages?${query}`, { token: ada.token });
    assert.equal(answer.status, 400, query);
    assert.equal(answer.body.code, 'invalid_request', query);
  }
});
