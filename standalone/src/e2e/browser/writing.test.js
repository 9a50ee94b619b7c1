import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everythingReached, signUp } from '../powow.js';
import { jpegFile, share } from '../pictures.js';
import { accessible, phone, unharmed, windowOf } from './browser.js';

test('what is new is marked until one leaves, is jumped to, and says who was mentioned', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const group = await bobsPhone.createGroup('Allotment', [ada]);
  for (let i = 0; i < 30; i++) await bobsPhone.say(group, `bean ${i}`);
  const adasPhone = await ada.connect();
  await adasPhone.read(group, 10);
  const { position } = await bobsPhone.say(group, `@${ada.handle} look`, { mentions: [ada.personId] });
  await everythingReached(adasPhone, bobsPhone);
  assert.equal((await ada.inboxEntry(group)).mentioned, position);

  const adas = await windowOf(ada, phone);
  await adas.entry('Allotment').getByText('You were mentioned').waitFor({ state: 'attached' });
  await adas.page.goto(new URL(`/#/c/${group}/${position}`, adas.page.url()).href);
  await adas.sees('look');
  const jump = adas.page.getByRole('button', { name: 'Go to the first new message' });
  await jump.click();
  const line = adas.page.locator('.new-messages');
  await line.waitFor();
  assert.match(await adas.page.locator('.row', { has: line }).innerText(), /bean 10/);
  await jump.waitFor({ state: 'detached' });
  await adas.page.getByRole('button', { name: 'To the latest messages' }).click();
  await adas.message('look').waitFor();
  await adas.page.waitForFunction(() => document.title === 'Powow');

  // The separator stays while all is read, and disappears after leaving and returning.
  await adas.page.locator('.list').evaluate((list) => (list.scrollTop = 0));
  await line.waitFor();
  await adas.page.getByRole('link', { name: 'Back to conversations' }).click();
  assert.equal(await adas.entry('Allotment').getByText('You were mentioned').count(), 0);
  await adas.enter('Allotment');
  await adas.message('look').waitFor();
  assert.equal(await line.count(), 0);
});

test('formatting, emoji and quick reactions', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const group = await bobsPhone.createGroup('Allotment', [ada]);
  await bobsPhone.say(group, '*Saturday* is _work day_:\n- bring a `spade`\n- <b onclick="pwned=1">tea</b>\n```\n*as it is*\n```');
  const adas = await windowOf(ada);
  await adas.entry('Bob: Saturday is work day: • bring a spade').waitFor();
  await adas.enter('Allotment');
  const text = adas.page.locator('.message-text').first();
  assert.equal(await text.locator('strong').innerText(), 'Saturday');
  assert.deepEqual(await text.locator('li').allInnerTexts(), ['bring a spade', '<b onclick="pwned=1">tea</b>']);
  assert.equal(await text.locator('pre').innerText(), '*as it is*');
  await unharmed(adas);

  const input = adas.page.getByLabel('Write a message');
  await input.fill('hello there');
  await input.press('Control+A');
  await adas.page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button', { name: 'Bold' }).click();
  assert.equal(await input.inputValue(), '*hello there*');
  await input.press('End');
  await adas.page.locator('.composer').getByRole('button', { name: 'Emoji' }).click();
  const picker = adas.page.getByRole('dialog', { name: 'Emoji' });
  await picker.getByRole('button', { name: 'grinning face', exact: true }).waitFor();
  await picker.getByLabel('Skin tone').first().selectOption('3');
  // With all emoji rendered, axe takes half a minute.
  await picker.getByLabel('Search emoji').fill('wav hand');
  await accessible(adas, 'the emoji picker');
  await adas.page.keyboard.press('Tab');
  await adas.page.keyboard.press('Tab');
  await adas.page.keyboard.press('Enter');
  await adas.page.keyboard.press('Escape');
  await picker.waitFor({ state: 'detached' });
  assert.equal(await input.inputValue(), '*hello there*👋🏽');
  await adas.page.getByRole('button', { name: 'Send', exact: true }).click();
  await adas.page.locator('.message.mine strong', { hasText: 'hello there' }).waitFor();

  const message = adas.message('Saturday');
  await message.hover();
  await message.locator('.message-tools').getByRole('button', { name: 'React with 👍' }).click();
  await message.getByRole('button', { name: '👍 1: You' }).waitFor();
  await message.hover();
  await message.getByRole('button', { name: 'React', exact: true }).click();
  await picker.getByRole('region', { name: 'Recently used' }).getByRole('button', { name: 'waving hand' }).click();
  await message.getByRole('button', { name: '👋🏽 1: You' }).waitFor();

  // Recent emoji belong to one person.
  await adas.page.getByRole('button', { name: 'Settings' }).click();
  await adas.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await adas.page.locator('.signin').waitFor();
  assert.equal(await adas.page.evaluate(() => localStorage.getItem('powow.emoji')), null);
});

