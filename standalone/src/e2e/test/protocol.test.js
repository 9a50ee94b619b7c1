import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { address, Device, http, key, signUp, signUpAll, Versions } from '../powow.js';
import { frame, Wire } from '../raw.js';

const wires = [];
const keep = (wire) => (wires.push(wire), wire);
after(() => Promise.all(wires.map((wire) => wire.close())));

const errorThenClose = async (wire) => {
  const error = await wire.frames.first({ command: 'ERROR' });
  await wire.closed;
  return error;
};

for (const version of ['1.0', '1.1', '1.2']) {
  test(`STOMP ${version} is spoken from CONNECT to RECEIPT`, async () => {
    const [ada, bob] = await signUpAll('Ada', 'Bob');
    const adasPhone = await ada.connect({ versions: new Versions([version]) });
    assert.equal(adasPhone.client.connectedVersion, version);
    const chat = await adasPhone.openDirect(bob);
    const { position } = await adasPhone.say(chat, 'Hello');
    await adasPhone.sees({ conversationId: chat, position, text: 'Hello' });
    await adasPhone.disconnect();
  });
}

test('the newest version both speak is taken, and the subprotocol says so', async () => {
  const ada = await signUp('Ada');
  const wire = keep(await Wire.open({ protocols: ['v10.stomp', 'v11.stomp', 'v12.stomp'] }));
  assert.match(wire.socket.protocol, /^v1[012]\.stomp$/);
  wire.send('CONNECT', { 'accept-version': '1.0,1.1,1.2', host: 'powow', Authorization: `Bearer ${ada.token}` });
  assert.equal((await wire.frames.first({ command: 'CONNECTED' })).headers.version, '1.2');
});

test('STOMP and CONNECT mean the same', async () => {
  const ada = await signUp('Ada');
  const wire = keep(await Wire.open());
  wire.send('STOMP', { 'accept-version': '1.2', host: 'powow', Authorization: `Bearer ${ada.token}` });
  await wire.frames.first({ command: 'CONNECTED' });
});

test('a client that can set no other header gives its token as passcode', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const device = await Device.connect(ada, { connectHeaders: { login: ada.handle, passcode: ada.token } });
  await device.openDirect(bob);
});

test('without a good token there is an ERROR, and then nothing', async () => {
  const ada = await signUp('Ada');
  const [head, body, signature] = ada.token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  const forged = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url')), sub: 'somebody-else' })).toString('base64url');
  const attempts = {
    'no token': {},
    'an empty token': { Authorization: 'Bearer ' },
    nonsense: { Authorization: 'Bearer nonsense' },
    'another scheme': { Authorization: `Basic ${ada.token}` },
    'no signature': { Authorization: `Bearer ${head}.${body}.` },
    'algorithm none': { Authorization: `Bearer ${none}.${body}.` },
    "somebody else's name under the signature": { Authorization: `Bearer ${head}.${forged}.${signature}` },
    'a bad passcode': { login: ada.handle, passcode: ada.password },
  };
  for (const [name, headers] of Object.entries(attempts)) {
    const wire = keep(await Wire.open());
    wire.send('CONNECT', { 'accept-version': '1.2', host: 'powow', ...headers });
    const error = await errorThenClose(wire);
    assert.equal(wire.frames.of({ command: 'CONNECTED' }).length, 0, name);
    assert.ok(!JSON.stringify(error).includes(ada.token), 'a token is never repeated');
  }
});

test('frames before CONNECT are an ERROR', async () => {
  for (const first of [
    frame('SEND', { destination: '/app/direct/open' }, '{}'),
    frame('SUBSCRIBE', { id: '1', destination: '/user/queue/events' }),
    frame('DISCONNECT', { receipt: 'bye' }),
  ]) {
    const wire = keep(await Wire.open());
    wire.write(first);
    await Promise.race([errorThenClose(wire), wire.closed]);
    assert.equal(wire.frames.of({ command: 'RECEIPT' }).length, 0);
  }
});

test('a second CONNECT is an ERROR', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const wire = keep(await Wire.connected(ada.token));
  wire.send('CONNECT', { 'accept-version': '1.2', host: 'powow', Authorization: `Bearer ${bob.token}` });
  await errorThenClose(wire);
});

