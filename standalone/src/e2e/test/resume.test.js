import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { everythingReached, Received, signUpAll } from '../powow.js';

const positionsIn = (device, conversation) => device.seen(conversation).filter(({ position }) => position !== undefined).map(({ position }) => position);
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('who comes back gets exactly what was missed, then a marker, then what is new', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  let bobsPhone = await bob.connect({ resume: {} });
  for (let i = 1; i <= 5; i++) await adasPhone.say(chat, `message ${i}`);
  await bobsPhone.sees({ conversationId: chat, position: 5 });
  const seen = bobsPhone.positions();
  await bobsPhone.vanish();

  for (let i = 6; i <= 10; i++) await adasPhone.say(chat, `message ${i}`);
  bobsPhone = await bob.connect({ resume: seen });
  await bobsPhone.sees({ type: 'caughtUp' });
  assert.deepEqual(positionsIn(bobsPhone, chat), range(6, 10));
  assert.equal(bobsPhone.events.all.at(-1).type, 'caughtUp');

  await adasPhone.say(chat, 'message 11');
  await bobsPhone.sees({ conversationId: chat, position: 11 });
  assert.deepEqual(positionsIn(bobsPhone, chat), range(6, 11));
});

test('resuming while others write leaves no gap and no double', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const group = await adasPhone.createGroup('Busy', [bob]);

  let writing = true;
  const writer = (async () => {
    while (writing) {
      await Promise.all([chat, group].flatMap((conversation) => range(1, 5).map((i) => adasPhone.say(conversation, `${i}`))));
    }
  })();
  const received = { [chat]: [], [group]: [] };
  let seen = {};
  try {
    for (let cut = 0; cut < 12; cut++) {
      const phone = await bob.connect({ resume: seen });
      await phone.sees({ type: 'caughtUp' });
      await phone.events.count(phone.events.all.length + 20);
      await phone.vanish();
      for (const conversation of [chat, group]) received[conversation].push(...positionsIn(phone, conversation));
      seen = { ...seen, ...phone.positions() };
    }
  } finally {
    writing = false;
    await writer;
  }
  for (const conversation of [chat, group]) {
    assert.deepEqual(received[conversation], range(0, received[conversation].length - 1));
  }
});

test('conversations that the client does not know yet are sent from where the person came in', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const group = await adasPhone.createGroup('Later', []);
  await adasPhone.say(group, 'before Bob');
  await adasPhone.add(group, bob);
  await adasPhone.say(group, 'with Bob');
  await adasPhone.say(chat, 'hello');

  const bobsPhone = await bob.connect({ resume: {} });
  await bobsPhone.sees({ type: 'caughtUp' });
  assert.deepEqual(positionsIn(bobsPhone, chat), [0, 1]);
  assert.deepEqual(positionsIn(bobsPhone, group), [2, 3]);
});

test('of a conversation that the client does not name come the newest 100 events', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await Promise.all(range(1, 150).map((i) => adasPhone.say(chat, `message ${i}`)));
  const bobsPhone = await bob.connect({ resume: {} });
  await bobsPhone.sees({ type: 'caughtUp' });
  assert.deepEqual(positionsIn(bobsPhone, chat), range(51, 150));
});

test('a gap too large to send is named, read over HTTP, and fits without a seam', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const last = 5_000;
  for (let i = 0; i < last; i += 500) {
    await Promise.all(range(1, 500).map((n) => adasPhone.say(chat, `message ${i + n}`)));
  }

  const bobsPhone = await bob.connect({ resume: { [chat]: 0 } });
  const gap = await bobsPhone.sees({ type: 'gap', conversationId: chat });
  await bobsPhone.sees({ type: 'caughtUp' });
  const fetched = [];
  for (let after = gap.from - 1; after < gap.to; ) {
    const page = await bob.events(chat, { after, limit: 500 });
    fetched.push(...page.map(({ position }) => position).filter((position) => position <= gap.to));
    after = page.at(-1).position;
  }
  assert.deepEqual([...fetched, ...positionsIn(bobsPhone, chat)].sort((a, b) => a - b), range(1, last));
  await adasPhone.say(chat, 'and on');
  await bobsPhone.sees({ conversationId: chat, position: last + 1 });
});

