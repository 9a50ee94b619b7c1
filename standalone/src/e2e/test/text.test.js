import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { address, http, key, signUpAll } from '../powow.js';

async function aChat() {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  return { ada, bob, adasPhone, bobsPhone, chat: await adasPhone.openDirect(bob) };
}

const texts = {
  'a family, joined by zero-width joiners': '👨‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍🚀',
  'flags and keycaps': '🇺🇳 #️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'right to left': 'שלום עולם — مرحبا بالعالم',
  'mixed directions': 'He said "שלום" to مريم at 10:30',
  'combining characters, not normalised': 'e\u0301 \u00e9 Z\u0351\u036b\u0343a\u030a',
  'stacked Zalgo': `h${'\u0334\u035d\u0301'.repeat(20)}i`,
  'characters beyond the basic plane': '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠜎𠜱𠝹 🀄',
  'scripts of the world': '漢字 かな 한글 ไทย हिन्दी ქართული አማርኛ Ελληνικά',
  'quotes, backslashes and what looks like escapes': 'C:\\new\\table "quoted" \\u0000 \\n %00 &lt; <b>&amp;</b>',
  'line breaks and tabs': 'one\n\ttwo\r\nthree\n\n',
  'what looks like a frame': 'SEND\ndestination:/app/x\n\nbody',
  'what looks like JSON': '{"type":"messageSent","position":0}',
  'invisible characters': 'zero\u200bwidth\u2060joiner\ufeff\u00a0nbsp',
  'line and paragraph separators': 'a\u2028b\u2029c',
  'blanks at both ends': '  as written  ',
};

for (const [name, text] of Object.entries(texts)) {
  test(`${name} arrive and stay as they were written`, async () => {
    const { bob, adasPhone, bobsPhone, chat } = await aChat();
    const { position } = await adasPhone.say(chat, text);
    assert.equal((await bobsPhone.sees({ conversationId: chat, position })).text, text);
    assert.equal((await bob.message(chat, position)).text, text);
    assert.equal((await bob.events(chat, { after: 0 }))[0].text, text);
    await adasPhone.edit(chat, position, `${text}!`);
    assert.equal((await bobsPhone.sees({ type: 'messageEdited', message: position })).text, `${text}!`);
  });
}

test('names are told apart by every character, and hold all scripts', async () => {
  const { ada, bob, adasPhone } = await aChat();
  const group = await adasPhone.createGroup('Les Éléphants 🐘 الفيلة', [bob]);
  assert.equal((await bob.conversation(group)).name, 'Les Éléphants 🐘 الفيلة');
  await ada.write('PATCH', '/api/me', { displayName: 'Адa 👩‍🔬' });
  assert.equal((await ada.get('/api/me')).displayName, 'Адa 👩‍🔬');
});

test('control characters are refused clearly, over both ways', async () => {
  const { ada, adasPhone, chat } = await aChat();
  for (const control of ['\u0000', '\u0001', '\u0007', '\b', '\u000b', '\u001b[31m', '\u007f', '\u0085', '\ufffe', '\uffff']) {
    const text = `before${control}after`;
    const name = JSON.stringify(control);
    await assert.rejects(adasPhone.say(chat, text), { code: 'invalid_text' }, name);
    await assert.rejects(ada.post(`/api/conversations/${chat}/messages`, { text }, key()), { code: 'invalid_text' }, name);
  }
  for (const half of ['"\\ud83d"', '"\\ude00"', '"\\ude00\\ud83d"']) {
    await assert.rejects(
      adasPhone.ask(`/app/conversations/${chat}/send`, `{"key":"${key()}","text":${half}}`),
      (error) => ['invalid_text', 'invalid_request'].includes(error.code),
      `half a character: ${half}`,
    );
  }
  await assert.rejects(adasPhone.createGroup('a\u0000b'), { code: 'invalid_name' });
  assert.equal((await adasPhone.say(chat, 'clean')).position, 1);
});

test('bytes that are not UTF-8 are refused over HTTP', async () => {
  const { ada, chat } = await aChat();
  const body = Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]);
  const answer = await fetch(new URL(`/api/conversations/${chat}/messages`, address), {
    method: 'POST',
    headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json', 'idempotency-key': key() },
    body,
  });
  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).code, 'invalid_request');
});

test('a text of exactly 65,536 bytes passes, in any script; one byte more does not', async () => {
  const { bob, ada, adasPhone, bobsPhone, chat } = await aChat();
  const fits = ['a'.repeat(65_536), 'é'.repeat(32_768), '漢'.repeat(21_845) + 'a', '🐘'.repeat(16_384)];
  for (const text of fits) {
    const { position } = await adasPhone.say(chat, text);
    assert.equal((await bobsPhone.sees({ conversationId: chat, position })).text, text);
    assert.equal((await bob.message(chat, position)).text, text);
    await assert.rejects(adasPhone.say(chat, `${text}a`), { code: 'text_too_long' });
    await assert.rejects(adasPhone.edit(chat, position, `${text}a`), { code: 'text_too_long' });
  }
  const overHttp = await ada.post(`/api/conversations/${chat}/messages`, { text: fits[3] }, key());
  assert.equal((await bob.message(chat, overHttp.position)).text, fits[3]);
  const tooLong = await http('POST', `/api/conversations/${chat}/messages`, {
    token: ada.token, body: { text: `${fits[0]}a` }, headers: { 'idempotency-key': key() },
  });
  assert.equal(tooLong.status, 413);
  assert.equal(tooLong.body.code, 'text_too_long');
});

test('a text whose JSON is far longer than itself passes: every character escaped', async () => {
  const { bobsPhone, adasPhone, chat } = await aChat();
  const text = '\n'.repeat(1_000) + '"'.repeat(20_000) + '\\'.repeat(20_000) + 'end';
  const { position } = await adasPhone.say(chat, text);
  assert.equal((await bobsPhone.sees({ conversationId: chat, position })).text, text);
});