test('what is no STOMP is an ERROR, and the server goes on', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  for (const nonsense of [
    'GET / HTTP/1.1\r\n\r\n\u0000',
    'FLY\n\n\u0000',
    'SEND\nno colon here\n\n\u0000',
    'SEND\ndestination:/app/x\\q\n\n{}\u0000',
    'SEND\n\n{}\u0000',
    'SUBSCRIBE\ndestination:/user/queue/events\n\n\u0000',
    'SEND\ndestination:/app/direct/open\ncontent-length:99999999\n\n{}\u0000',
    'SEND\ndestination:/app/direct/open\ncontent-length:-1\n\n{}\u0000',
    '\u0000\u0000\u0000',
  ]) {
    const wire = keep(await Wire.connected(ada.token));
    wire.write(nonsense);
    wire.send('DISCONNECT', { receipt: 'bye' });
    await wire.frames.first(({ command }) => ['ERROR', 'RECEIPT'].includes(command));
    await wire.closed;
  }
  const adasPhone = await ada.connect();
  await adasPhone.openDirect(bob);
});

test('DISCONNECT is confirmed before the connection is closed', async () => {
  const ada = await signUp('Ada');
  const wire = keep(await Wire.connected(ada.token));
  wire.send('DISCONNECT', { receipt: 'good night' });
  assert.equal((await wire.frames.first({ command: 'RECEIPT' })).headers['receipt-id'], 'good night');
  await wire.closed;
});

test('CONNECTED names the heart-beat that the server offers', async () => {
  const ada = await signUp('Ada');
  const wire = keep(await Wire.connected(ada.token, { 'heart-beat': '10000,10000' }));
  assert.equal(wire.connected.headers['heart-beat'], '10000,10000');
});

test('header values are escaped both ways', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const wire = keep(await Wire.connected(ada.token));
  wire.send('SEND', { destination: '/app/direct/open', receipt: 'a\\cb\\\\c\\nd' }, JSON.stringify({ key: key(), with: bob.personId }));
  assert.equal((await wire.frames.first({ command: 'RECEIPT' })).headers['receipt-id'], 'a\\cb\\\\c\\nd');
});

test('lines may end in CR LF, and empty lines between frames are heart-beats', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const wire = keep(await Wire.connected(ada.token));
  wire.write('\r\n');
  wire.write(`\nSEND\r\ndestination:/app/direct/open\r\nreceipt:r\r\n\r\n${JSON.stringify({ key: key(), with: bob.personId })}\u0000\n`);
  assert.equal((await wire.answer('r')).command, 'RECEIPT');
});

test('several frames in one message, and one frame in several messages', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const wire = keep(await Wire.connected(ada.token));
  const open = (receipt) => frame('SEND', { destination: '/app/direct/open', receipt }, JSON.stringify({ key: key(), with: bob.personId }));
  wire.write(open('one') + open('two'));
  assert.equal((await wire.answer('one')).command, 'RECEIPT');
  assert.equal((await wire.answer('two')).command, 'RECEIPT');
  const whole = open('three');
  for (let i = 0; i < whole.length; i += 20) wire.write(whole.slice(i, i + 20));
  assert.equal((await wire.answer('three')).command, 'RECEIPT');
});

test('binary WebSocket messages carry frames as well', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const wire = keep(await Wire.connected(ada.token));
  wire.socket.send(Buffer.from(frame('SEND', { destination: '/app/direct/open', receipt: 'r' }, JSON.stringify({ key: key(), with: bob.personId }))));
  assert.equal((await wire.answer('r')).command, 'RECEIPT');
});

test('UNSUBSCRIBE ends what comes', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, wire] = [await ada.connect(), keep(await Wire.connected(bob.token))];
  const chat = await adasPhone.openDirect(bob);
  // The other person sees a private chat from its first message on.
  await adasPhone.say(chat, 'Hello');
  wire.subscribe('/user/queue/events', { id: 'all', receipt: 'subscribed' });
  wire.send('SUBSCRIBE', { id: 'one', destination: `/topic/conversations/${chat}`, receipt: 'both' });
  assert.equal((await wire.answer('both')).command, 'RECEIPT');
  await adasPhone.say(chat, 'twice');
  await wire.frames.count(2, ({ command, body }) => command === 'MESSAGE' && body.includes('twice'));

  wire.send('UNSUBSCRIBE', { id: 'one', receipt: 'done' });
  await wire.answer('done');
  await adasPhone.say(chat, 'once');
  await adasPhone.say(chat, 'last');
  await wire.frames.first(({ command, body }) => command === 'MESSAGE' && body.includes('last'));
  const once = wire.frames.of(({ command, body }) => command === 'MESSAGE' && body.includes('once'));
  assert.deepEqual(once.map(({ headers }) => headers.subscription), ['all']);
});

test('a token is renewed within the session', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  await adasPhone.ask('/app/session/refresh', { token: ada.token });
  await assert.rejects(adasPhone.ask('/app/session/refresh', { token: 'nonsense' }), { code: 'unauthenticated' });
  await assert.rejects(adasPhone.ask('/app/session/refresh', { token: bob.token }), (error) =>
    ['unauthenticated', 'not_allowed', 'invalid_request'].includes(error.code), 'nobody becomes somebody else');
  await adasPhone.openDirect(bob);
});

