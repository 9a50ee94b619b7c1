import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jpegFile, share } from '../pictures.js';
import { signUp } from '../powow.js';
import { accessible, phone, unharmed, windowOf } from './browser.js';

const photo = () => ({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: jpegFile(300, 200) });
/** The avatar picture beside a name. */
const face = (place) => place.locator('.avatar img').first();
/** The conversation with Ada, not one in which Ada has written. */
const chat = ({ page }) => page.locator('.entry', { has: page.locator('.entry-title', { hasText: /^Ada$/ }) });
const seen = async (place) => {
  await face(place).waitFor();
  assert.ok(await face(place).evaluate((image) => image.decode().then(() => image.naturalWidth > 0)));
};

test('somebody gives themselves a picture, others see it wherever they are named, and it is taken back', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const device = await ada.connect();
  await (await bob.connect()).say(await device.openDirect(bob), 'Hello');
  const group = await device.createGroup('Allotment', [bob]);
  await device.say(group, 'The beans are up');
  const adas = await windowOf(ada);
  await adas.page.getByRole('button', { name: 'Settings' }).click();
  const dialog = adas.page.getByRole('dialog');
  assert.equal(await dialog.locator('.settings-me .initials').getAttribute('data-initials'), 'A');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
  await dialog.getByText('This file is not a picture that can be sent').waitFor();
  await dialog.locator('input[type=file]').setInputFiles(photo());
  await seen(dialog.locator('.settings-me'));
  await seen(adas.page.locator('.inbox-me'));
  assert.equal((await bob.get(`/api/people/${ada.personId}`)).avatar.width, 300);

  const bobs = await windowOf(bob, phone);
  await seen(chat(bobs));
  await bobs.enter('Allotment');
  await seen(bobs.message('The beans are up'));
  await bobs.page.getByRole('link', { name: 'About this conversation' }).last().click();
  await seen(bobs.page.locator('.panel .person', { hasText: 'Ada' }));
  assert.equal(await bobs.page.locator('.panel .change-avatar').count(), 0, 'a member does not change the picture of the group');
  await unharmed(bobs);

  await dialog.getByRole('button', { name: 'Remove the picture' }).click();
  await face(dialog).waitFor({ state: 'detached' });
  assert.equal(await dialog.locator('.settings-me .initials').getAttribute('data-initials'), 'A');
  // An open page may keep the bytes for some minutes; a newly opened one does not request them.
  await bobs.open();
  await chat(bobs).locator('.avatar .initials[data-initials="A"]').waitFor({ state: 'attached' });
});

test('a group is given a picture: whoever is there sees it at once, and so does it go', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const device = await ada.connect();
  const group = await device.createGroup('Allotment', [bob]);
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob, phone)];
  await bobs.entry('Allotment').waitFor();
  await adas.enter('Allotment');
  await adas.page.getByRole('link', { name: 'About this conversation' }).last().click();
  const panel = adas.page.getByRole('complementary');
  await panel.locator('input[type=file]').setInputFiles(photo());
  await seen(bobs.entry('Allotment'));
  for (const place of ['.about-head', '.conversation-head', '.entry.current']) await seen(adas.page.locator(place));
  await adas.page.getByText('You changed the group picture').waitFor();
  await accessible(adas, 'about a group with a picture');

  // Changed on another device.
  const { imageId } = await share(ada, jpegFile(50, 400));
  const before = await face(bobs.entry('Allotment')).getAttribute('src');
  await device.ask(`/app/conversations/${group}/avatar`, { imageId });
  await bobs.page.waitForFunction((before) => (document.querySelector('.entry .avatar img')?.src ?? before) !== before, before);
  await panel.getByRole('button', { name: 'Remove the picture' }).click();
  await face(bobs.entry('Allotment')).waitFor({ state: 'detached' });
  await bobs.entry('Allotment').locator('.avatar svg').waitFor();
});
