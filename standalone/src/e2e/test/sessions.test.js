import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import { http, signUp } from '../powow.js';

const refused = (answer, status, code) => {
  assert.equal(answer.status, status, JSON.stringify(answer.body));
  assert.equal(answer.body.code, code);
};

/** Signs up Ada, and signs her in on several devices. */
async function withSessions(...devices) {
  const ada = await signUp('Ada');
  const sessions = [];
  for (const device of devices) sessions.push((await http('POST', '/api/sessions', { body: { handle: ada.handle, password: ada.password, device } })).body);
  return [ada, ...sessions];
}

const refresh = (refreshToken) => http('POST', '/api/sessions/refresh', { body: { refreshToken } });
const me = (token) => http('GET', '/api/me', { token });

/** Waits until the session has ended: within a second in a cluster, within milliseconds in one process. */
async function ended(token) {
  const patience = Date.now() + 5_000;
  let answer = await me(token);
  while (answer.status !== 401 && Date.now() < patience) answer = await me(token);
  refused(answer, 401, 'session_ended');
}

test('a session goes on with a refresh token, each good for one use', async () => {
  const [, phone] = await withSessions('Phone');
  assert.ok(Date.parse(phone.refreshExpiresAt) > Date.now() + 80 * 86_400_000, 'it lasts for months');
  const first = await refresh(phone.refreshToken);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.equal(first.body.sessionId, phone.sessionId);
  assert.notEqual(first.body.refreshToken, phone.refreshToken);
  assert.equal((await me(first.body.token)).status, 200);
  assert.equal((await refresh(first.body.refreshToken)).status, 201);
});

test('an answer that was lost signs nobody out', async () => {
  const [, phone] = await withSessions('Phone');
  await refresh(phone.refreshToken);
  const again = await refresh(phone.refreshToken);
  assert.equal(again.status, 201);
  assert.equal((await refresh(again.body.refreshToken)).status, 201);
});

test('a refresh token that was used long ago ends its session', async () => {
  const [, phone] = await withSessions('Phone');
  const next = await refresh(phone.refreshToken);
  const last = await refresh(next.body.refreshToken);
  refused(await refresh(phone.refreshToken), 401, 'session_ended');
  refused(await refresh(last.body.refreshToken), 401, 'session_ended');
  await ended(last.body.token);
});

test('what was not issued here refreshes nothing, and ends nothing', async () => {
  const [, phone] = await withSessions('Phone');
  const [person, session, random] = phone.refreshToken.split('.');
  for (const token of ['', 'nonsense', `${person}.${session}.${random}.AAAA`, phone.token]) refused(await refresh(token), 401, 'unauthenticated');
  refused(await http('POST', '/api/sessions/refresh', { body: {} }), 400, 'invalid_request');
  assert.equal((await refresh(phone.refreshToken)).status, 201);
});

test('an access token that has expired does not stand in the way of refreshing', async () => {
  const [, phone] = await withSessions('Phone');
  const answer = await http('POST', '/api/sessions/refresh', { body: { refreshToken: phone.refreshToken }, token: 'no.longer.good' });
  assert.equal(answer.status, 201);
});

test('people see where they are signed in', async () => {
  const [, phone, laptop] = await withSessions('Phone', 'Laptop');
  const { sessions } = (await http('GET', '/api/me/sessions', { token: laptop.token })).body;
  assert.deepEqual(
    sessions.filter(({ device }) => ['Phone', 'Laptop'].includes(device)).map(({ sessionId, device, current }) => ({ sessionId, device, current })),
    [
      { sessionId: laptop.sessionId, device: 'Laptop', current: true },
      { sessionId: phone.sessionId, device: 'Phone', current: false },
    ],
  );
  assert.ok(sessions.every(({ startedAt, lastSeen }) => Date.parse(startedAt) <= Date.parse(lastSeen)));
});

test('signing out ends the session, its sockets and its refresh token, and no other', async () => {
  const [ada, phone, laptop] = await withSessions('Phone', 'Laptop');
  const device = await ada.connect({ token: phone.token });
  const other = await ada.connect({ token: laptop.token });
  assert.equal((await http('DELETE', '/api/me/session', { token: phone.token })).status, 204);
  const { code, reason } = await device.closed;
  assert.equal(code, 1008);
  assert.equal(reason, 'session_ended');
  assert.equal(device.error.headers.code, 'session_ended');
  await ended(phone.token);
  refused(await refresh(phone.refreshToken), 401, 'session_ended');
  await assert.rejects(ada.connect({ token: phone.token }));
  await assert.rejects(other.ask('/app/session/refresh', { token: phone.token }), { code: 'session_ended' });
  await other.ask('/app/session/refresh', { token: laptop.token });
});

test('one session is ended from another, or all others at once', async () => {
  const [ada, phone, laptop, tablet] = await withSessions('Phone', 'Laptop', 'Tablet');
  assert.equal((await http('DELETE', `/api/me/sessions/${phone.sessionId}`, { token: laptop.token })).status, 204);
  await ended(phone.token);
  assert.equal((await me(tablet.token)).status, 200);
  assert.equal((await http('DELETE', '/api/me/sessions', { token: laptop.token })).status, 204);
  await ended(tablet.token);
  await ended(ada.token);
  assert.equal((await me(laptop.token)).status, 200);
});

test('nobody ends the session of somebody else', async () => {
  const [, phone] = await withSessions('Phone');
  const eve = await signUp('Eve');
  assert.equal((await http('DELETE', `/api/me/sessions/${phone.sessionId}`, { token: eve.token })).status, 204);
  assert.equal((await me(phone.token)).status, 200);
});

const secret = process.env.POWOW_TOKEN_SECRET;
describe('tokens', { skip: !secret && 'POWOW_TOKEN_SECRET is not set' }, () => {
  const mint = (claims) => {
    const exp = Math.floor(Date.now() / 1_000) + 3_600;
    const signed = [{ alg: 'HS256' }, { iss: 'powow', aud: ['powow'], exp, ...claims }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${createHmac('sha256', Buffer.from(secret, 'base64')).update(signed).digest('base64url')}`;
  };

  test('of somebody who is not here, or of a session that never was, open nothing', async () => {
    const [ada, phone] = await withSessions('Phone');
    const eve = await signUp('Eve');
    refused(await me(mint({ sub: 'nobody-at-all' })), 401, 'unauthenticated');
    refused(await me(mint({ sub: ada.personId, sid: 'never' })), 401, 'session_ended');
    refused(await me(mint({ sub: eve.personId, sid: phone.sessionId })), 401, 'session_ended');
    await assert.rejects(ada.connect({ token: mint({ sub: 'nobody-at-all' }) }));
  });
});
