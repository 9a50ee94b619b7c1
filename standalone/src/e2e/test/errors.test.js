import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key, signUp, signUpAll } from '../powow.js';

test('a refusal names code, destination, receipt, key and field, and the connection stays', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const destination = `/app/conversations/${chat}/send`;
  const command = { key: key(), text: ' ' };
  await assert.rejects(adasPhone.ask(destination, command, 'receipt-1'), (error) => {
    const { code, message, ...rest } = error.refusal;
    assert.equal(code, 'empty_message');
    assert.ok(message.length > 10);
    assert.deepEqual(rest, {
      destination,
      receipt: 'receipt-1',
      key: command.key,
      field: 'text',
      expected: message,
      received: 'another value',
    });
    return true;
  });
  assert.equal((await adasPhone.say(chat, 'Still here')).position, 1);
});

test('a refused command without a receipt is told, too', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  adasPhone.tell(`/app/conversations/${chat}/edit`, { position: 0, text: 'x' });
  const refusal = await adasPhone.errors.first({ code: 'message_not_found' });
  assert.equal(refusal.destination, `/app/conversations/${chat}/edit`);
  assert.equal(refusal.receipt ?? null, null);
});

test('bodies that are not as documented are refused one by one', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const send = `/app/conversations/${chat}/send`;
  const refused = (destination, body, code) =>
    assert.rejects(adasPhone.ask(destination, body), { code }, `${destination} ${JSON.stringify(body)}`);

  for (const body of ['', '{', 'null', '[]', '"text"', '42', '{"key":"k","text":{"$gt":""}}', '{"key":"k","text":["a"]}']) {
    await refused(send, body, 'invalid_request');
  }
  await refused(send, { text: 'no key' }, 'invalid_request');
  await refused(send, { key: 'has blanks', text: 'x' }, 'invalid_key');
  await refused(send, { key: 'k'.repeat(129), text: 'x' }, 'invalid_key');
  await refused(send, { key: key() }, 'empty_message');
  await refused(send, { key: key(), text: 'x', replyTo: 'first' }, 'invalid_request');
  await refused(send, { key: key(), text: 'x', mentions: [{}] }, 'invalid_request');
  await refused(send, { key: key(), images: ['no-such-image'] }, 'image_not_found');
  await refused(`/app/conversations/${chat}/edit`, { text: 'where?' }, 'invalid_request');
  await refused(`/app/conversations/${chat}/role`, { personId: bob.personId, role: 'emperor' }, 'invalid_request');
  await refused('/app/direct/open', { key: key() }, 'invalid_request');
  await refused('/app/groups/create', { key: key(), name: '', members: [], open: true }, 'invalid_name');
  await refused('/app/groups/create', { key: key(), name: 'x'.repeat(101), members: [], open: true }, 'invalid_name');

  assert.equal((await adasPhone.say(chat, 'After all that')).position, 1);
});

test('who would speak for somebody else speaks for themselves', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const chat = await adasPhone.openDirect(bob);
  const said = await adasPhone
    .ask(`/app/conversations/${chat}/send`, { key: key(), text: 'I am Bob', sender: bob.personId, by: bob.personId })
    .catch(({ code }) => code);
  if (said === 'invalid_request') return;
  const event = await bobsPhone.sees({ conversationId: chat, position: said.position });
  assert.equal(event.sender, ada.personId);
});

test('there are destinations that do not exist', async () => {
  const ada = await signUp('Ada');
  const adasPhone = await ada.connect();
  for (const destination of ['/app/nothing', '/app/conversations/x/fly', '/app/', '/app/direct', '/app/direct/open/more']) {
    await assert.rejects(adasPhone.ask(destination), { code: 'forbidden_destination' }, destination);
  }
});
