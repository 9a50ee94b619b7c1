import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { everythingReached, key, signUpAll } from '../powow.js';

const connectAll = (...people) => Promise.all(people.map((person) => person.connect()));
const rolesIn = async (person, group) =>
  Object.fromEntries((await person.members(group)).map(({ personId, role }) => [personId, role]));

test('a group is created with its members, and all of them hear everything', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const devices = await connectAll(ada, bob, cleo);
  const [adasPhone, bobsPhone] = devices;
  const group = await adasPhone.createGroup('Allotments', [bob, cleo]);
  await bobsPhone.say(group, 'The tomatoes are ripe');

  for (const device of devices) {
    const created = await device.sees({ type: 'groupCreated', conversationId: group });
    assert.equal(created.name, 'Allotments');
    assert.equal(created.open, false);
    assert.deepEqual(created.members, [ada.personId, bob.personId, cleo.personId]);
    await device.sees({ conversationId: group, position: 1, text: 'The tomatoes are ripe' });
  }
  assert.deepEqual(await rolesIn(bob, group), {
    [ada.personId]: 'owner', [bob.personId]: 'member', [cleo.personId]: 'member',
  });
});

test('creating a group twice under one key makes one group', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, adasTablet] = await connectAll(ada, ada);
  const command = { key: key(), name: 'Chess', members: [bob.personId], open: false };
  const first = await adasPhone.ask('/app/groups/create', command);
  const second = await adasTablet.ask('/app/groups/create', command);
  assert.deepEqual(second, first);
  assert.equal((await ada.inbox()).filter(({ name }) => name === 'Chess').length, 1);
});

test('anyone joins an open group, and hears what is said from then on', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Street party', [], { open: true });
  await adasPhone.say(group, 'Before Bob came');

  const joined = await bobsPhone.join(group);
  assert.deepEqual(joined, { conversation: group, position: 2 });
  await adasPhone.sees({ type: 'memberJoined', conversationId: group, personId: bob.personId, position: 2 });
  await adasPhone.say(group, 'After Bob came');
  await bobsPhone.sees({ conversationId: group, position: 3, text: 'After Bob came' });
  assert.deepEqual(bobsPhone.seen(group).map(({ position }) => position), [2, 3]);
});

test('who joins sees nothing of what was said before, neither as messages nor as events', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Street party', [], { open: true });
  await adasPhone.say(group, 'A secret');
  await bobsPhone.join(group);
  await adasPhone.say(group, 'No secret');

  assert.deepEqual((await bob.messages(group)).map(({ text }) => text), ['No secret']);
  const events = await bob.events(group, { after: -1 });
  assert.deepEqual(events.map(({ position }) => position), [2, 3]);
  assert.doesNotMatch(JSON.stringify(events), /A secret/);
});

test('what is not to be seen cannot be answered either, and is no different from what is not there', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Street party', [], { open: true });
  const { position } = await adasPhone.say(group, 'A secret');
  await bobsPhone.join(group);
  for (const at of [0, position, 99]) {
    for (const attempt of [
      () => bobsPhone.react(group, at, '🎉'),
      () => bobsPhone.unreact(group, at, '🎉'),
      () => bobsPhone.edit(group, at, 'Mine'),
      () => bobsPhone.delete(group, at),
      () => bobsPhone.read(group, at),
      () => bobsPhone.say(group, 'Re', { replyTo: at }),
    ]) {
      await assert.rejects(attempt, { code: 'message_not_found' });
    }
  }
  await adasPhone.edit(group, position, 'Another secret');
  const event = await bobsPhone.sees({ type: 'messageEdited', conversationId: group });
  assert.equal(event.text, undefined);
  assert.equal(event.withheld, 'hidden');
});