// Tokens that no correct issuer makes. The tests can make them only if they know the issuer's key.
const secret = process.env.POWOW_TOKEN_SECRET;

function mint(person, claims = {}, signedWith = Buffer.from(secret, 'base64'), algorithm = 'HS256') {
  const now = Math.floor(Date.now() / 1_000);
  const all = { iss: 'powow', aud: ['powow'], sub: person.personId, iat: now, exp: now + 3_600, ...claims };
  const signed = [{ alg: algorithm, typ: 'JWT' }, all].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const hash = { HS256: 'sha256', HS512: 'sha512' }[algorithm];
  return `${signed}.${createHmac(hash, signedWith).update(signed).digest('base64url')}`;
}

describe('tokens', { skip: !secret && 'POWOW_TOKEN_SECRET is not set' }, () => {
  const seconds = (from) => Math.floor(Date.now() / 1_000) + from;

  test('one like the issuer makes them is taken', async () => {
    const [ada, bob] = await signUpAll('Ada', 'Bob');
    const device = await ada.connect({ token: mint(ada) });
    await device.openDirect(bob);
  });

  test('expired, early, foreign, or unsound ones are not', async () => {
    const ada = await signUp('Ada');
    const attempts = {
      'expired yesterday': mint(ada, { exp: seconds(-86_400), iat: seconds(-90_000) }),
      'not yet valid': mint(ada, { nbf: seconds(3_600) }),
      'never expires': mint(ada, { exp: undefined }),
      'for somebody else': mint(ada, { aud: ['another-service'] }),
      'for nobody': mint(ada, { aud: undefined }),
      'by somebody else': mint(ada, { iss: 'https://issuer.example' }),
      'about nobody': mint(ada, { sub: undefined }),
      'about what is no person': mint(ada, { sub: '../../etc' }),
      'another key': mint(ada, {}, Buffer.alloc(32, 7)),
      'another algorithm': mint(ada, {}, undefined, 'HS512'),
    };
    for (const [name, token] of Object.entries(attempts)) {
      const wire = keep(await Wire.open());
      wire.send('CONNECT', { 'accept-version': '1.2', host: 'powow', Authorization: `Bearer ${token}` });
      await wire.frames.first({ command: 'ERROR' });
      await wire.closed;
      const answer = await http('GET', '/api/me', { token });
      assert.equal(answer.status, 401, name);
      assert.match(answer.body.code, /^(unauthenticated|token_expired)$/, name);
    }
  });

  test('a session ends with its token', async () => {
    const ada = await signUp('Ada');
    const wire = keep(await Wire.connected(mint(ada, { exp: seconds(2) })));
    await wire.closed;
  });

  test('a session goes on with a token that came in time', async () => {
    const [ada, bob] = await signUpAll('Ada', 'Bob');
    const expiring = mint(ada, { exp: seconds(4) });
    const [renewed, forgotten] = await Promise.all([ada.connect({ token: expiring }), ada.connect({ token: expiring })]);
    await renewed.ask('/app/session/refresh', { token: mint(ada) });
    await forgotten.closed;
    await renewed.openDirect(bob);
  });
});

describe('origins', () => {
  test("another site's page is not let in", async () => {
    for (const origin of ['https://evil.example', 'null', `http://${address.hostname}.evil.example`, 'file://']) {
      await assert.rejects(Wire.open({ origin }), { status: 403 }, origin);
    }
  });

  test("our own page is, and so is an app that has none", async () => {
    keep(await Wire.open({ origin: address.origin }));
    keep(await Wire.open());
  });
});

describe('heart-beats', { concurrency: true }, () => {
  test('the server beats while it has nothing to say', async () => {
    const ada = await signUp('Ada');
    const wire = keep(await Wire.connected(ada.token, { 'heart-beat': '0,10000' }));
    await wire.frames.first({ command: 'heart-beat' });
  });

  test('a client that promised to beat and does not is closed', async () => {
    const ada = await signUp('Ada');
    const wire = keep(await Wire.connected(ada.token, { 'heart-beat': '10000,0' }));
    await wire.closed;
  });

  test('a client that promises no beat may stay silent', async () => {
    const [ada, bob] = await signUpAll('Ada', 'Bob');
    const silent = keep(await Wire.connected(ada.token, { 'heart-beat': '0,0' }));
    const promised = keep(await Wire.connected(bob.token, { 'heart-beat': '10000,0' }));
    await promised.closed;
    silent.send('SEND', { destination: '/app/direct/open', receipt: 'r' }, JSON.stringify({ key: key(), with: bob.personId }));
    assert.equal((await silent.answer('r')).command, 'RECEIPT');
    assert.equal(silent.frames.of({ command: 'heart-beat' }).length, 0);
  });
});