test('without the header there is only what is new', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await adasPhone.say(chat, 'old');
  const bobsPhone = await bob.connect();
  await adasPhone.say(chat, 'new');
  await bobsPhone.sees({ conversationId: chat, text: 'new' });
  assert.deepEqual(positionsIn(bobsPhone, chat), [2]);
  assert.equal(bobsPhone.events.of({ type: 'caughtUp' }).length, 0);
});

test('resuming cannot show what was before joining, or after leaving', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, firstPhone] = [await ada.connect(), await bob.connect()];
  const group = await adasPhone.createGroup('Doors', [], { open: true });
  await adasPhone.say(group, 'before');
  await firstPhone.join(group);
  await firstPhone.leave(group);
  await adasPhone.say(group, 'after');

  for (const resume of [{}, { [group]: 0 }, { [group]: -1 }, { [group]: 3 }]) {
    const phone = await bob.connect({ resume });
    await phone.sees({ type: 'caughtUp' });
    assert.doesNotMatch(JSON.stringify(phone.seen(group)), /before|after/);
    await phone.vanish();
  }
});

test('a foreign conversation named in resume shows nothing, and the rest comes all the same', async () => {
  const [ada, bob, eve] = await signUpAll('Ada', 'Bob', 'Eve');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await adasPhone.say(chat, 'private');
  const withEve = await adasPhone.openDirect(eve);
  await adasPhone.say(withEve, 'hello');
  const evesPhone = await eve.connect({ resume: { [chat]: 0, 'no-such-conversation': 5 } });
  await evesPhone.sees({ type: 'caughtUp' });
  assert.deepEqual(evesPhone.seen(chat).filter(({ type }) => type !== 'gap'), []);
  assert.deepEqual(positionsIn(evesPhone, withEve), [0, 1]);
});

test('a resume header that says nothing sensible is refused', async () => {
  const [ada] = await signUpAll('Ada');
  for (const resume of ['[', '[1]', '{"a":"b"}', '"x"', '{"a":1.5}']) {
    const phone = await ada.connect({ watch: false });
    const refusals = new Received();
    await phone.subscribe('/user/queue/errors', ({ body }) => refusals.add(body));
    phone.client.subscribe('/user/queue/events', ({ body }) => refusals.add({ sent: body }), { resume, id: 'events' });
    const { code } = await refusals.first(({ field }) => field?.startsWith('resume'));
    assert.equal(code, 'invalid_request');
    assert.equal(refusals.all.length, 1, 'nothing is sent');
  }
});

test('several devices resume each from its own place', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  for (let i = 1; i <= 6; i++) await adasPhone.say(chat, `message ${i}`);
  for (const last of [0, 3, 6]) {
    const device = await bob.connect({ resume: { [chat]: last } });
    await device.sees({ type: 'caughtUp' });
    assert.deepEqual(positionsIn(device, chat), range(last + 1, 6));
  }
});

test('an app that is closed misses nothing of groups it was added to meanwhile', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const [adasPhone, cleosPhone] = [await ada.connect(), await cleo.connect()];
  let bobsPhone = await bob.connect({ resume: {} });
  await bobsPhone.disconnect();
  const group = await adasPhone.createGroup('While you slept', [bob, cleo]);
  await cleosPhone.say(group, 'Is Bob there?');
  await adasPhone.rename(group, 'While Bob slept');

  bobsPhone = await bob.connect({ resume: bobsPhone.positions() });
  await bobsPhone.sees({ type: 'caughtUp' });
  assert.deepEqual(bobsPhone.seen(group).map(({ type }) => type), ['groupCreated', 'messageSent', 'groupRenamed']);
  await everythingReached(bobsPhone, adasPhone);
});

test('who was connected to another log is told to read anew, and so is who has seen more than there is', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await adasPhone.say(chat, 'hello');
  assert.match(adasPhone.epoch, /^[0-9a-f]{32}$/);

  const same = await bob.connect({ resume: { [chat]: 0 }, epoch: adasPhone.epoch });
  await same.sees({ type: 'caughtUp' });
  assert.deepEqual(positionsIn(same, chat), [1]);
  for (const stale of [{ resume: { [chat]: 1 }, epoch: 'f'.repeat(32) }, { resume: { [chat]: 99 } }]) {
    const phone = await bob.connect(stale);
    await phone.sees({ type: 'caughtUp' });
    assert.equal(phone.events.all[0].type, 'reset');
    assert.deepEqual(positionsIn(phone, chat), [0, 1]);
  }
});
