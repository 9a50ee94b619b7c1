import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '../src/pure/conversation.js';
import { carriedOn, endOf, MOST_CONVERSATIONS, MOST_MESSAGES, readOn, worthKeeping, type Stretch } from '../src/pure/stretch.js';
import { isMessage } from '../src/pure/timeline.js';
import type { ConversationEvent, MessageAnswer } from 'powow-client';

const said = (position: number, text = `message ${position}`) =>
  ({ type: 'messageSent', conversationId: 'c', position, at: '2026-01-01T00:00:00Z', key: `k${position}`, sender: 'bob', text }) as MessageAnswer;

const stretchOf = (count: number): Stretch => ({
  conversationId: 'c',
  position: count - 1,
  items: Array.from({ length: count }, (_, i) => said(i)),
  atStart: true,
  reads: [['ada', 0]],
});

const conversation = (id: string, activityAt: string, more: Partial<Conversation> = {}) =>
  ({ conversationId: id, kind: 'direct', role: 'member', activityAt, position: 0, readUpTo: -1, memberCount: 2, ...more }) as Conversation;

test('the newest conversations are kept, and none that was left or that nobody has agreed to', () => {
  const many = Array.from({ length: 40 }, (_, i) => conversation(`c${i}`, `2026-01-01T00:00:${String(i + 10)}Z`));
  const { role: _, ...left } = conversation('left', '2026-02-01T00:00:00Z');
  const kept = worthKeeping([...many, left as Conversation, conversation('request', '2026-02-01T00:00:00Z', { request: true })]);
  assert.equal(kept.length, MOST_CONVERSATIONS);
  assert.deepEqual(kept.slice(0, 2).map(({ conversationId }) => conversationId), ['c39', 'c38']);
});

test('the last messages are kept, with what happened between them', () => {
  const joined = { type: 'memberJoined', conversationId: 'c', position: 100, at: '', personId: 'eve' } as ConversationEvent;
  const items = [...Array.from({ length: 100 }, (_, i) => said(i)), joined as never];
  const end = endOf({ items, atStart: true, atEnd: true }, 'c', 100, new Map([['ada', 7]]))!;
  assert.equal(end.items.filter(isMessage).length, MOST_MESSAGES);
  assert.equal(end.items.at(-1), joined);
  assert.equal(end.atStart, false);
  assert.deepEqual(end.reads, [['ada', 7]]);
  assert.equal(endOf({ items, atStart: true, atEnd: false }, 'c', 100, null), null, 'this is not the end');
});

test('it is carried on by each event, and given up where one is missing', () => {
  const stretch = stretchOf(50);
  const next = carriedOn(stretch, said(50))!;
  assert.equal(next.position, 50);
  assert.equal(next.items.length, MOST_MESSAGES);
  assert.equal(next.items[0]!.position, 1);
  assert.equal(next.atStart, false);
  assert.equal(carriedOn(next, said(50)), next, 'it was known');
  assert.equal(carriedOn(next, said(52)), null);
});

test('what was deleted is not kept', () => {
  const deleted = { type: 'messageDeleted', conversationId: 'c', position: 2, message: 1, at: '', by: 'bob' } as ConversationEvent;
  const after = carriedOn(stretchOf(2), deleted)!;
  assert.ok(!JSON.stringify(after).includes('message 1'));
});

test('how far somebody has read never goes back', () => {
  assert.deepEqual(readOn(readOn(stretchOf(3), 'ada', 2), 'ada', 1).reads, [['ada', 2]]);
});
