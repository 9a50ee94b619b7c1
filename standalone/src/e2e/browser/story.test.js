import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { signUp } from '../powow.js';
import { phone, newWindow, windowOf } from './browser.js';

const unique = (name) => `${name}_${Math.random().toString(36).slice(2, 10)}`;

test('somebody signs up, finds somebody by their handle, and they talk', async () => {
  const bob = await signUp('Bob Stone');
  const [ada, bobs] = [await newWindow(), await windowOf(bob, phone)];
  const handle = unique('ada');
  await ada.open();
  await ada.page.getByRole('button', { name: 'Create an account' }).click();
  await ada.page.getByLabel('Handle').fill(handle);
  await ada.page.getByLabel('Your name').fill('Ada Lovelace');
  await ada.page.getByLabel('Password', { exact: true }).fill('short');
  await ada.page.locator('button[type=submit]').click();
  await ada.page.getByText('A password has at least 8 characters, and').waitFor();
  await ada.page.getByLabel('Password', { exact: true }).fill('a long password');
  await ada.page.locator('button[type=submit]').click();
  await ada.page.getByText('No conversations yet').waitFor();

  await ada.page.getByRole('button', { name: 'New conversation' }).first().click();
  await ada.page.getByLabel('Find a person by their handle').fill('nobody_at_all');
  await ada.page.getByRole('button', { name: 'Find' }).click();
  await ada.page.getByText('Nobody has the handle').waitFor();
  await ada.page.getByLabel('Find a person by their handle').fill(`@${bob.handle.toUpperCase()}`);
  await ada.page.getByRole('button', { name: 'Find' }).click();
  await ada.page.getByRole('button', { name: 'Start chat' }).click();
  await ada.say('Hello, Bob!');

  await bobs.entry('Ada Lovelace').getByText('1 unread message').waitFor();
  await bobs.enter('Ada Lovelace');
  await bobs.sees('Hello, Bob!');
  await bobs.accept();
  await ada.message('Hello, Bob!').getByText('Read').waitFor();

  await bobs.page.getByLabel('Write a message').pressSequentially('Hel');
  await ada.page.locator('.typing-line', { hasText: 'Bob Stone is typing' }).waitFor();
  await bobs.say('Hello, Ada!');
  await ada.sees('Hello, Ada!');
  await ada.page.locator('.typing-line:empty').waitFor({ state: 'attached' });
  await ada.page.locator('.conversation-head', { hasText: 'Online' }).waitFor();

  await bobs.page.getByRole('link', { name: 'Back to conversations' }).click();
  await ada.say('See you!');
  await bobs.entry('Ada Lovelace').getByText('1 unread message').waitFor();
  await bobs.page.waitForFunction(() => document.title.startsWith('(1)'));
  await bobs.context.close();
  await ada.page.locator('.conversation-head', { hasText: 'Last seen' }).waitFor();
});

test('a message is edited, answered, reacted to, pinned and deleted, and both see it', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob)];
  await adas.enter('Bob');
  await adas.say('Tee at five?');
  await bobs.enter('Ada');
  await bobs.sees('Tee at five?');
  await bobs.accept();

  await adas.menu('Tee at five?', 'Edit');
  await adas.page.getByLabel('Write a message').fill('Tea at five?');
  await adas.page.getByRole('button', { name: 'Save changes' }).click();
  await bobs.message('Tea at five?').getByText('edited').waitFor();

  await bobs.menu('Tea at five?', 'React with 👍');
  await adas.page.getByRole('button', { name: '👍 1: Bob' }).click();
  await bobs.page.getByRole('button', { name: /👍 2: / }).waitFor();

  await bobs.menu('Tea at five?', 'Reply');
  await bobs.say('With milk, please');
  await adas.message('With milk, please').locator('.quote', { hasText: 'Tea at five?' }).click();

  await adas.menu('With milk, please', 'Pin');
  await bobs.page.locator('.pinned', { hasText: 'With milk, please' }).waitFor();
  await adas.menu('With milk, please', 'Details');
  await adas.page.getByRole('dialog').getByText('Read by').waitFor();
  await adas.page.keyboard.press('Escape');

  await bobs.menu('With milk, please', 'Delete');
  await bobs.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await adas.page.getByText('This message was deleted.').waitFor();
  assert.equal(await adas.page.locator('.pinned').count(), 0);
  const [, , gone] = await ada.events(chat, { after: 0 }).then(() => ada.messages(chat)).then((all) => [null, null, all.at(-1)]);
  assert.equal(gone.text, undefined);
});

