import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConversationEvent, MessageAnswer } from 'powow-client';
import * as timelines from '../src/pure/timeline.js';

const at = '2026-01-01T08:00:00.000Z';
const message = (position: number, more: Partial<MessageAnswer> = {}): MessageAnswer => ({
  type: 'messageSent',
  conversationId: 'chat',
  position,
  at,
  key: `key-${position}`,
  sender: 'ada',
  text: `text ${position}`,
  ...more,
});
const event = (position: number, more: object): ConversationEvent => ({ conversationId: 'chat', position, at, ...more }) as ConversationEvent;
const positions = (timeline: timelines.Timeline) => timeline.items.map((item) => item.position);
const page = (...messages: MessageAnswer[]) => ({ messages });

const EVENTS: ConversationEvent[] = [
  message(1),
  message(2, { sender: 'bob' }),
  event(3, { type: 'reactionAdded', message: 1, emoji: '👍', by: 'bob' }),
  event(4, { type: 'messageEdited', message: 2, text: 'better', by: 'bob' }),
  event(5, { type: 'groupRenamed', name: 'New', by: 'ada' }),
  event(6, { type: 'reactionAdded', message: 1, emoji: '👍', by: 'cleo' }),
  event(7, { type: 'reactionRemoved', message: 1, emoji: '👍', by: 'bob' }),
  message(8),
  event(9, { type: 'messageDeleted', message: 8, by: 'ada' }),
  event(10, { type: 'messageEdited', message: 2, text: 'best', by: 'bob' }),
];
const EMPTY: timelines.Timeline = { items: [], atStart: true, atEnd: true };

test('events make of a timeline what the server makes of the history', () => {
  const timeline = EVENTS.reduce(timelines.after, EMPTY);
  assert.deepEqual(positions(timeline), [1, 2, 5, 8]);
  assert.deepEqual((timeline.items[0] as MessageAnswer).reactions, [{ emoji: '👍', people: ['cleo'] }]);
  const second = timeline.items[1] as MessageAnswer;
  assert.deepEqual([second.text, second.edits], ['best', [4, 10]]);
  const gone = timeline.items[3] as MessageAnswer;
  assert.deepEqual([gone.deletedBy, 'text' in gone], ['ada', false]);
});

test('every event twice, or from any place again, is the same as once', () => {
  const once = EVENTS.reduce(timelines.after, EMPTY);
  for (let from = 0; from < EVENTS.length; from++) {
    const again = EVENTS.slice(from).reduce(timelines.after, once);
    assert.deepEqual(again, once, `from event ${from}`);
  }
});

test('what was pushed while a page was read is carried out after it, whether the page had it or not', () => {
  const pushed = EVENTS.slice(5);
  for (let had = 5; had <= EVENTS.length; had++) {
    const read = EVENTS.slice(0, had).reduce(timelines.after, EMPTY);
    const merged = pushed.reduce(timelines.after, read);
    assert.deepEqual(merged, EVENTS.reduce(timelines.after, EMPTY), `the page had ${had}`);
  }
});

test('pages that overlap fit without a double, and what was loaded later counts', () => {
  const older = timelines.withOlder(timelines.fromPage(page(message(3), message(4)), false, true), page(message(1), message(3)), true);
  assert.deepEqual(positions(older), [1, 3, 4]);
  const newer = timelines.withNewer(older, page(message(4, { text: 'changed' }), message(6)), true);
  assert.deepEqual(positions(newer), [1, 3, 4, 6]);
  assert.equal((newer.items[2] as MessageAnswer).text, 'changed');
});

test('happenings stand among the messages where they happened, and only those that are shown', () => {
  const timeline = timelines.fromPage(
    {
      messages: [message(2), message(5)],
      happenings: [
        event(0, { type: 'groupCreated', by: 'ada', name: 'Tea' }),
        event(3, { type: 'memberJoined', personId: 'bob' }),
        event(4, { type: 'messageUnpinned', message: 2, by: 'ada' }),
      ],
    },
    true,
    true,
  );
  assert.deepEqual(positions(timeline), [0, 2, 3, 5]);
});

test('invitations, bans and an accepted request are shown; what is not known is not', () => {
  const types = ['memberInvited', 'memberBanned', 'memberUnbanned', 'requestAccepted', 'somethingNew'];
  const happened = types.map((type, i) => event(i, { type, personId: 'bob', by: 'ada' }));
  assert.deepEqual(positions(happened.reduce(timelines.after, EMPTY)), [0, 1, 2, 3]);
  assert.deepEqual(positions(timelines.fromPage({ messages: [], happenings: happened }, true, true)), [0, 1, 2, 3]);
});

test('the words of an erased author go, and those of others stay', () => {
  const said = page(message(1, { sender: 'ada', text: 'mine', images: ['i'] }), message(2, { sender: 'bob', text: 'yours' }));
  const gone = timelines.after(timelines.fromPage(said, true, true), event(3, { type: 'authorErased', personId: 'ada' }));
  assert.deepEqual(positions(gone), [1, 2, 3]);
  const [adas, bobs] = gone.items as MessageAnswer[];
  assert.deepEqual([adas?.text, adas?.images, adas?.withheld, timelines.isGone(adas!)], [undefined, undefined, 'erased', true]);
  assert.deepEqual([bobs?.text, timelines.isGone(bobs!)], ['yours', false]);
});

test('away from the end, what is new is not put behind a hole', () => {
  const away = timelines.fromPage(page(message(1)), true, false);
  assert.equal(timelines.after(away, message(9)), away);
});

test('letting go of one end says that there is more', () => {
  const whole = timelines.fromPage(page(...Array.from({ length: 10 }, (_, i) => message(i))), true, true);
  const oldest = timelines.trimmed(whole, 4, 'oldest');
  assert.deepEqual([positions(oldest), oldest.atStart, oldest.atEnd], [[0, 1, 2, 3], true, false]);
  const newest = timelines.trimmed(whole, 4, 'newest');
  assert.deepEqual([positions(newest), newest.atStart, newest.atEnd], [[6, 7, 8, 9], false, true]);
  assert.equal(timelines.trimmed(whole, 10, 'newest'), whole);
});

test('a deleted message takes no edit and no reaction any more', () => {
  const gone = timelines.after(timelines.fromPage(page(message(1)), true, true), event(2, { type: 'messageDeleted', message: 1, by: 'ada' }));
  assert.equal(timelines.after(gone, event(3, { type: 'messageEdited', message: 1, text: 'no', by: 'ada' })), gone);
  assert.equal(timelines.after(gone, event(4, { type: 'reactionAdded', message: 1, emoji: '👍', by: 'bob' })), gone);
});

test('an edit may change who is mentioned, also one whose text is withheld', () => {
  const edit = (position: number, more: object) => event(position, { type: 'messageEdited', message: 1, by: 'ada', ...more });
  const mentioned = (...edits: ConversationEvent[]) =>
    ([message(1, { mentions: ['bob'] }), ...edits].reduce(timelines.after, EMPTY).items[0] as MessageAnswer).mentions;
  assert.deepEqual(mentioned(edit(2, { text: 'y' })), ['bob']);
  assert.deepEqual(mentioned(edit(2, { text: 'y', mentions: ['cleo'] })), ['cleo']);
  assert.deepEqual(mentioned(edit(2, { text: 'y', mentions: [] })), []);
  assert.deepEqual(mentioned(edit(2, { mentions: ['cleo'], withheld: 'edited' }), edit(3, { text: 'z' })), ['cleo']);
});
