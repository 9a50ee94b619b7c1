import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jpegFile, share } from '../pictures.js';
import { key, signUp } from '../powow.js';
import { accessible, phone, windowOf } from './browser.js';

/** The last parts of the destinations that the page sends to from now on. */
async function watched(window) {
  const sent = [];
  window.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const destination = /^SEND\n[^]*?destination:(\S+)/.exec(String(payload))?.[1];
      // Attention does not count as writing to anybody.
      if (destination && destination !== '/app/session/attention') sent.push(destination.split('/').at(-1));
    }),
  );
  await window.open();
  return sent;
}

const requests = ({ page }) => page.locator('.requests');
const invitation = ({ page }, group) => page.locator('.invitation', { hasText: group });
const about = async ({ page }) => {
  await page.getByRole('link', { name: 'About this conversation' }).last().click();
  return page.getByRole('complementary');
};

test('what a stranger writes is a request: it tells nothing back and loads no picture until it is accepted', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const bobs = await windowOf(bob);
  const sent = await watched(bobs);
  await bobs.page.getByText('No conversations yet').waitFor();
  const { imageId } = await share(ada, jpegFile(300, 200));
  await adasPhone.say(chat, 'Is this yours?', { images: [imageId] });
  await bobs.page.getByRole('region', { name: 'Message requests (1)' }).waitFor();
  assert.equal(await bobs.page.title(), 'Powow', 'nobody is called for it');
  await bobs.enter('Ada');
  await bobs.page.getByRole('region', { name: 'Ada wants to write to you' }).waitFor();
  await bobs.sees('Is this yours?');
  await accessible(bobs, 'a request');

  assert.equal(await bobs.page.locator('.message img').count(), 0);
  await bobs.page.getByRole('button', { name: 'Load: Picture from Ada' }).click();
  await bobs.page.locator('.message img').waitFor();
  await bobs.page.getByLabel('Write a message').fill('Hm');
  await bobs.page.getByLabel('Write a message').fill('');

  await bobs.accept();
  await requests(bobs).waitFor({ state: 'detached' });
  await adasPhone.sees({ type: 'requestAccepted', personId: bob.personId });
  await adasPhone.sees({ type: 'read', personId: bob.personId });
  assert.deepEqual(sent, ['accept', 'read']);
  assert.ok(await bobs.page.getByLabel('Write a message').evaluate((field) => field === document.activeElement), 'the focus is where one answers');
});

test('a request that is declined is gone, and who wrote it learns that when they write again', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const adasPhone = await ada.connect();
  const chat = await adasPhone.openDirect(bob);
  const bobs = await windowOf(bob, phone);
  await adasPhone.say(chat, 'Buy my beans');
  await bobs.enter('Ada');
  await bobs.page.getByRole('button', { name: 'Decline' }).click();
  await requests(bobs).waitFor({ state: 'detached' });
  await assert.rejects(adasPhone.say(chat, 'And my leeks'), { code: 'contacts_only' });
  await bobs.open();
  await bobs.page.getByText('No conversations yet').waitFor();
  assert.equal(await bobs.entry('Ada').count(), 0);
});

test('an answer accepts a request, and blocking ends one', async () => {
  const [ada, bob, cleo] = [await signUp('Ada'), await signUp('Bob'), await signUp('Cleo')];
  const [adasPhone, cleosPhone] = [await ada.connect(), await cleo.connect()];
  await adasPhone.say(await adasPhone.openDirect(bob), 'Is this yours?');
  const chat = await cleosPhone.openDirect(bob);
  await cleosPhone.say(chat, 'Buy my beans');
  const bobs = await windowOf(bob);
  await bobs.page.getByRole('region', { name: 'Message requests (2)' }).waitFor();
  await bobs.enter('Ada');
  await bobs.say('Yes, it is');
  await adasPhone.sees({ text: 'Yes, it is' });
  await bobs.page.locator('.request').waitFor({ state: 'detached' });

  await bobs.enter('Cleo');
  await bobs.page.locator('.request').getByRole('button', { name: 'Block' }).click();
  await bobs.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await requests(bobs).waitFor({ state: 'detached' });
  await assert.rejects(cleosPhone.say(chat, 'Cheap beans'), { code: 'blocked' });
});