test('a group is made, somebody is mentioned, given a role, removed, and joins again by link', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob)];
  await adas.page.getByRole('button', { name: 'New conversation' }).first().click();
  await adas.page.getByRole('tab', { name: 'Group', exact: true }).click();
  await adas.page.getByLabel('Group name').fill('Allotment');
  await adas.page.getByLabel('Add somebody by their handle').fill(bob.handle);
  await adas.page.getByRole('button', { name: 'Find' }).click();
  await adas.page.getByRole('button', { name: 'Add', exact: true }).click();
  await adas.page.getByLabel('Open to everybody').check();
  await adas.page.getByRole('button', { name: 'Create group' }).click();
  await adas.page.getByText('You created the group “Allotment”').waitFor();

  await adas.page.getByLabel('Write a message').pressSequentially('Look, @bo');
  await adas.page.getByRole('option', { name: bob.handle }).waitFor();
  await adas.page.keyboard.press('Enter');
  await adas.page.keyboard.type('beans!');
  await adas.page.keyboard.press('Enter');
  await bobs.enter('Allotment');
  await bobs.message('beans!').locator('.mention.me').waitFor();

  await adas.page.getByRole('link', { name: 'About this conversation' }).last().click();
  const panel = adas.page.getByRole('complementary');
  await panel.getByRole('button', { name: 'What to do with Bob' }).click();
  await adas.page.getByRole('menuitem', { name: 'Make moderator' }).click();
  await bobs.page.getByText('Ada made you moderator').waitFor();
  await panel.getByLabel('Group name').fill('Beans');
  await panel.getByRole('button', { name: 'Rename' }).click();
  await bobs.page.getByRole('heading', { name: 'Beans' }).waitFor();
  await panel.getByRole('button', { name: 'Copy link' }).click();
  await adas.page.getByText('Copied').waitFor();
  const link = await adas.page.evaluate(() => navigator.clipboard.readText());

  await panel.getByRole('button', { name: 'What to do with Bob' }).click();
  await adas.page.getByRole('menuitem', { name: 'Remove from group' }).click();
  await adas.page.getByRole('dialog').getByRole('button', { name: 'Remove from group' }).click();
  await bobs.page.getByText('You are no longer a member of this group.').waitFor();
  assert.equal(await bobs.entry('Beans').count(), 0);
  await adas.say('Is he gone?');

  await bobs.page.goto(link);
  await bobs.page.getByRole('dialog').getByText('Beans').waitFor();
  await bobs.page.getByRole('dialog').getByText('1 member').waitFor();
  await bobs.page.getByRole('dialog').getByRole('button', { name: 'Join' }).click();
  await bobs.page.getByLabel('Write a message').waitFor();
  await adas.page.getByText('Bob joined').waitFor();
  await adas.say('Welcome back');
  await bobs.sees('Welcome back');
  assert.ok(!(await bobs.texts()).includes('Is he gone?'));
});

test('muting and blocking, and taking both back', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  await adasPhone.say(chat, 'Hello, Bob');
  const adas = await windowOf(ada);
  await adas.enter('Bob');
  await adas.page.getByRole('link', { name: 'About this conversation' }).last().click();
  const panel = adas.page.getByRole('complementary');
  await panel.getByRole('button', { name: 'Mute' }).click();
  await adas.page.getByRole('button', { name: 'One hour' }).click();
  await adas.entry('Bob').getByText('Muted').waitFor({ state: 'attached' });
  await panel.getByText('Muted until').waitFor();
  await panel.getByRole('button', { name: 'Unmute' }).click();
  await panel.getByRole('button', { name: 'Mute' }).waitFor();

  await panel.getByRole('button', { name: 'Block' }).click();
  await adas.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await adas.page.getByText('You have blocked Bob.').waitFor();
  await assert.rejects(bobsPhone.say(chat, 'Are you there?'), { code: 'blocked' });
  await adas.page.locator('.composer').getByRole('button', { name: 'Unblock' }).click();
  await adas.page.getByLabel('Write a message').waitFor();
  await bobsPhone.say(chat, 'And now?');
  await adas.sees('And now?');
});