test('what was deleted or edited is told by no door to who joins later, nor to who was there', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone] = await connectAll(ada);
  const group = await adasPhone.createGroup('Minutes', [], { open: true, history: true });
  const { position: deleted } = await adasPhone.say(group, 'Door code 4711');
  const { position: edited } = await adasPhone.say(group, 'Door code 4712');
  await adasPhone.edit(group, edited, 'Ask me for the code');
  await adasPhone.edit(group, deleted, 'Door code 4713');
  await adasPhone.delete(group, deleted);
  const bobsFirst = await bob.connect();
  await bobsFirst.join(group);
  const last = (await bob.events(group, { after: -1 })).length - 1;
  for (const person of [ada, bob]) {
    const events = await person.events(group, { after: -1 });
    assert.deepEqual(events.map(({ position }) => position), [0, 1, 2, 3, 4, 5, 6]);
    assert.doesNotMatch(JSON.stringify(events), /Door code/);
    assert.equal(events[3].text, 'Ask me for the code');
    const phone = await person.connect({ resume: { [group]: 0 } });
    await phone.sees({ conversationId: group, position: last });
    assert.deepEqual(phone.seen(group).map(({ position }) => position), [1, 2, 3, 4, 5, 6]);
    assert.doesNotMatch(JSON.stringify(phone.seen(group)), /Door code/);
    assert.doesNotMatch(JSON.stringify([await person.messages(group), await person.inboxEntry(group)]), /Door code/);
  }
});

test('a group with history shows all to who joins', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Minutes', [], { open: true, history: true });
  await adasPhone.say(group, 'Decided: a bench for the park');
  await bobsPhone.join(group);
  assert.deepEqual((await bob.messages(group)).map(({ text }) => text), ['Decided: a bench for the park']);
});

test('a closed group refuses who was not asked', async () => {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const [adasPhone, evesPhone] = await connectAll(ada, eve);
  const group = await adasPhone.createGroup('Committee', [bob]);
  await assert.rejects(evesPhone.join(group), { code: 'conversation_not_found' });
  await assert.rejects(evesPhone.say(group, 'Hello?'), { code: 'conversation_not_found' });
});

test('who is added hears from then on; who is removed hears nothing more, however subscribed', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Committee', []);

  await adasPhone.add(group, bob);
  await bobsPhone.sees({ type: 'memberAdded', conversationId: group, personId: bob.personId, by: ada.personId });
  const onTopic = [];
  await bobsPhone.subscribe(`/topic/conversations/${group}`, ({ body }) => onTopic.push(body));
  await adasPhone.say(group, 'Welcome');
  await bobsPhone.sees({ conversationId: group, text: 'Welcome' });
  await everythingReached(bobsPhone, adasPhone);
  assert.deepEqual(onTopic.map(({ text }) => text), ['Welcome']);

  await adasPhone.remove(group, bob);
  await adasPhone.say(group, 'Now we are alone');
  await everythingReached(bobsPhone, adasPhone);
  assert.deepEqual(bobsPhone.seen(group).map(({ position }) => position), [1, 2, 3], 'the last Bob hears is that he was removed');
  assert.equal(bobsPhone.seen(group).at(-1).type, 'memberRemoved');
  assert.ok(!onTopic.some(({ text }) => text === 'Now we are alone'));
  await assert.rejects(bobsPhone.say(group, 'Hey'), { code: 'conversation_not_found' });
  assert.deepEqual((await bob.messages(group)).map(({ text }) => text), ['Welcome'], 'what was said to Bob stays his to read');
  assert.deepEqual((await bob.events(group, { after: -1 })).map(({ position }) => position), [1, 2, 3]);
});

test('who leaves hears nothing more, and may come back to an open group', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Street party', [], { open: true });
  await bobsPhone.join(group);
  const left = await bobsPhone.leave(group);
  assert.equal(left.position, 2);
  await adasPhone.sees({ type: 'memberLeft', conversationId: group, personId: bob.personId });
  await adasPhone.say(group, 'Gone he is');
  await everythingReached(bobsPhone, adasPhone);
  assert.equal(bobsPhone.seen(group).at(-1).type, 'memberLeft');

  await bobsPhone.join(group);
  await adasPhone.say(group, 'There he is');
  await bobsPhone.sees({ conversationId: group, text: 'There he is' });
  assert.ok(!(await bob.messages(group)).some(({ text }) => text === 'Gone he is'));
});

