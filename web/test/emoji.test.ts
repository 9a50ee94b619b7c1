import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searched, toned, used, type Emoji } from '../src/pure/emoji.js';

const WAVE: Emoji = ['👋', 'waving hand', 'hello bye', 1];
const HEART: Emoji = ['❤️', 'red heart', 'love'];
const LETTER: Emoji = ['💌', 'love letter', 'heart mail'];

test('everybody in an emoji gets the skin tone, and nothing else does', () => {
  assert.equal(toned('👋', 3), '👋🏽');
  assert.equal(toned('☝️', 1), '☝🏻');
  assert.equal(toned('🧑‍🤝‍🧑', 5), '🧑🏿‍🤝‍🧑🏿');
  assert.equal(toned('🤝', 2), '🤝🏼');
  assert.equal(toned('👩‍🚀', 4), '👩🏾‍🚀');
  assert.equal(toned('❤️', 4), '❤️');
  assert.equal(toned('👋', 0), '👋');
});

test('an emoji is found by each word, its name first', () => {
  const all = [WAVE, HEART, LETTER];
  assert.deepEqual(searched(all, 'love'), [LETTER, HEART]);
  assert.deepEqual(searched(all, 'heart re'), [HEART]);
  assert.deepEqual(searched(all, 'Hellò'), [WAVE]);
  assert.deepEqual(searched(all, '❤️'), [HEART]);
  assert.deepEqual(searched(all, 'nothing'), []);
  assert.deepEqual(searched(all, '  '), all);
});

test('what was used last comes first', () => {
  assert.deepEqual(used(['a', 'b', 'c'], 'c', 3), ['c', 'a', 'b']);
  assert.deepEqual(used(['a', 'b', 'c'], 'd', 3), ['d', 'a', 'b']);
});
