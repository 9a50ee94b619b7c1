import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everythingReached, searchIsThere, signUp } from '../powow.js';
import { windowOf } from './browser.js';

/** Numbers and punctuation have no direction of their own, so they show whether a text is isolated from what is beside it. */
const ARABIC = '15 شجرة في الشارع، والباقي غدا (إن شاء الله)!';
const ENGLISH = '15 trees in the street, the rest tomorrow (I hope)!';

async function signUpAs(name, handle) {
  const person = await signUp(handle);
  await person.write('PATCH', '/api/me', { displayName: name });
  return person;
}

/** The boxes of an element, and of the first occurrence of each text in it. */
const boxes = (locator, ...texts) =>
  locator.evaluate((element, wanted) => {
    const plain = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
    const boxOf = (text) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(text);
        if (at < 0 || !node.parentElement.checkVisibility()) continue;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        return plain(range.getBoundingClientRect());
      }
      throw new Error(`${text} is not in ${element.textContent}`);
    };
    return [plain(element.getBoundingClientRect()), ...wanted.map(boxOf)];
  }, texts);

/** Asserts that texts are drawn one after the other in reading direction, and that none is cut off. */
async function readInOrder(direction, locator, ...texts) {
  const [element, ...drawn] = await boxes(locator, ...texts);
  const before = (one, other) => (direction === 'ltr' ? one.right <= other.left + 1 : one.left >= other.right - 1);
  for (const [i, box] of drawn.entries()) {
    const where = `${texts[i]}: ${JSON.stringify(drawn)} in ${JSON.stringify(element)}`;
    assert.ok(box.left >= element.left - 1 && box.right <= element.right + 1, where);
    if (i > 0) assert.ok(before(drawn[i - 1], box), where);
  }
}

/** Checks a page in one language with a name and a text in the other. */
async function keepsItsOrder({ page, reader, name, text, first, last }) {
  const [ada, bob] = [await signUp('Ada'), await signUpAs(name, 'Omar')];
  const bobs = await bob.connect();
  const group = await bobs.createGroup('Street', [ada]);
  await bobs.say(group, text);
  const { position } = await bobs.say(group, text);
  await bobs.say(group, text, { replyTo: position });
  await searchIsThere(ada);
  await everythingReached(await ada.connect(), bobs);

  const window = await windowOf(ada, { viewport: { width: 1280, height: 800 }, locale: page });
  const entry = window.entry('Street');
  await entry.locator('.entry-preview', { hasText: last }).waitFor();
  const ofText = reader === 'ltr' ? 'rtl' : 'ltr';
  await readInOrder(ofText, entry.locator('.entry-preview'), name, '15', first);
  const direct = window.entry(name);
  const [line, drawnName] = await boxes(direct.locator('.entry-line').first(), name);
  const [time] = await boxes(direct.locator('.entry-time'));
  // The name is at the start of the line, and the time at its end.
  if (reader === 'ltr') assert.ok(Math.abs(drawnName.left - line.left) <= 2 && time.left >= drawnName.right, JSON.stringify({ line, drawnName, time }));
  else assert.ok(Math.abs(drawnName.right - line.right) <= 2 && time.right <= drawnName.left, JSON.stringify({ line, drawnName, time }));

  await entry.click();
  const quote = window.page.locator('.quote').last();
  await quote.getByText(last).waitFor();
  await readInOrder(ofText, quote.locator('.quote-text'), '15', first, last);
  await readInOrder(ofText, window.page.locator('.message-text').last(), '15', first, last);

  await window.page.getByRole('searchbox').first().fill(first);
  const found = window.page.locator('.found', { has: window.page.locator('mark') }).first();
  await found.waitFor();
  await readInOrder(ofText, found.locator('.found-text'), name, '15', first);
}

test('an Arabic name and text keep their order in an English page', () =>
  keepsItsOrder({ page: 'en-GB', reader: 'ltr', name: 'عمر 2', text: ARABIC, first: 'شجرة', last: 'الله' }));

test('an English name and text keep their order in an Arabic page', () =>
  keepsItsOrder({ page: 'ar', reader: 'rtl', name: 'Omar 2', text: ENGLISH, first: 'trees', last: 'hope' }));

test('an Arabic name before an English text has its colon and blank beside the text', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUpAs('محمد علي', 'Mohamed')];
  const bobs = await bob.connect();
  await bobs.say(await bobs.createGroup('Street', [ada]), ENGLISH);
  await searchIsThere(ada);
  const window = await windowOf(ada, { viewport: { width: 1280, height: 800 } });
  const preview = window.entry('Street').locator('.entry-preview', { hasText: '15 trees' });
  await preview.waitFor();
  await readInOrder('ltr', preview, 'محمد علي', ':', '15 trees');

  await window.page.getByRole('searchbox').first().fill('trees');
  const found = window.page.locator('.found', { has: window.page.locator('mark') }).first();
  await found.waitFor();
  await readInOrder('ltr', found.locator('.found-text'), 'محمد علي', ':', '15');
});