test('what is refused is told, kept, and sent again under the same key', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const chat = await (await ada.connect()).openDirect(bob);
  const adas = await windowOf(ada);
  await adas.enter('Bob');
  await bobsPhone.block(ada);
  await adas.say('Can you read this?');
  await adas.page.getByText('Not sent: This person does not accept messages from you.').waitFor();
  await adas.page.reload();
  await adas.page.getByText('Not sent: This person').waitFor();
  await bobsPhone.unblock(ada);
  await adas.page.getByRole('button', { name: 'Send again' }).click();
  await bobsPhone.sees({ conversationId: chat, text: 'Can you read this?' });
  await adas.message('Can you read this?').getByText('Sent').waitFor();
  assert.equal((await ada.messages(chat)).filter(({ text }) => text === 'Can you read this?').length, 1);
});

test('search finds a message among many and jumps to it', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const phone = await bob.connect();
  const chat = await (await ada.connect()).openDirect(bob);
  await phone.say(chat, 'The marmalade is in the cellar');
  await Promise.all(Array.from({ length: 400 }, (_, i) => phone.say(chat, `Something else, number ${i}`)));
  const adas = await windowOf(ada);
  const search = adas.page.getByRole('navigation').getByRole('searchbox');
  const found = adas.page.locator('.entry.found', { hasText: 'marmalade' });
  // The index is about a second behind.
  for (let tries = 0; tries < 40 && (await found.count()) === 0; tries++) {
    await search.fill(tries % 2 ? 'marmalade' : 'marmalad');
    await found.waitFor({ timeout: 1_000 }).catch(() => {});
  }
  await found.locator('mark').waitFor();
  await found.click();
  await adas.page.locator('.row.found', { hasText: 'The marmalade is in the cellar' }).waitFor();
  await adas.page.getByRole('button', { name: 'To the latest messages' }).click();
  await adas.sees('number 399');
});

test('tabs and devices stay in step', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const chat = await (await ada.connect()).openDirect(bob);
  const first = await windowOf(ada);
  const second = await first.tab();
  const other = await windowOf(ada, phone);
  await bobsPhone.say(chat, 'one');
  await bobsPhone.say(chat, 'two');
  for (const window of [first, second, other]) await window.entry('Bob').getByText('2 unread messages').waitFor();
  await other.enter('Bob');
  for (const window of [first, second]) await window.entry('Bob').getByText(/unread/).waitFor({ state: 'detached' });

  await first.page.bringToFront();
  await first.enter('Bob');
  await first.say('three');
  await other.sees('three');
  await second.entry('Bob').getByText('You: three').waitFor();
  await first.page.getByRole('button', { name: 'Settings' }).click();
  await first.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await second.page.getByRole('button', { name: 'Sign in' }).waitFor();
  await other.sees('three');
});

test('a draft waits, per conversation and over a reload', async () => {
  const [ada, bob, cleo] = [await signUp('Ada'), await signUp('Bob'), await signUp('Cleo')];
  const device = await ada.connect();
  await device.openDirect(bob);
  await device.openDirect(cleo);
  const adas = await windowOf(ada);
  await adas.enter('Bob');
  await adas.page.getByLabel('Write a message').fill('half a thought');
  await adas.enter('Cleo');
  assert.equal(await adas.page.getByLabel('Write a message').inputValue(), '');
  await adas.entry('Bob').getByText('half a thought').waitFor();
  await adas.page.reload();
  await adas.enter('Bob');
  assert.equal(await adas.page.getByLabel('Write a message').inputValue(), 'half a thought');
});
