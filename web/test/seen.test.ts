import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVisible, Seen } from '../src/pure/seen.js';

test('a message is seen when it was visible for half a second, and not before', () => {
  const seen = new Seen(true);
  seen.show(7, true, 1_000);
  assert.deepEqual(seen.at(1_499), { upTo: null, next: 1_500 });
  assert.deepEqual(seen.at(1_500), { upTo: 7, next: null });
});

test('what was scrolled past is not seen', () => {
  const seen = new Seen(true);
  seen.show(7, true, 0);
  seen.show(8, true, 300);
  seen.show(7, false, 400);
  seen.show(7, true, 450);
  assert.deepEqual(seen.at(800), { upTo: 8, next: null });
  seen.show(8, false, 900);
  assert.deepEqual(seen.at(940), { upTo: null, next: 950 });
});

test('nothing is seen in a page without attention, and half a second begins when it is back', () => {
  const seen = new Seen(true);
  seen.show(7, true, 0);
  seen.attend(false, 400);
  seen.show(8, true, 450);
  assert.deepEqual(seen.at(10_000), { upTo: null, next: null });
  seen.attend(true, 10_000);
  assert.deepEqual(seen.at(10_100), { upTo: null, next: 10_500 });
  assert.deepEqual(seen.at(10_500), { upTo: 8, next: null });
});

test('a message that begins unattended is seen once there is attention', () => {
  const seen = new Seen(false);
  seen.show(1, true, 0);
  assert.deepEqual(seen.at(5_000), { upTo: null, next: null });
  seen.attend(true, 5_000);
  assert.deepEqual(seen.at(5_500), { upTo: 1, next: null });
});

test('most of a message is enough, and of a tall one what fills most of the window', () => {
  assert.equal(isVisible(30, 40, 600), true);
  assert.equal(isVisible(23, 40, 600), false);
  assert.equal(isVisible(400, 2_000, 600), true);
  assert.equal(isVisible(300, 2_000, 600), false);
  assert.equal(isVisible(39.6, 40.2, 393.3), true);
  assert.equal(isVisible(0, 0, 600), false);
});
