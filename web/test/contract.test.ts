import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callsOf, destinationsOf, exampleOf, filledIn, fits, parametersOf, resolved, typeOf, type AsyncApi, type OpenApi } from '../src/docs/contract.js';

const http: OpenApi = {
  info: { title: 'T', version: '1' },
  paths: {
    '/api/groups': {
      post: {
        operationId: 'createGroup',
        tags: ['Conversations'],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewGroup' } } } },
        responses: { default: { $ref: '#/components/responses/Problem' } },
      },
      parameters: [] as never,
    },
  },
  components: {
    responses: { Problem: { description: 'Refused' } },
    schemas: {
      NewGroup: {
        type: 'object',
        required: ['name', 'members'],
        properties: { name: { type: 'string' }, members: { type: 'array', items: { $ref: '#/components/schemas/Id' } }, open: { type: 'boolean' } },
      },
      Id: { type: 'string', pattern: '^x$' },
      Endless: { type: 'object', properties: { next: { $ref: '#/components/schemas/Endless' } } },
    },
  },
};

test('calls have what is needed to make them', () => {
  const [call, ...others] = callsOf(http);
  assert.deepEqual(others, [], 'what is not a method is no call');
  assert.deepEqual([call!.method, call!.path, call!.tag, call!.bodyType], ['POST', '/api/groups', 'Conversations', 'application/json']);
  assert.deepEqual(call!.answers, [{ status: 'default', description: 'Refused' }]);
});

test('an example has the required fields, and ends where a schema has itself within', () => {
  assert.deepEqual(exampleOf(http, { $ref: '#/components/schemas/NewGroup' }), { name: '', members: [''] });
  assert.ok(JSON.stringify(exampleOf(http, { $ref: '#/components/schemas/Endless' })).length < 200);
  assert.equal(exampleOf(http, { type: 'integer', minimum: 1 }), 1);
  assert.equal(exampleOf(http, { enum: ['a', 'b'] }), 'a');
  assert.equal(exampleOf(http, { $ref: '#/components/schemas/Unknown' }), null);
});

test('types are said in a few words', () => {
  assert.equal(typeOf(http, { type: 'integer', minimum: 1, maximum: 50 }), 'integer, 1 to 50');
  assert.equal(typeOf(http, { type: 'array', items: { type: 'string', format: 'date-time' } }), '[date-time]');
  assert.equal(typeOf(http, { enum: ['now', 'today'] }), '"now" | "today"');
});

test('destinations are those with an address, and clients send to /app only', () => {
  const stomp: AsyncApi = {
    info: { title: 'T', version: '1' },
    operations: {},
    channels: {
      session: { address: null },
      pin: { address: '/app/conversations/{id}/pin', messages: { pin: { $ref: '#/components/messages/pin' } } },
      events: { address: '/user/queue/events' },
    },
    components: { messages: { pin: { payload: { type: 'object' } } } },
  };
  assert.deepEqual(
    destinationsOf(stomp).map(({ address, isCommand }) => [address, isCommand]),
    [
      ['/app/conversations/{id}/pin', true],
      ['/user/queue/events', false],
    ],
  );
  assert.deepEqual(destinationsOf(stomp)[0]!.messages, [{ name: 'pin', schema: { type: 'object' } }]);
});

test('parameters are filled in, and cannot leave their segment', () => {
  assert.deepEqual(parametersOf('/a/{id}/b/{position}'), ['id', 'position']);
  assert.equal(filledIn('/a/{id}/b/{position}', { id: '../x?y' }), '/a/..%2Fx%3Fy/b/{position}');
  assert.equal(resolved(http, { $ref: '#/nowhere/at/all' }), undefined);
  assert.ok(fits('MESSAGES search', 'GET /api/search', 'Messages'));
  assert.ok(!fits('search people', 'GET /api/search', 'Messages'));
});
