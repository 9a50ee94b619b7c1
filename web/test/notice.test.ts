import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeOf, readUpTo, type CameByPush, type NoticeWords, type Shown } from '../src/pure/notice.js';

const words: NoticeWords = {
  language: 'en',
  direction: 'ltr',
  appName: 'Powow',
  newMessage: 'New message',
  mentionedBy: '{name} mentioned you',
  mentionedYou: 'You were mentioned',
  deleted: 'Message deleted',
  test: 'It works.',
  newMessages: { one: '{n} new message', other: '{n} new messages' },
  gatherings: { new_gathering: 'New: {title}', gathering_moved: 'Moved: {title}', gathering_cancelled: 'Cancelled: {title}' },
  gathering: 'About a gathering',
};
const push = (position: number, more: Partial<CameByPush> = {}): CameByPush => ({ type: 'message', tag: `t${position}`, conversationId: 'c', position, sender: 'Ada', text: `text ${position}`, ...more });
const after = (...pushes: CameByPush[]) => {
  let shown: Shown | null = null;
  let notice;
  for (const each of pushes) {
    notice = noticeOf(each, words, shown);
    shown = notice.data;
  }
  return notice!;
};

test('the messages of a conversation are lines of one notification', () => {
  const notice = after(push(1), push(2));
  assert.deepEqual([notice.title, notice.body, notice.renotify, notice.data!.position], ['Ada', 'text 1\ntext 2', true, 2]);
  const group = after(push(1, { group: 'Allotment' }), push(2, { group: 'Allotment', sender: 'Bob' }));
  assert.deepEqual([group.title, group.body], ['Allotment', 'Ada: text 1\nBob: text 2']);
});

test('the same message again, edited or deleted, takes its own place and makes no noise', () => {
  for (const [more, body] of [[{}, 'text 1'], [{ text: 'better', edited: true }, 'better'], [{ type: 'deleted' }, 'Message deleted']] as const) {
    const notice = after(push(1), push(2), push(1, more));
    assert.deepEqual([notice.body, notice.renotify], [`${body}\ntext 2`, false]);
  }
});

test('who shows little tells little', () => {
  assert.deepEqual(after(push(1, { text: undefined })).body, 'New message');
  const none = after({ type: 'message', tag: 'a', conversationId: 'c', position: 1 }, { type: 'message', tag: 'b', conversationId: 'c', position: 2 });
  assert.deepEqual([none.title, none.body], ['Powow', '2 new messages']);
  assert.equal(after(push(1, { text: undefined, reason: 'mention' })).body, 'Ada mentioned you');
});

test('many lines are counted, and a summary counts as many as it stands for', () => {
  const many = after(...Array.from({ length: 7 }, (_, i) => push(i)));
  assert.equal(many.body, '7 new messages\ntext 2\ntext 3\ntext 4\ntext 5\ntext 6');
  assert.equal(after(push(9, { type: 'summary', count: 12 })).body, '12 new messages');
});

test('what was read elsewhere goes, and only that', () => {
  const { data } = after(push(1), push(2), push(3));
  assert.equal(readUpTo(data!, 2, words)!.body, 'text 3');
  assert.equal(readUpTo(data!, 2, words)!.renotify, false);
  assert.equal(readUpTo(data!, 3, words), null);
});

test('something is shown of a push that cannot be read', () => {
  assert.deepEqual([noticeOf(null, words, null).title, noticeOf(null, words, null).body], ['Powow', 'New message']);
  assert.equal(noticeOf({ type: 'test', tag: 't' }, words, null).body, 'It works.');
});

test('news about a gathering say what and when, and open it', () => {
  const news: CameByPush = { type: 'gathering', tag: 't', gatheringId: 'g', reason: 'new_gathering', title: 'Picnic $& co', start: '2026-07-04T16:00:00Z', zone: 'Europe/Berlin' };
  const notice = noticeOf(news, words, null);
  assert.deepEqual([notice.title, notice.tag, notice.data!.gatheringId], ['New: Picnic $& co', 't', 'g']);
  assert.match(notice.body, /Saturday, July 4, 2026.*6:00/);
  const { title: _, start: __, zone: ___, ...hidden } = news;
  assert.deepEqual([noticeOf(hidden, words, null).title, noticeOf(hidden, words, null).body], ['About a gathering', '']);
});

test('names and texts of the other direction are isolated, and stay what they are otherwise', () => {
  const inGroup = { group: 'Street', sender: 'عمر', text: '15 شجرة!' };
  assert.equal(after(push(1, inGroup)).body, '\u2068عمر\u2069: \u206815 شجرة!\u2069');
  assert.equal(after(push(1, { ...inGroup, text: '15 trees!' })).body, '\u2068عمر\u2069: 15 trees!');
  assert.equal(after(push(1, { sender: '$& عمر', text: undefined, reason: 'mention' })).body, '\u2068$& عمر\u2069 mentioned you');
  const arabic: NoticeWords = { ...words, language: 'ar', direction: 'rtl' };
  assert.equal(noticeOf(push(1, { group: 'Street', text: '15 trees!' }), arabic, null).body, '\u2068Ada\u2069: \u206815 trees!\u2069');
  assert.equal(noticeOf(push(1, inGroup), arabic, null).body, 'عمر: 15 شجرة!');
  const news: CameByPush = { type: 'gathering', tag: 'g', reason: 'new_gathering', gatheringId: 'g', title: 'غرس 15 شجرة' };
  assert.equal(noticeOf(news, words, null).title, 'New: \u2068غرس 15 شجرة\u2069');
});