test('a group does not lose its last owner silently', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Orchestra', [bob]);
  await assert.rejects(adasPhone.leave(group), { code: 'last_owner' });
  await assert.rejects(adasPhone.role(group, ada, 'member'), { code: 'last_owner' });

  await adasPhone.role(group, bob, 'owner');
  await bobsPhone.sees({ type: 'roleChanged', conversationId: group, personId: bob.personId, role: 'owner', by: ada.personId });
  await adasPhone.leave(group);
  assert.deepEqual(await rolesIn(bob, group), { [bob.personId]: 'owner' });
});

test('the last member may leave, and the group is over', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Diary', [], { open: true });
  await adasPhone.leave(group);
  await assert.rejects(bobsPhone.join(group), { code: 'conversation_not_found' });
});

test('roles decide who may rename, pin, add and remove', async () => {
  const [ada, bob, cleo, dan] = await signUpAll('Ada', 'Bob', 'Cleo', 'Dan');
  const [adasPhone, bobsPhone, cleosPhone] = await connectAll(ada, bob, cleo);
  const group = await adasPhone.createGroup('Choir', [bob, cleo]);
  const { position } = await cleosPhone.say(group, 'La la la');

  await assert.rejects(bobsPhone.rename(group, 'Bobs'), { code: 'not_allowed' });
  await assert.rejects(bobsPhone.pin(group, position), { code: 'not_allowed' });
  await assert.rejects(bobsPhone.add(group, dan), { code: 'not_allowed' });
  await assert.rejects(bobsPhone.remove(group, cleo), { code: 'not_allowed' });
  await assert.rejects(bobsPhone.role(group, bob, 'owner'), { code: 'not_allowed' });

  await adasPhone.role(group, bob, 'moderator');
  await bobsPhone.rename(group, 'The Bobs');
  await bobsPhone.pin(group, position);
  await bobsPhone.add(group, dan);
  await bobsPhone.remove(group, cleo);
  await assert.rejects(bobsPhone.role(group, dan, 'moderator'), { code: 'not_allowed' });
  await assert.rejects(bobsPhone.remove(group, ada), { code: 'not_allowed' });
  await assert.rejects(adasPhone.remove(group, cleo), { code: 'member_not_found' });

  await adasPhone.sees({ type: 'groupRenamed', conversationId: group, name: 'The Bobs', by: bob.personId });
  assert.equal((await ada.conversation(group)).name, 'The Bobs');
  assert.deepEqual(await rolesIn(ada, group), { [ada.personId]: 'owner', [bob.personId]: 'moderator', [dan.personId]: 'member' });
});

test('what is asked for and is so already makes no event', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = await connectAll(ada, bob);
  const group = await adasPhone.createGroup('Calm', [bob], { open: true });
  await adasPhone.rename(group, 'Calm');
  await adasPhone.add(group, bob);
  await bobsPhone.join(group);
  await adasPhone.role(group, bob, 'member');
  const { position } = await adasPhone.say(group, 'Nothing happened');
  assert.equal(position, 1);
});

test('members come and go while others write, and each hears exactly their own time', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const [adasPhone, bobsPhone, cleosPhone] = await connectAll(ada, bob, cleo);
  const group = await adasPhone.createGroup('Market', [], { open: true });

  const writing = (async () => {
    const positions = [];
    for (let i = 0; i < 60; i++) positions.push((await adasPhone.say(group, `offer ${i}`)).position);
    return positions;
  })();
  const stays = [];
  for (let i = 0; i < 5; i++) {
    const from = (await bobsPhone.join(group)).position;
    await cleosPhone.join(group);
    await cleosPhone.leave(group);
    stays.push([from, (await bobsPhone.leave(group)).position]);
  }
  await writing;
  await everythingReached(bobsPhone, adasPhone);
  await everythingReached(adasPhone, bobsPhone);

  const all = adasPhone.seen(group);
  assert.deepEqual(all.map(({ position }) => position), [...all.keys()]);
  const expected = all.filter(({ position }) => stays.some(([from, to]) => from <= position && position <= to));
  assert.deepEqual(bobsPhone.seen(group), expected);
});
