import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everythingReached, key, signUpAll } from '../powow.js';

test('the same key over another connection is answered with the first place', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await adasPhone.openDirect(bob);
  const command = { key: key(), text: 'Once' };
  const first = await adasPhone.ask(`/app/conversations/${chat}/send`, command);
  await adasPhone.vanish();
  await bobsPhone.say(chat, 'In between');

  const adasTablet = await ada.connect();
  const second = await adasTablet.ask(`/app/conversations/${chat}/send`, command);
  const overHttp = await ada.post(`/api/conversations/${chat}/messages`, { text: 'Once' }, command.key);
  assert.deepEqual(second, first);
  assert.equal(overHttp.position, first.position);

  await everythingReached(bobsPhone, adasTablet);
  assert.equal(bobsPhone.seen(chat, { text: 'Once' }).length, 1);
  assert.deepEqual((await bob.messages(chat)).map(({ text }) => text), ['Once', 'In between', 'Has everything arrived?']);
});

test('a retry is answered as the first however much was said since', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const command = { key: key(), text: 'Long ago' };
  const first = await adasPhone.ask(`/app/conversations/${chat}/send`, command);
  await Promise.all(Array.from({ length: 600 }, (_, i) => adasPhone.say(chat, `since then ${i}`)));
  assert.deepEqual(await adasPhone.ask(`/app/conversations/${chat}/send`, command), first);
});

test('a retry of a message is answered to who may not write any more, too', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const group = await adasPhone.createGroup('Retries', [bob]);
  const once = { key: key() };
  const first = await bobsPhone.say(group, 'once', once);
  await Promise.all(Array.from({ length: 100 }, (_, i) => adasPhone.say(group, `meanwhile ${i}`)));
  await adasPhone.remove(group, bob);

  assert.deepEqual(await bobsPhone.say(group, 'once', once), first);
  await assert.rejects(bobsPhone.say(group, 'another'), { code: 'conversation_not_found' });
});

test('many tries at once make one message', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const devices = await Promise.all([ada.connect(), ada.connect(), ada.connect()]);
  const chat = await devices[0].openDirect(bob);
  const command = { key: key(), text: 'Once' };
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) => devices[i % 3].ask(`/app/conversations/${chat}/send`, command)),
  );
  for (const answer of answers) assert.deepEqual(answer, { conversation: chat, position: 1 });
  assert.equal((await bob.messages(chat)).length, 1);
});

test("a key is its sender's own: another's is another message", async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await adasPhone.openDirect(bob);
  const same = key();
  const adas = await adasPhone.say(chat, "Ada's", { key: same });
  const bobs = await bobsPhone.say(chat, "Bob's", { key: same });
  assert.notEqual(adas.position, bobs.position);
});

test('a refused command may be tried again under its key once it can be done', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const group = await adasPhone.createGroup('By invitation', []);
  const command = { key: key(), text: 'Thanks for having me' };
  await assert.rejects(bobsPhone.ask(`/app/conversations/${group}/send`, command), { code: 'conversation_not_found' });
  await adasPhone.add(group, bob);
  assert.equal((await bobsPhone.ask(`/app/conversations/${group}/send`, command)).position, 2);
});
