import assert from 'node:assert/strict';
import { test } from 'node:test';
import { again } from '../src/pure/again.js';
import { openInvitations, openRequests } from '../src/pure/consent.js';
import { after, isRequest, may, type Conversation } from '../src/pure/conversation.js';
import type { ConversationEvent, Invitation } from 'powow-client';

const chat = (conversationId: string, more: Partial<Conversation> = {}): Conversation => ({
  conversationId,
  kind: 'direct',
  peer: 'bob',
  createdAt: '2026-01-01T08:00:00.000Z',
  role: 'member',
  joinedAt: '2026-01-01T08:00:00.000Z',
  memberCount: 2,
  position: 1,
  activityAt: '2026-01-01T08:00:00.000Z',
  readUpTo: -1,
  request: true,
  ...more,
});
const event = (more: object) => ({ conversationId: 'chat', position: 2, at: '2026-01-02T08:00:00.000Z', ...more }) as ConversationEvent;

test('a request is one until I answer or accept it, whatever the other one does', () => {
  const said = (sender: string) => after(chat('chat'), event({ type: 'messageSent', sender, key: 'k', text: 'Hello' }), 'ada');
  assert.deepEqual([isRequest(said('bob')), isRequest(said('ada'))], [true, false]);
  const accepted = (personId: string) => after(chat('chat'), event({ type: 'requestAccepted', personId }), 'ada');
  assert.deepEqual([isRequest(accepted('bob')), isRequest(accepted('ada'))], [true, false]);
});

test('nothing is pinned in a request', () => {
  assert.deepEqual([may.pin(chat('chat')), may.pin(chat('chat', { request: false }))], [false, true]);
});

test('the requests are those that the server names, newest first, without people who were blocked since', () => {
  const all = [
    chat('old'),
    chat('new', { activityAt: '2026-01-03T08:00:00.000Z', peer: 'cleo' }),
    chat('declined'),
    chat('blocked', { peer: 'mallory' }),
    chat('accepted', { request: false }),
  ];
  const open = new Set(['old', 'new', 'blocked', 'accepted']);
  assert.deepEqual(openRequests(all, open, new Set(['mallory'])).map(({ conversationId }) => conversationId), ['new', 'old']);
});

test('an invitation is open until I am in the group, or have blocked who invites me', () => {
  const invitation = (conversationId: string, personId: string): Invitation => ({
    conversationId,
    memberCount: 3,
    by: { personId },
    at: '2026-01-01T08:00:00.000Z',
  });
  const all = [invitation('tea', 'bob'), invitation('beans', 'bob'), invitation('spam', 'mallory')];
  const open = openInvitations(all, new Set(['mallory']), (id) => id === 'beans');
  assert.deepEqual(open.map(({ conversationId }) => conversationId), ['tea']);
});

test('who owns or moderates a group may ban, and nobody in a private chat', () => {
  const roles = (['owner', 'moderator', 'member'] as const).map((role) => may.ban(chat('chat', { kind: 'group', role })));
  assert.deepEqual(roles, [true, true, false]);
  assert.equal(may.ban(chat('chat')), false);
});

test('what is asked for during a reading is read once more, and once is enough', async () => {
  const ends: (() => void)[] = [];
  const readAgain = again(() => new Promise<void>((end) => ends.push(end)));
  const first = readAgain();
  const others = [readAgain(), readAgain()];
  assert.equal(ends.length, 1);
  ends[0]!();
  await first;
  await Promise.resolve();
  assert.equal(ends.length, 2);
  ends[1]!();
  await Promise.all(others);
  const later = readAgain();
  assert.equal(ends.length, 3);
  ends[2]!();
  await later;
});

test('a reading that fails stops none of those that follow', async () => {
  let readings = 0;
  const readAgain = again(async () => {
    if (++readings === 1) throw new Error('no connection');
  });
  await readAgain();
  await readAgain();
  assert.equal(readings, 2);
});
