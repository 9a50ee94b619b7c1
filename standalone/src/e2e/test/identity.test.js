import assert from 'node:assert/strict';
import { test } from 'node:test';
import { http, Refused, signUp, key } from '../powow.js';

const problem = (answer, status, code) => {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.equal(answer.body.code, code);
  assert.equal(answer.body.status, status);
  assert.ok(answer.body.title, 'a problem has a title (RFC 9457)');
};

test('a person signs up, signs in, and sees their own profile', async () => {
  const ada = await signUp('Ada');
  const me = await ada.get('/api/me');
  assert.equal(me.personId, ada.personId);
  assert.equal(me.handle, ada.handle);
  assert.equal(me.displayName, 'Ada');
});

test('a session has a JWT and says when it ends', async () => {
  const ada = await signUp('Ada');
  const session = await http('POST', '/api/sessions', { body: { handle: ada.handle, password: ada.password } });
  assert.equal(session.status, 201);
  assert.equal(session.body.personId, ada.personId);
  assert.equal(session.body.token.split('.').length, 3);
  assert.match(session.body.expiresAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Date.parse(session.body.expiresAt) > Date.now());
});

test('a profile is changed in the parts that are given, and stays in the others', async () => {
  const ada = await signUp('Ada');
  await ada.write('PATCH', '/api/me', { displayName: 'Ada Lovelace' });
  await ada.write('PATCH', '/api/me', { about: 'Notes on the Analytical Engine' });
  const me = await ada.get('/api/me');
  assert.equal(me.displayName, 'Ada Lovelace');
  assert.equal(me.about, 'Notes on the Analytical Engine');
});

test('a handle belongs to one person, however it is typed', async () => {
  const ada = await signUp('Ada');
  for (const handle of [ada.handle, ada.handle.toUpperCase()]) {
    const second = await http('POST', '/api/people', { body: { handle, password: 'another one', displayName: 'Eve' } });
    problem(second, 409, 'handle_taken');
  }
});

test('what cannot be an account is refused, with its code', async () => {
  const attempt = (change) =>
    http('POST', '/api/people', { body: { handle: `x${key().slice(0, 8)}`.replace(/-/g, '_'), password: 'long enough', displayName: 'X', ...change } });
  problem(await attempt({ handle: 'no spaces' }), 400, 'invalid_handle');
  problem(await attempt({ handle: '<script>' }), 400, 'invalid_handle');
  problem(await attempt({ password: 'short' }), 400, 'invalid_password');
  problem(await attempt({ displayName: ' ' }), 400, 'invalid_name');
  problem(await attempt({ displayName: 'two\nlines' }), 400, 'invalid_name');
  problem(await http('POST', '/api/people', { body: '{"handle":' }), 400, 'invalid_request');
});

test('a password that is tried first, and the handle of who runs the server, are refused', async () => {
  const handle = `y${key().slice(0, 8)}`.replace(/-/g, '_');
  const attempt = (change) => http('POST', '/api/people', { body: { handle, password: 'long enough', displayName: 'Why So Long', ...change } });
  for (const password of ['password', 'Iloveyou', handle.toUpperCase(), 'why so long']) {
    problem(await attempt({ password }), 400, 'weak_password');
  }
  problem(await attempt({ password: 'long enough \ud800' }), 400, 'invalid_request');
  for (const reserved of ['admin', 'Supp0rt', 'powow_help']) problem(await attempt({ handle: reserved }), 409, 'handle_reserved');
});

test('nobody is locked out of a device they know by somebody who guesses', async () => {
  const ada = await signUp('Ada');
  const signIn = (password, more = {}) => http('POST', '/api/sessions', { body: { handle: ada.handle, password, ...more } });
  const { deviceToken } = (await signIn(ada.password)).body;
  let guess;
  for (let i = 0; i < 12 && guess?.status !== 429; i++) guess = await signIn(`wrong ${i}`);
  problem(guess, 429, 'too_many_requests');
  assert.ok(Number(guess.headers.get('retry-after')) >= 1);
  problem(await signIn(ada.password), 429, 'too_many_requests');
  const known = await signIn(ada.password, { deviceToken });
  assert.equal(known.status, 201, 'the device is known');
  assert.match(known.headers.get('set-cookie'), /^powow-device=.*HttpOnly; SameSite=Strict/);
});

test('a wrong password and an unknown handle get the same answer', async () => {
  const ada = await signUp('Ada');
  const wrong = await http('POST', '/api/sessions', { body: { handle: ada.handle, password: 'not hers' } });
  const unknown = await http('POST', '/api/sessions', { body: { handle: `${ada.handle.slice(0, 20)}zz`, password: 'not hers' } });
  problem(wrong, 401, 'wrong_credentials');
  problem(unknown, 401, 'wrong_credentials');
  assert.deepEqual({ ...wrong.body, instance: null }, { ...unknown.body, instance: null });
});

test('without a valid token nothing is shown', async () => {
  const ada = await signUp('Ada');
  const [head, body] = ada.token.split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const token of [undefined, 'nonsense', `${head}.${body}.`, `${none}.${body}.`, `${head}.${body}.AAAA`]) {
    problem(await http('GET', '/api/me', { token }), 401, 'unauthenticated');
    problem(await http('GET', '/api/conversations', { token }), 401, 'unauthenticated');
  }
});

test('what is not there is told as a problem, too', async () => {
  const ada = await signUp('Ada');
  await assert.rejects(ada.get('/api/nothing-here'), (error) => error instanceof Refused && error.refusal.status === 404);
});
