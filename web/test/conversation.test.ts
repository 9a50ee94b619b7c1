import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, afterReading, byActivity, isMember, may, type Conversation } from '../src/pure/conversation.js';
import type { ConversationEvent } from 'powow-client';

const group = (more: Partial<Conversation> = {}): Conversation => ({
  conversationId: 'tea',
  kind: 'group',
  name: 'Tea',
  createdAt: '2026-01-01T08:00:00.000Z',
  role: 'member',
  joinedAt: '2026-01-01T08:00:00.000Z',
  memberCount: 3,
  members: [{ personId: 'ada' }, { personId: 'bob' }],
  position: 4,
  activityAt: '2026-01-01T08:00:00.000Z',
  unread: 0,
  readUpTo: 4,
  ...more,
});
const event = (position: number, more: object) =>
  ({ conversationId: 'tea', position, at: '2026-01-02T08:00:00.000Z', ...more }) as ConversationEvent;
const said = (position: number, sender: string) => event(position, { type: 'messageSent', sender, key: 'k', text: 'hello' });

test("others' messages are unread, one's own are not", () => {
  const read = after(after(group(), said(5, 'bob'), 'ada'), said(6, 'ada'), 'ada');
  assert.deepEqual([read.unread, read.position, read.lastMessage?.position], [1, 6, 6]);
  assert.equal(read.activityAt, '2026-01-02T08:00:00.000Z');
});

test('reading up to the end clears the badge; reading a part needs a look at the server', () => {
  const unread = after(after(group(), said(5, 'bob'), 'ada'), said(6, 'bob'), 'ada');
  const read = (upTo: number) => afterReading(unread, { type: 'read', conversationId: 'tea', personId: 'ada', upTo, at: '' });
  assert.equal(read(6)?.unread, 0);
  assert.equal(read(5), null);
  assert.equal(read(3), unread, 'a marker never goes back');
});

test('the preview follows what becomes of the last message', () => {
  const last = after(group(), said(5, 'bob'), 'ada');
  assert.equal(after(last, event(6, { type: 'messageEdited', message: 5, text: 'new', by: 'bob' }), 'ada').lastMessage?.text, 'new');
  const gone = after(last, event(6, { type: 'messageDeleted', message: 5, by: 'bob' }), 'ada').lastMessage;
  assert.deepEqual([gone?.deleted, gone?.text], [true, undefined]);
});

test('a pin moves to the end, and goes with its message', () => {
  const pinned = [5, 6, 5].reduce((now, message, i) => after(now, event(7 + i, { type: 'messagePinned', message, by: 'ada' }), 'ada'), group());
  assert.deepEqual(pinned.pins, [6, 5]);
  assert.deepEqual(after(pinned, event(11, { type: 'messageDeleted', message: 6, by: 'ada' }), 'ada').pins, [5]);
});

test('the picture of a group comes, changes and goes', () => {
  const picture = (imageId: string) => ({ imageId, format: 'jpeg', width: 9, height: 9, placeholder: '' });
  const shown = after(group(), event(5, { type: 'groupAvatarChanged', avatar: picture('a'), by: 'bob' }), 'ada');
  const changed = after(shown, event(6, { type: 'groupAvatarChanged', avatar: picture('b'), by: 'bob' }), 'ada');
  assert.deepEqual([shown.avatar?.imageId, changed.avatar?.imageId], ['a', 'b']);
  assert.ok(!('avatar' in after(changed, event(7, { type: 'groupAvatarChanged', by: 'bob' }), 'ada')));
});

test('invitations and bans change nobody who is there, and what is not known moves the position and no more', () => {
  for (const type of ['memberInvited', 'memberBanned', 'memberUnbanned', 'somethingNew']) {
    const now = after(group(), event(5, { type, personId: 'cleo', by: 'bob' }), 'ada');
    assert.deepEqual(now, group({ position: 5 }), type);
  }
});

test('who leaves is no member any more, and is told of nothing unread', () => {
  const left = after(group({ unread: 3 }), event(5, { type: 'memberRemoved', personId: 'ada', by: 'bob' }), 'ada');
  assert.deepEqual([isMember(left), left.unread], [false, 0]);
  const stays = after(group(), event(5, { type: 'memberLeft', personId: 'bob' }), 'ada');
  assert.deepEqual([isMember(stays), stays.memberCount, stays.members], [true, 2, [{ personId: 'ada' }]]);
});

test('the newest activity comes first, and by id where that is the same', () => {
  const all = [group({ conversationId: 'b' }), group({ conversationId: 'a' }), group({ conversationId: 'c', activityAt: '2026-02-01T00:00:00.000Z' })];
  assert.deepEqual(all.sort(byActivity).map((each) => each.conversationId), ['c', 'a', 'b']);
});

test('what a role may do is what docs/protocol.md says', () => {
  const roles = { owner: group({ role: 'owner' }), moderator: group({ role: 'moderator' }), member: group() };
  assert.deepEqual(Object.values(roles).map(may.present), [true, true, false]);
  assert.deepEqual(Object.values(roles).map(may.pin), [true, true, false]);
  assert.deepEqual(Object.values(roles).map(may.giveRoles), [true, false, false]);
  assert.deepEqual(Object.values(roles).map(may.add), [true, true, false]);
  assert.equal(may.add(group({ open: true })), true);
  assert.deepEqual(['owner', 'moderator', 'member'].map((role) => may.remove(roles.moderator, role)), [false, false, true]);
  assert.deepEqual(['moderator', 'member'].map((role) => may.remove(roles.owner, role)), [true, true]);
});
