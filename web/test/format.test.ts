import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocks, formatted, plain, type Block, type Inline } from '../src/pure/format.js';

/** Renders blocks as readable pseudo-HTML. */
const shown = (text: string, mentioned: Parameters<typeof blocks>[1] = []): string => blocks(text, mentioned).map(block).join('|');
const block = (b: Block): string =>
  b.kind === 'code' ? `<pre>${b.text}</pre>` : b.kind === 'list' ? `<${b.ordered ? `ol ${b.start}` : 'ul'}>${b.items.map((i) => `<li>${i.map(part).join('')}`).join('')}` : b.parts.map(part).join('');
const part = (p: Inline): string => (p.kind === 'marked' ? `<${p.mark}>${p.parts.map(part).join('')}</>` : p.kind === 'text' ? p.text : `[${p.text}]`);

test('marks around words are formatting', () => {
  assert.equal(shown('a *bold* word'), 'a <bold>bold</> word');
  assert.equal(shown('**two** and ~~three~~'), '<bold>two</> and <strike>three</>');
  assert.equal(shown('_very *much* so_'), '<italic>very <bold>much</> so</>');
  assert.equal(shown('say `npm run *x*`!'), 'say <code>npm run *x*</>!');
  assert.equal(shown('*عريض* (_kursywa_)'), '<bold>عريض</> (<italic>kursywa</>)');
  assert.equal(shown('*two\nlines*'), '<bold>two\nlines</>');
});

test('what only looks like a mark stays', () => {
  for (const text of ['2*3*4', '*b*a', '5 * 3 * 2', 'snake_case_name', '* ', '**', 'a * b*', '__init__', '``', '` `', '*open', 'close*', '***', '¯\\_(ツ)_/¯ ']) {
    assert.equal(shown(text).replaceAll(/<.*?>/g, ''), text.replace('_(ツ)_', '(ツ)'), text);
  }
  assert.equal(shown('*a _b* c_'), '<bold>a _b</> c_');
});

test('links and mentions are what they are', () => {
  assert.equal(shown('see https://example.org/a_b_c and _this_'), 'see [https://example.org/a_b_c] and <italic>this</>');
  assert.equal(shown('*@ada*', [{ personId: 'a', handle: 'ada' }]), '<bold>[@ada]</>');
  assert.equal(shown('`https://example.org`'), '<code>https://example.org</>');
});

test('lists and blocks of code', () => {
  assert.equal(shown('Bring:\n- *tea*\n- cake\nThanks'), 'Bring:|<ul><li><bold>tea</><li>cake|Thanks');
  assert.equal(shown('1. one\n2. two\n7. seven'), '<ol 1><li>one<li>two|<ol 7><li>seven');
  assert.equal(shown('```\nlet *x*\n- y\n```\nend'), '<pre>let *x*\n- y</pre>|end');
  assert.equal(shown('```\nno end\n- y'), '```\nno end\n- y');
  assert.equal(shown('3.5 is a number'), '3.5 is a number');
});

test('a preview has no marks', () => {
  assert.equal(plain('*Bring*:\n- _tea_'), 'Bring:\n• tea');
  assert.equal(plain('nothing to do'), 'nothing to do');
});

test('a hostile text takes no longer than any other', () => {
  for (const hostile of ['*a ', '_a ', '` ', '*_~`', '~~a ', '- *', '```\n']) {
    const text = hostile.repeat(64 * 1024 / hostile.length);
    assert.ok(blocks(text).length > 0);
  }
});

test('what is selected is marked, and unmarked', () => {
  assert.deepEqual(formatted('say hello now', 4, 10, 'bold'), { text: 'say *hello* now', start: 5, end: 10 });
  assert.deepEqual(formatted('say *hello* now', 5, 10, 'bold'), { text: 'say hello now', start: 4, end: 9 });
  assert.deepEqual(formatted('tea\ncake', 0, 8, 'list'), { text: '- tea\n- cake', start: 0, end: 12 });
  assert.deepEqual(formatted('- tea\n- cake', 0, 12, 'list'), { text: 'tea\ncake', start: 0, end: 8 });
});