test('every picture of a conversation in one place; one is saved and forwarded', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const group = await bobsPhone.createGroup('Allotment', [ada]);
  const adasGroup = await (await ada.connect()).createGroup('Kitchen', []);
  const picture = await share(bob, jpegFile(300, 200));
  await bobsPhone.say(group, 'Look at *this*', { images: [picture.imageId] });
  const adas = await windowOf(ada);
  await adas.enter('Allotment');
  const saving = adas.page.waitForEvent('download');
  await adas.menu('Look at', 'Save picture');
  assert.match((await saving).suggestedFilename(), /^powow-.+\.(webp|jpg)$/);

  await adas.menu('Look at', 'Forward');
  const dialog = adas.page.getByRole('dialog', { name: 'Forward' });
  await accessible(adas, 'the dialog for forwarding');
  await dialog.getByLabel('Find a conversation').fill('kit');
  await dialog.getByRole('button', { name: 'Kitchen' }).click();
  await adas.page.getByText('Forwarded to Kitchen').waitFor();
  await dialog.waitFor({ state: 'detached' });
  const [forwarded] = (await ada.messages(adasGroup)).slice(-1);
  assert.equal(forwarded.text, 'Look at *this*');
  assert.equal(forwarded.pictures.length, 1);
  assert.notEqual(forwarded.pictures[0].imageId, picture.imageId);

  await adas.page.getByRole('link', { name: 'About this conversation' }).last().click();
  await adas.page.getByRole('link', { name: 'Pictures' }).click();
  const panel = adas.page.getByRole('complementary', { name: 'Pictures' });
  await panel.getByRole('button', { name: /Show larger: Picture from Bob/ }).click();
  await adas.page.locator('.lightbox img').waitFor();
  await adas.page.keyboard.press('Escape');
  await accessible(adas, 'the pictures of a conversation');
});

test('a conversation is pinned, marked as unread, archived and brought back, on every device', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  for (const name of ['Allotment', 'Kitchen', 'Garage']) await bobsPhone.say(await bobsPhone.createGroup(name, [ada]), 'Hello');
  const [adas, tablet] = [await windowOf(ada), await windowOf(ada, phone)];
  const titles = (window) => window.page.locator('.entry-title').allInnerTexts();
  const choose = async (title, item) => {
    await adas.entry(title).click({ button: 'right' });
    await adas.page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await tablet.entry('Allotment').waitFor();
  await choose('Allotment', 'Pin to the top');
  await tablet.entry('Allotment').getByText('Pinned').waitFor({ state: 'attached' });
  assert.deepEqual(await titles(tablet), ['Allotment', 'Garage', 'Kitchen']);

  await choose('Garage', 'Mark as read');
  await adas.entry('Garage').getByText('1 unread message').waitFor({ state: 'detached' });
  await choose('Garage', 'Mark as unread');
  await tablet.entry('Garage').getByText('Marked as unread').waitFor({ state: 'attached' });
  await tablet.enter('Garage');
  await adas.entry('Garage').getByText('Marked as unread').waitFor({ state: 'detached' });
  await tablet.page.getByRole('link', { name: 'Back to conversations' }).click();

  // With the keyboard, too.
  await adas.entry('Kitchen').focus();
  await adas.page.keyboard.press('Shift+F10');
  await accessible(adas, 'the menu of a conversation');
  await adas.page.getByRole('menuitem', { name: 'Archive', exact: true }).click();
  await tablet.entry('Kitchen').waitFor({ state: 'detached' });
  await tablet.page.getByRole('link', { name: 'Archive 1' }).click();
  await tablet.entry('Kitchen').waitFor();
  await accessible(tablet, 'the archive');
  await adas.page.reload();
  await adas.page.getByRole('link', { name: 'Archive 1' }).click();
  await choose('Kitchen', 'Move back to the inbox');
  await tablet.page.getByText('Nothing is archived.').waitFor();
  await tablet.page.getByRole('link', { name: 'Back to conversations' }).click();
  await tablet.entry('Kitchen').waitFor();
  assert.deepEqual(await titles(tablet), ['Allotment', 'Garage', 'Kitchen']);
});