test('who wants to be asked is invited to a group, accepts, and is in it', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob', { mayAddMe: 'contacts' })];
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob, phone)];
  await adas.page.getByRole('button', { name: 'New conversation' }).first().click();
  await adas.page.getByRole('tab', { name: 'Group', exact: true }).click();
  await adas.page.getByLabel('Group name').fill('Allotment');
  await adas.page.getByLabel('Add somebody by their handle').fill(bob.handle);
  await adas.page.getByRole('button', { name: 'Find' }).click();
  await adas.page.getByRole('button', { name: 'Add', exact: true }).click();
  await adas.page.getByRole('button', { name: 'Create group' }).click();
  await adas.page.getByText('Invited: Bob. They join when they accept.').waitFor();

  await invitation(bobs, 'Allotment').getByText('Ada invites you · 1 member').waitFor();
  await accessible(bobs, 'an invitation');
  await invitation(bobs, 'Allotment').getByRole('button', { name: 'Accept' }).click();
  await bobs.page.getByLabel('Write a message').waitFor();
  await adas.page.getByText('Bob joined').waitFor();
  await bobs.say('Thank you');
  await adas.sees('Thank you');
  await bobs.page.getByRole('link', { name: 'Back to conversations' }).click();
  await bobs.entry('Allotment').waitFor();
  assert.equal(await bobs.page.locator('.invitations').count(), 0);
});

test('an invitation is declined, which the inviter is told', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob', { mayAddMe: 'contacts' })];
  const adasPhone = await ada.connect();
  const group = await adasPhone.createGroup('Allotment');
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob)];
  await adas.enter('Allotment');
  const panel = await about(adas);
  await panel.getByLabel('Add somebody by their handle').fill(bob.handle);
  await panel.getByRole('button', { name: 'Find' }).click();
  await panel.getByRole('button', { name: 'Add', exact: true }).click();
  await adas.page.getByText('Invited: Bob. They join when they accept.').waitFor();
  await adas.page.getByText('You invited Bob').waitFor();

  await invitation(bobs, 'Allotment').getByRole('button', { name: 'Decline' }).click();
  await invitation(bobs, 'Allotment').waitFor({ state: 'detached' });
  await adas.page.getByText('Bob declined your invitation to “Allotment”').waitFor();
  assert.deepEqual((await ada.members(group)).map(({ personId }) => personId), [ada.personId]);
});

test('somebody says who may add and write to them', async () => {
  const bob = await signUp('Bob', { mayAddMe: 'contacts' });
  const bobs = await windowOf(bob);
  await bobs.page.getByRole('button', { name: 'Settings' }).click();
  const dialog = bobs.page.getByRole('dialog');
  assert.equal(await dialog.getByLabel('Who can add me to groups').inputValue(), 'contacts');
  await dialog.getByLabel('Who can add me to groups').selectOption('Nobody');
  await dialog.getByText('Saved').waitFor();
  await dialog.getByText('Saved').waitFor({ state: 'detached' });
  await dialog.getByLabel('Who can write to me').selectOption('My contacts');
  await dialog.getByText('Saved').waitFor();
  await accessible(bobs, 'the settings');
  const { mayAddMe, mayWriteMe } = await bob.get('/api/me');
  assert.deepEqual({ mayAddMe, mayWriteMe }, { mayAddMe: 'nobody', mayWriteMe: 'contacts' });
});

