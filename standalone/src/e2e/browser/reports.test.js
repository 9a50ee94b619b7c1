// Reporting somebody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signUp } from '../powow.js';
import { accessible, desktop, phone, windowOf } from './browser.js';

/** Bob insults Ada in a group that both are in. */
async function anInsult() {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const group = await adas.createGroup('Allotment', [bob]);
  const { position } = await bobs.say(group, 'You thief');
  return { ada, bob, group, position };
}

const reportsOf = async (person) => (await person.get('/api/me/reports')).reports;

test('a message is reported and its author blocked', async () => {
  const { ada, bob, group, position } = await anInsult();
  const window = await windowOf(ada, desktop);
  const { page } = window;
  await window.enter('Allotment');
  await window.menu('You thief', 'Report');
  const dialog = page.getByRole('dialog', { name: 'Report this message' });
  await dialog.getByText('Bob is not told about it').waitFor();

  await dialog.getByRole('button', { name: 'Report', exact: true }).click();
  await dialog.getByRole('alert').filter({ hasText: 'Choose a reason.' }).waitFor();
  await accessible(window, 'a report without a reason');
  await dialog.getByLabel('Harassment or insults').check();
  await dialog.getByLabel('What happened?').fill('He says it every day.');
  await dialog.getByLabel('Also block Bob').check();
  await dialog.getByRole('button', { name: 'Report', exact: true }).click();

  const received = page.getByRole('dialog', { name: 'Report received' });
  await received.getByText('Bob is blocked.').waitFor();
  await accessible(window, 'a received report');
  await received.getByRole('button', { name: 'Close' }).last().click();
  assert.equal(await page.getByRole('dialog').count(), 0);
  const [report] = await reportsOf(ada);
  assert.deepEqual(
    [report.conversationId, report.position, report.personId, report.reason, report.note],
    [group, position, bob.personId, 'harassment', 'He says it every day.'],
  );
  assert.deepEqual((await ada.get('/api/blocked')).blocked.map(({ personId }) => personId), [bob.personId]);
});

test('a person is reported from their card, and nothing is lost when the network is away', async () => {
  const { ada, bob } = await anInsult();
  const window = await windowOf(ada, phone);
  const { page } = window;
  await window.enter('Allotment');
  await page.getByRole('button', { name: 'Profile of Bob' }).click();
  await page.getByRole('dialog', { name: 'Bob' }).getByRole('button', { name: 'Report' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report Bob' });
  await dialog.getByLabel('Pretends to be somebody else').check();
  await dialog.getByLabel('What happened?').fill('Bob has a beard.');

  await window.cut();
  await dialog.getByRole('button', { name: 'Report', exact: true }).click();
  await dialog.locator('.note.failed').waitFor();
  assert.equal(await dialog.getByLabel('What happened?').inputValue(), 'Bob has a beard.');
  await window.mend();
  await dialog.getByRole('button', { name: 'Report', exact: true }).click();
  await page.getByRole('dialog', { name: 'Report received' }).waitFor();

  const [report] = await reportsOf(ada);
  assert.deepEqual([report.personId, report.reason, report.note], [bob.personId, 'false_identity', 'Bob has a beard.']);
});

test('one’s own messages cannot be reported', async () => {
  const { bob } = await anInsult();
  const window = await windowOf(bob, desktop);
  await window.enter('Allotment');
  const message = window.message('You thief');
  await message.hover();
  await message.getByRole('button', { name: 'What to do with this message' }).click();
  await window.page.getByRole('menuitem', { name: 'Details' }).waitFor();
  assert.equal(await window.page.getByRole('menuitem', { name: 'Report' }).count(), 0);
});
