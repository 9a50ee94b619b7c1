import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginning, excerpt, initials, isOnlyEmoji, marked, mentionBeingWritten, mentionedIn, pieces } from '../src/pure/text.js';

const links = (text: string) => pieces(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []));
const whole = (text: string) => pieces(text).map((piece) => piece.text).join('');

test('addresses become links, without what ends the sentence', () => {
  assert.deepEqual(links('See https://example.org/a?b=c#d. And http://example.org!'), ['https://example.org/a?b=c#d', 'http://example.org']);
  assert.deepEqual(links('(https://en.wikipedia.org/wiki/Pow_(comics))'), ['https://en.wikipedia.org/wiki/Pow_(comics)']);
  assert.deepEqual(links('https://مثال.إختبار/صفحة، ثم'), ['https://مثال.إختبار/صفحة']);
});

test('addresses end where a sentence, a bracket or what cannot be seen does', () => {
  const sentences = [
    '请看https://example.org/x，谢谢大家',
    '見てhttps://example.org/x。次',
    '（https://example.org/x）',
    '「https://example.org/x」です',
    '『https://example.org/x』',
    '【https://example.org/x】',
    '《https://example.org/x》',
    '[https://example.org/x]',
    '{https://example.org/x}',
    '(https://example.org/x).',
    '[link](https://example.org/x)',
    '*https://example.org/x*',
    '**https://example.org/x**!',
    '_https://example.org/x_',
    '~https://example.org/x~',
    '`https://example.org/x`',
    'https://example.org/x\u200bnext',
    'https://example.org/x\u2060next',
    '“https://example.org/x”',
    '«https://example.org/x»',
    'https://example.org/x…',
    'https://example.org/x؟',
    'https://example.org/x।',
    'https://example.org/x！',
    'https://example.org/x～',
  ];
  for (const text of sentences) assert.deepEqual(links(text), ['https://example.org/x'], text);
});

test('brackets that were opened in an address belong to it', () => {
  for (const href of ['https://example.org/a_(b)', 'https://[::1]:8080/x', 'https://example.org/?q=[1]{2}(3)', 'https://example.org/a(b[c]d)e']) {
    assert.deepEqual(links(`(${href})`), [href]);
    assert.deepEqual(links(`[${href}], and so on`), [href]);
  }
});

test('www addresses, mail addresses and telephone numbers are links', () => {
  const cases: [string, string[]][] = [
    ['see www.example.org/x.', ['https://www.example.org/x']],
    ['请看www.example.org，谢谢', ['https://www.example.org']],
    ['(WWW.Example.org)', ['https://WWW.Example.org']],
    ['www. and www.x and awww.example.org', []],
    ['write to ada.l+garden@mail.example.org.', ['mailto:ada.l%2Bgarden@mail.example.org']],
    ['给ada@example.org写信', ['mailto:ada@example.org']],
    ['<ada@example.org>', ['mailto:ada@example.org']],
    ['a@b, @ada, ada@, ada@localhost, a@b.c', []],
    ['call +49 30 1234567.', ['tel:+49301234567']],
    ['Tel:030 1234567', ['tel:0301234567']],
    ['(030) 123 45-67, or 030/1234567', ['tel:0301234567', 'tel:0301234567']],
    ['555-123-4567 or (555) 123-4567', ['tel:5551234567', 'tel:5551234567']],
    ['電話03-1234-5678', ['tel:0312345678']],
    ['00 49 30, 12:30, 01.02.2026, 2026-01-02, 1,000,000, 3.14, 192.168.100.200, 0815, 1234567890123', []],
    ['#0301234567 x0301234567 0301234567x 030123456701234567', []],
    ['https://example.org/+49301234567?to=ada@example.org', ['https://example.org/+49301234567?to=ada@example.org']],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(links(text), expected, text);
    assert.equal(whole(text), text);
  }
});