test('somebody is banned from a group, and let back', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const group = await adasPhone.createGroup('Allotment', [bob], { open: true });
  const adas = await windowOf(ada);
  await adas.enter('Allotment');
  const panel = await about(adas);
  await panel.getByRole('button', { name: 'What to do with Bob' }).click();
  await adas.page.getByRole('menuitem', { name: 'Remove from group' }).click();
  await adas.page.getByRole('dialog').getByLabel('Ban from the group').check();
  await accessible(adas, 'removing somebody');
  await adas.page.getByRole('dialog').getByRole('button', { name: 'Remove from group' }).click();
  await panel.getByRole('button', { name: 'Lift ban on Bob' }).waitFor();
  await accessible(adas, 'a group with a ban');
  await assert.rejects(bobsPhone.join(group), { code: 'banned' });
  await panel.getByRole('button', { name: 'Lift ban on Bob' }).click();
  await panel.getByText('Banned people').waitFor({ state: 'detached' });
  await bobsPhone.join(group);
});

test('who is asked to represent a service is told at once, shown as asked, and their answer is told', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const service = { name: 'Repair café', category: 'repair', place: { lat: 52.5, lon: 13.4, label: 'Hall' } };
  const { serviceId } = await ada.post('/api/services', service, key());
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob, phone)];
  await adas.page.goto(new URL(`/#/nearby/service/${serviceId}`, adas.page.url()).href);
  await adas.page.getByRole('button', { name: 'Edit service' }).waitFor();
  await ada.write('PATCH', `/api/services/${serviceId}`, { speakers: [ada.personId, bob.personId] });
  await bobs.page.locator('.note', { hasText: 'Ada asks you to represent “Repair café”' }).waitFor();
  await adas.page.reload();
  const asked = adas.page.getByRole('listitem').filter({ hasText: 'Bob' });
  await asked.getByText('asked').waitFor();
  await accessible(adas, 'a service with somebody who is asked');
  await bobs.page.locator('.invitation', { hasText: 'Repair café' }).getByRole('button', { name: 'Decline' }).click();
  await adas.page.locator('.note', { hasText: 'Bob will not represent “Repair café”' }).waitFor();
  await asked.waitFor({ state: 'detached' });
});

test('the settings say which auditors have read the messages, what for, or that nobody has', async () => {
  const [ada, carl] = [await signUp('Ada'), await signUp('Carl')];
  const window = await windowOf(ada, phone);
  const { page } = window;
  const section = page.getByRole('region', { name: 'Who has read my messages' });
  const answers = [
    { told: false, audits: [] },
    { told: true, audits: [] },
    { told: true, audits: [
      { caseId: 'c1', by: carl.personId, purpose: 'Threats in the garden group', basis: 'Court order 12', openedAt: '2026-01-02T10:00:00Z', endedAt: '2026-02-03T10:00:00Z', looks: 7, bundles: 1 },
      { caseId: 'c2', by: carl.personId, openedAt: '2025-01-02T10:00:00Z', endedAt: '2025-02-03T10:00:00Z', looks: 1, bundles: 0 },
    ] },
  ];
  const open = async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await section.scrollIntoViewIfNeeded();
  };
  await page.route('**/api/me/audits', (route) => route.fulfill({ json: answers.shift() }));
  await open();
  await section.getByText('does not say whether auditors have').waitFor();
  await page.keyboard.press('Escape');
  await open();
  await section.getByText('No auditor has, in any case that has ended.').waitFor();
  await page.keyboard.press('Escape');
  await open();
  const [first, second] = [section.getByRole('listitem').first(), section.getByRole('listitem').last()];
  await first.getByText('Threats in the garden group').waitFor();
  await first.getByText('Basis: Court order 12').waitFor();
  await first.getByText(/^Carl, from 2 Jan 2026.* to 3 Feb 2026/).waitFor();
  await first.getByText('Read 7 times').waitFor();
  await second.getByText('The purpose was erased').waitFor();
  await second.getByText('Read 1 time', { exact: true }).waitFor();
  await accessible(window, 'audits in the settings');
});
