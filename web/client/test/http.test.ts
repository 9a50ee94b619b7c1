import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { http, Refused, Unreachable } from '../src/http.js';
import { inMemory, signIn, tokensOf } from '../src/sessions.js';

const servers: Server[] = [];
after(() => servers.forEach((server) => server.close()));

/** Answers each request with the next answer, and keeps what was asked. */
async function scripted(...answers: [status: number, body: object, headers?: Record<string, string>][]) {
  const asked: { method: string; url: string; token: string | undefined; body: string }[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      asked.push({ method: request.method!, url: request.url!, token: request.headers.authorization, body });
      const [status, answer, headers = {}] = answers.shift() ?? [500, {}];
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers }).end(JSON.stringify(answer));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { address: `http://127.0.0.1:${port}`, asked };
}

const session = (token: string) => ({
  token,
  expiresAt: '2999-01-01T00:00:00Z',
  personId: 'p',
  sessionId: 's',
  refreshToken: `refresh-${token}`,
  refreshExpiresAt: '2999-01-01T00:00:00Z',
});

test('whoever signs in can call, and a token that is refused is renewed once', async () => {
  const { address, asked } = await scripted(
    [201, { ...session('t1'), deviceToken: 'd' }],
    [401, { code: 'token_expired', detail: 'The token has expired.' }],
    [201, session('t2')],
    [200, { handle: 'ada' }],
  );
  const { session: started, deviceToken } = await signIn(http({ server: address }), { handle: 'Ada', password: 'x' });
  assert.deepEqual([started.handle, deviceToken], ['ada', 'd']);
  const tokens = tokensOf(http({ server: address }), inMemory(started));
  assert.deepEqual(await http({ server: address, tokens }).get('/api/me'), { handle: 'ada' });
  assert.deepEqual(
    asked.map(({ method, url, token }) => [method, url, token]),
    [
      ['POST', '/api/sessions', undefined],
      ['GET', '/api/me', 'Bearer t1'],
      ['POST', '/api/sessions/refresh', undefined],
      ['GET', '/api/me', 'Bearer t2'],
    ],
  );
});

test('a read that lags behind is made again', async () => {
  const { address, asked } = await scripted([200, { n: 1 }, { 'Powow-Behind': 'true' }], [200, { n: 2 }]);
  assert.deepEqual(await http({ server: address }).get('/api/conversations'), { n: 2 });
  assert.equal(asked.length, 2);
});

test('a refusal has its code and field; whatever else goes wrong is unreachable', async () => {
  const { address } = await scripted([400, { code: 'invalid_request', detail: 'No.', field: 'name' }], [502, {}]);
  const api = http({ server: address });
  await assert.rejects(api.send('POST', '/api/groups', {}), (failure: Refused) => failure.code === 'invalid_request' && failure.field === 'name');
  await assert.rejects(api.get('/api/me'), Unreachable);
});