test('long texts of one kind take no long time', () => {
  for (const part of ['1', '0', '(0', 'a', 'a.', 'www.', '@', 'a@', '+1', '1 ', 'https://', '[', '@a.']) {
    const text = part.repeat(32_768 / part.length);
    const began = performance.now();
    pieces(text, [{ personId: '1', handle: 'ada', displayName: 'Ada' }]);
    mentionedIn(text, [{ personId: '1', handle: 'ada' }]);
    assert.ok(performance.now() - began < 2_000, part);
  }
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

test('a name may have any characters', () => {
  for (const displayName of ['Anne-Marie', '.*+?^${}()|[]\\/-', 'a#b&c~d"e\'f`g@h!i%j=k<l>m,n;o:p_q', '{1', '(', '[a-', '\\u{', '-', 'İ', 'ſ', '👩‍🔬']) {
    const found = pieces(`${displayName} and <${displayName}>`, [{ personId: '1', displayName }]);
    assert.equal(found.map(({ text }) => text).join(''), `${displayName} and <${displayName}>`);
    assert.ok(found.some(({ kind }) => kind === 'mention'), displayName);
  }
});

test('a mention is sent for members whose handle stands behind an @', () => {
  const members = [
    { personId: '1', handle: 'ada' },
    { personId: '2', handle: 'bob.x' },
  ];
  assert.deepEqual(mentionedIn('@ada, @Bob.x. mail@ada @nobody @ada', members), ['1', '2']);
});

test('a mention ends with the sentence and begins behind a letter of a script without blanks', () => {
  const members = [
    { personId: '1', handle: 'ada' },
    { personId: '2', handle: 'ada.l' },
  ];
  const cases: [string, string[]][] = [
    ['thanks, @ada.', ['1']],
    ['@ada...', ['1']],
    ['(@ada)', ['1']],
    ['@ada.Thanks', ['1']],
    ['@ada.l.', ['2']],
    ['@ADA.L', ['2']],
    ['交给@ada 处理', ['1']],
    ['交给@ada处理', ['1']],
    ['お願い@ada、', ['1']],
    ['부탁해@ada', ['1']],
    ['ขอบคุณ@ada', ['1']],
    ['@ada @ada @ada', ['1']],
    ['mail@ada', []],
    ['é@ada', []],
    ['@@ada', []],
    ['@adaé', []],
    ['@ada_', []],
  ];
  for (const [text, expected] of cases) assert.deepEqual(mentionedIn(text, members), expected, text);
  for (const text of ['thanks, @ada.', '交给@ada处理', 'お願い@ada、']) {
    assert.ok(pieces(text, members.slice(0, 1)).some((piece) => piece.kind === 'mention' && piece.text === '@ada'), text);
  }
  assert.deepEqual(mentionBeingWritten('交给@ad', 5), { start: 2, begun: 'ad' });
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

test('a text is cut between what people see as characters', () => {
  assert.equal(beginning('abc', 2), 'ab');
  assert.equal(beginning('ab👩‍👩‍👧', 3), 'ab');
  assert.equal(beginning('🇵🇹🇵🇹', 6), '🇵🇹');
  assert.equal(beginning('e\u0301e\u0301', 3), 'e\u0301');
  assert.equal(beginning('short', 200), 'short');
  for (let most = 1; most < 40; most++) assert.ok(!/[\ud800-\udbff]$|\u200d$/.test(beginning('👩‍👩‍👧 x'.repeat(5), most)) || most < 8, `${most}`);
});

test('an excerpt shows what was found first, in whole characters, and says whether it was cut', () => {
  const text = `${'👩‍👩‍👧'.repeat(20)}kettle ${'🇵🇹'.repeat(100)}`;
  const at = text.indexOf('kettle');
  for (let before = 20; before < 40; before++) {
    const shown = excerpt(text, [{ start: at, end: at + 6 }], before, 240);
    const all = shown.pieces.map((piece) => piece.text).join('');
    assert.ok(all.startsWith('👩‍👩‍👧') && all.endsWith('🇵🇹'), `${before}: ${all}`);
    assert.deepEqual(shown.pieces.filter((piece) => piece.marked).map((piece) => piece.text), ['kettle']);
    assert.deepEqual([shown.begins, shown.ends], [false, false]);
  }
  assert.deepEqual(excerpt('a kettle', [{ start: 2, end: 8 }], 40, 240), {
    pieces: [
      { text: 'a ', marked: false },
      { text: 'kettle', marked: true },
    ],
    begins: true,
    ends: true,
  });
  assert.deepEqual(excerpt('x'.repeat(50), [{ start: 5, end: 40 }], 3, 10).pieces, [
    { text: 'xxx', marked: false },
    { text: 'x'.repeat(7), marked: true },
  ]);
});

test('initials are of the first and the last word, in any script', () => {
  assert.deepEqual(['Ada Lovelace', 'ada', 'Puck (Robin Goodfellow)', 'أحمد علي', '李 明', '  ', '🌞'].map(initials), ['AL', 'A', 'PG', 'أع', '李明', '?', '🌞']);
});
