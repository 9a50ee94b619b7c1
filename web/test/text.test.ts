import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initials, isOnlyEmoji, marked, mentionBeingWritten, mentionedIn, pieces } from '../src/pure/text.js';

const links = (text: string) => pieces(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []));
const whole = (text: string) => pieces(text).map((piece) => piece.text).join('');

test('addresses become links, without what ends the sentence', () => {
  assert.deepEqual(links('See https://example.org/a?b=c#d. And http://example.org!'), ['https://example.org/a?b=c#d', 'http://example.org']);
  assert.deepEqual(links('(https://en.wikipedia.org/wiki/Pow_(comics))'), ['https://en.wikipedia.org/wiki/Pow_(comics)']);
  assert.deepEqual(links('https://مثال.إختبار/صفحة، ثم'), ['https://مثال.إختبار/صفحة']);
});

test('nothing but http and https is a link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'https://', 'xhttps://example.org', 'file:///etc/passwd', 'vbscript:x']) {
    assert.deepEqual(links(text), [], text);
  }
  assert.deepEqual(links('javascript:alert(1)//https://example.org'), ['https://example.org']);
});

test('no character of a text is lost or added', () => {
  for (const text of ['<img src=x onerror=alert(1)> https://example.org/<b>', 'https://a.b)) https://c.d.', '@ada @ada_l https://e.f/@ada']) {
    assert.equal(whole(text), text);
    assert.equal(pieces(text, [{ personId: '1', handle: 'ada' }]).map((piece) => piece.text).join(''), text);
  }
});

test('who is mentioned stands out by handle or name, the longest name first', () => {
  const people = [
    { personId: '1', handle: 'ada', displayName: 'Ada' },
    { personId: '2', handle: 'ada_l', displayName: 'Ada (Lovelace)' },
  ];
  const found = pieces('@ada_l and @ada, Ada (Lovelace) and Adam', people).filter((piece) => piece.kind === 'mention');
  assert.deepEqual(found.map(({ text, personId }) => [text, personId]), [
    ['@ada_l', '2'],
    ['@ada', '1'],
    ['Ada (Lovelace)', '2'],
  ]);
});

test('a mention is sent for members whose handle stands behind an @', () => {
  const members = [
    { personId: '1', handle: 'ada' },
    { personId: '2', handle: 'bob.x' },
  ];
  assert.deepEqual(mentionedIn('@ada, @Bob.x. mail@ada @nobody @ada', members), ['1', '2']);
});

test('a mention is being written from the @ to the cursor', () => {
  assert.deepEqual(mentionBeingWritten('Hello @Ad', 9), { start: 6, begun: 'ad' });
  assert.deepEqual(mentionBeingWritten('@', 1), { start: 0, begun: '' });
  assert.equal(mentionBeingWritten('me@example', 10), null);
  assert.equal(mentionBeingWritten('Hello @ad there', 15), null);
});

test('a few emoji alone are shown large, words and digits are not', () => {
  for (const text of ['👍', '👩‍👩‍👧', '🇵🇹🇵🇹', '❤️ 👍🏽 🎉']) assert.ok(isOnlyEmoji(text), text);
  for (const text of ['', '1', 'ok 👍', '👍👍👍👍', '#️']) assert.ok(!isOnlyEmoji(text), text);
});

test('what was found is marked where the server says, and stretches that do not fit are left alone', () => {
  assert.deepEqual(marked('a wood here', [{ start: 2, end: 6 }]), [
    { text: 'a ', marked: false },
    { text: 'wood', marked: true },
    { text: ' here', marked: false },
  ]);
  assert.deepEqual(marked('abc', [{ start: 2, end: 9 }, { start: -1, end: 1 }]), [{ text: 'abc', marked: false }]);
});

test('initials are of the first and the last word, in any script', () => {
  assert.deepEqual(['Ada Lovelace', 'ada', 'Puck (Robin Goodfellow)', 'أحمد علي', '李 明', '  ', '🌞'].map(initials), ['AL', 'A', 'PG', 'أع', '李明', '?', '🌞']);
});
