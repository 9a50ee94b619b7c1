// The page for auditors.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { signUp } from '../powow.js';
import { accessible, desktop, newWindow, phone, windowOf } from './browser.js';

async function staff(role) {
  const person = await signUp('Carl');
  const granted = await fetch(`${process.env.POWOW_OPERATOR}/grant/${person.handle}/${role}`, { method: 'POST' });
  assert.equal(granted.status, 204);
  return person;
}

const auditor = () => staff('auditor');

/** A conversation that Bob leaves before its end. */
async function talk() {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const group = await adas.createGroup('Allotment', [bob], { open: true });
  const { position } = await adas.say(group, 'At seven');
  await bobs.say(group, 'I bring beans');
  await bob.write('PUT', `/api/conversations/${group}/read`, { upTo: position });
  await adas.edit(group, position, 'At six');
  await bob.post(`/api/conversations/${group}/leave`, {});
  await adas.edit(group, position, 'Not at all');
  return { ada, bob };
}

async function signIn(window, carl) {
  const { page } = window;
  await window.open('audit');
  await page.locator('input[name=handle]').fill(carl.handle);
  await page.locator('input[name=password]').fill(carl.password);
  await page.locator('input[name=reason]').fill('A test');
  await page.locator('form button[type=submit]').click();
}

async function openAudit(window, carl) {
  await signIn(window, carl);
  await window.page.locator('input[name=purpose]').waitFor();
}

async function openCase({ page }, ada) {
  await page.locator('input[name=purpose]').fill('Who was told when');
  await page.locator('input[name=basis]').fill('Court order');
  await page.locator('input[name=people]').fill(`@${ada.handle}`);
  await page.locator('form', { has: page.locator('input[name=purpose]') }).locator('button[type=submit]').click();
  await page.locator('select option', { hasText: 'Allotment' }).first().waitFor({ state: 'attached' });
  await page.locator('select').first().selectOption({ label: 'Allotment' });
  await page.locator('.audit-message').first().waitFor();
}

const screen = ({ page }, person) => page.locator('.audit-screen', { has: page.locator('option:checked', { hasText: person }) });

test('an auditor sees two screens at any moment, and who could see a message', async () => {
  const [{ ada }, carl] = [await talk(), await auditor()];
  const window = await newWindow(desktop);
  const { page } = window;
  await openAudit(window, carl);
  await accessible(window, 'cases');
  await openCase(window, ada);

  await screen(window, 'Ada').getByText('Not at all').waitFor();
  await screen(window, 'Bob').getByText('At six').waitFor();
  await screen(window, 'Bob').getByText('Not a member at that moment').waitFor();
  await accessible(window, 'two screens');

  // With the keyboard, back to a moment when Bob was a member and nothing was edited.
  const slider = page.getByRole('slider', { name: 'Moment' });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await screen(window, 'Ada').getByText('At seven').waitFor();
  await screen(window, 'Bob').getByText('as sent').waitFor();
  assert.match(await slider.getAttribute('aria-valuetext'), /event \u2068?2\u2069? of \u2068?6/);

  await page.keyboard.press('End');
  await screen(window, 'Ada').getByText('Not at all').waitFor();
  await screen(window, 'Ada').getByRole('button', { name: 'Who could see this?' }).first().click();
  await page.getByRole('heading', { name: /Who could see message/ }).waitFor();
  const bob = page.getByRole('row', { name: /Bob/ });
  await bob.getByText('their client said they read it').waitFor();
  await page.getByRole('row', { name: /Ada/ }).waitFor();
  await accessible(window, 'audience');

  await page.getByText('What was recorded in this case').click();
  await page.locator('.audit-looks code', { hasText: 'audience' }).waitFor();
});

test('an auditor makes a bundle, follows it and downloads it', async () => {
  const [{ ada }, carl] = [await talk(), await auditor()];
  const window = await newWindow(desktop);
  const { page } = window;
  await openAudit(window, carl);
  await openCase(window, ada);
  await page.getByLabel('Add a table').check();
  await page.getByRole('button', { name: 'Make a bundle' }).click();
  const button = page.getByRole('button', { name: 'Download' });
  await button.waitFor();
  await page.locator('.audit-command', { hasText: 'java -jar verify.jar' }).waitFor();
  await accessible(window, 'a bundle');
  const download = page.waitForEvent('download');
  await button.click();
  const file = readFileSync(await (await download).path());
  assert.equal(file.subarray(0, 4).toString('latin1'), 'PK\x03\x04');
  assert.ok(file.includes('Not at all') && file.includes('messages.csv'));
});

test('whoever was audited reads it in the settings once the case has ended, and nobody else does', async () => {
  const [{ ada }, carl, eve] = [await talk(), await auditor(), await signUp('Eve')];
  const [adas, eves] = [await windowOf(ada, phone), await windowOf(eve, phone)];
  const audits = async ({ page }) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Settings' }).click();
    const section = page.getByRole('region', { name: 'Who has read my messages' });
    await section.getByText(/^No auditor has|^Auditors who have read/).waitFor();
    return section;
  };
  const window = await newWindow(desktop);
  await openAudit(window, carl);
  await openCase(window, ada);
  // People learn of a case only after it has ended.
  await (await audits(adas)).getByText('No auditor has, in any case that has ended.').waitFor();

  await window.page.getByRole('button', { name: 'Close the case' }).click();
  await window.page.locator('input[name=purpose]').waitFor();
  const told = await audits(adas);
  const audit = told.getByRole('listitem');
  await audit.getByText('Who was told when').waitFor();
  assert.equal(await audit.count(), 1);
  await audit.getByText('Basis: Court order').waitFor();
  await audit.getByText(/^Carl, from /).waitFor();
  const { looks } = (await ada.get('/api/me/audits')).audits[0];
  assert.ok(looks >= 1);
  await audit.getByText(looks === 1 ? 'Read 1 time' : `Read ${looks} times`, { exact: true }).waitFor();
  await accessible(adas, 'an audit in the settings');

  await (await audits(eves)).getByText('No auditor has, in any case that has ended.').waitFor();
});

test('somebody without a role gets nowhere, and the page says so', async () => {
  const window = await newWindow(phone);
  const { page } = window;
  const ada = await signUp('Ada');
  await window.open('audit');
  await accessible(window, 'signing in');
  await page.locator('input[name=handle]').fill(ada.handle);
  await page.locator('input[name=password]').fill(ada.password);
  await page.locator('input[name=reason]').fill('Curious');
  await page.locator('form button[type=submit]').click();
  await page.getByRole('alert').filter({ hasText: 'You have no role that allows this.' }).waitFor();
});

test('the page for auditors reads from right to left in Arabic', async () => {
  const [{ ada }, carl] = [await talk(), await auditor()];
  const window = await newWindow({ ...phone, locale: 'ar' });
  await openAudit(window, carl);
  await openCase(window, ada);
  assert.equal(await window.page.evaluate(() => document.documentElement.dir), 'rtl');
  await screen(window, 'Ada').getByText('Not at all').waitFor();
  await accessible(window, 'in Arabic');
});

const report = (by, of, note) => by.post('/api/reports', { reason: 'harassment', ...of, ...(note && { note }) });

test('a moderator reads open reports and closes one, with the keyboard alone', async () => {
  const [ada, bob, carl] = [await signUp('Ada'), await signUp('Bob'), await staff('moderator')];
  await report(ada, { personId: bob.personId }, 'He shouts <b>at night</b>.\nEvery night.');
  const window = await newWindow({ ...phone, timezoneId: 'Asia/Kolkata' });
  const { page } = window;
  await signIn(window, carl);
  const one = page.getByRole('listitem').filter({ hasText: `@${bob.handle}` });
  await one.getByRole('heading', { name: 'Harassment or insults' }).waitFor();
  await one.getByText(/Ada.* reports .*Bob/).waitFor();
  await one.getByText('He shouts <b>at night</b>.').waitFor();
  assert.match(await one.locator('time').innerText(), /GMT\+5:30$/);
  // Moderators have no access to cases.
  assert.equal(await one.getByRole('button', { name: 'Open a case about it' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Cases' }).count(), 0);
  await accessible(window, 'open reports');

  await one.getByRole('button', { name: 'Close the report' }).focus();
  await page.keyboard.press('Enter');
  const form = one.getByRole('form', { name: 'Close the report' });
  await form.getByLabel('Outcome').and(page.locator(':focus')).waitFor();
  await accessible(window, 'a report that is being closed');
  await page.keyboard.press('Escape');
  await one.getByRole('button', { name: 'Close the report' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await form.getByLabel('Outcome').selectOption('No violation');
  await form.getByLabel('Reason').fill('He sings in a choir.');
  await form.getByRole('button', { name: 'Close the report' }).press('Enter');
  await page.locator('[role=status]:focus', { hasText: /The report about .*Bob.* is closed: .*No violation/ }).waitFor();
  assert.equal(await one.count(), 0);

  await page.getByRole('button', { name: 'Closed', exact: true }).click();
  await one.getByText(/Closed by .*Carl.* on .*: .*No violation/).waitFor();
  await one.getByText('He sings in a choir.').waitFor();
  assert.equal(await one.getByRole('button').count(), 0);
  await accessible(window, 'closed reports');
});

test('a moderator is told why a report cannot be closed or read, and tries again', async () => {
  const [ada, bob, carl, other] = [await signUp('Ada'), await signUp('Bob'), await staff('moderator'), await staff('moderator')];
  const { reportId } = await report(ada, { personId: bob.personId });
  const window = await newWindow(desktop);
  const { page } = window;
  await signIn(window, carl);
  const one = page.getByRole('listitem').filter({ hasText: `@${bob.handle}` });
  await one.getByText('No note').waitFor();
  await one.getByRole('button', { name: 'Close the report' }).click();

  const { token } = await other.post('/api/staff/tokens', { scopes: ['moderate'], reason: 'A test' });
  const closed = await fetch(new URL(`/api/audit/reports/${reportId}/close`, process.env.POWOW_URL), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ outcome: 'action_taken', reason: 'He was banned.' }),
  });
  assert.equal(closed.status, 204);
  await one.getByLabel('Outcome').selectOption('No violation');
  await one.getByLabel('Reason').fill('I saw nothing.');
  await one.getByRole('form').getByRole('button', { name: 'Close the report' }).click();
  await one.getByRole('alert').filter({ hasText: 'Somebody else has probably closed it.' }).waitFor();
  assert.equal(await one.getByLabel('Reason').inputValue(), 'I saw nothing.');

  await window.cut();
  await page.getByRole('button', { name: 'Closed', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'The server cannot be reached at the moment.' });
  await alert.waitFor();
  await accessible(window, 'reports that cannot be read');
  await window.mend();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await one.getByText('He was banned.').waitFor();
});

test('two reports about the same person are closed one after the other, and no typed reason is lost', async () => {
  const [ada, eve, bob, carl] = [await signUp('Ada'), await signUp('Eve'), await signUp('Bob'), await staff('moderator')];
  for (const by of [ada, eve]) await report(by, { personId: bob.personId });
  const window = await newWindow(desktop);
  const { page } = window;
  await signIn(window, carl);
  const reports = page.locator('.audit-report').filter({ hasText: `@${bob.handle}` });
  await reports.nth(1).waitFor();
  for (const left of [1, 0]) {
    const one = reports.first();
    await one.getByRole('button', { name: 'Close the report' }).click();
    const form = one.getByRole('form', { name: 'Close the report' });
    await form.getByLabel('Outcome').selectOption('No violation');
    // The server counts bytes: 500 of these characters are 1,000.
    const long = 'é'.repeat(503);
    await form.getByLabel('Reason').fill(long);
    await form.getByRole('button', { name: 'Close the report' }).click();
    await form.getByRole('alert').filter({ hasText: /^The reason is too long\. Characters to remove: \u2068?3\u2069?\.$/ }).waitFor();
    await form.getByLabel('Reason').press('Escape');
    assert.equal(await form.getByLabel('Reason').inputValue(), long);
    await form.getByLabel('Reason').fill('She sings in a choir.');
    await form.getByRole('button', { name: 'Close the report' }).click();
    // Both times, with the same words.
    await page.locator('[role=status]:focus', { hasText: /The report about .*Bob.* is closed: .*No violation/ }).waitFor();
    assert.equal(await reports.count(), left);
  }
});

test('more reports than a page has are read page by page', async () => {
  const [carl, ...people] = [await staff('moderator'), ...(await Promise.all(Array.from({ length: 22 }, (_, n) => signUp(`P${n}`))))];
  for (const person of people.slice(1)) await report(person, { personId: people[0].personId });
  const window = await newWindow(desktop);
  const { page } = window;
  await signIn(window, carl);
  const reports = page.locator('.audit-report');
  await reports.nth(19).waitFor();
  assert.equal(await reports.count(), 20);
  await page.getByRole('button', { name: 'Older reports' }).click();
  // The focus is on the first one of the new page.
  await reports.nth(20).locator('h3:focus').waitFor();
});

test('an auditor opens a case about a reported message', async () => {
  const [ada, bob, carl] = [await signUp('Ada'), await signUp('Bob'), await auditor()];
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const group = await adas.createGroup('Allotment', [bob]);
  const { position } = await bobs.say(group, 'You thief');
  await report(ada, { conversationId: group, position });
  const window = await newWindow(desktop);
  const { page } = window;
  await openAudit(window, carl);
  await page.getByRole('button', { name: 'Reports', exact: true }).click();
  const one = page.getByRole('listitem').filter({ hasText: `@${bob.handle}` });
  await one.getByText(/Ada.* reports a message from .*Bob/).waitFor();
  // The report does not contain the message.
  assert.equal(await page.getByText('You thief').count(), 0);
  await one.getByRole('button', { name: 'Open a case about it' }).click();
  await page.locator('input[name=purpose]:focus').waitFor();
  assert.match(await page.locator('input[name=purpose]').inputValue(), /^Report \S+: Harassment or insults$/);
  assert.equal(await page.locator('input[name=conversations]').inputValue(), group);
  await accessible(window, 'a case about a report');
  await page.locator('input[name=basis]').fill('Terms of use');
  await page.locator('form', { has: page.locator('input[name=purpose]') }).locator('button[type=submit]').click();
  await page.locator('select option', { hasText: group.slice(0, 10) }).first().waitFor({ state: 'attached' });
  await page.locator('select').first().selectOption(group);
  await page.locator('.audit-message', { hasText: 'You thief' }).first().waitFor();
});

test('an auditor opens a case about a reported person', async () => {
  const [ada, bob, carl] = [await signUp('Ada'), await signUp('Bob'), await auditor()];
  const [adas, bobs] = [await ada.connect(), await bob.connect()];
  const group = await adas.createGroup('Allotment', [bob]);
  await bobs.say(group, 'You thief');
  await report(ada, { personId: bob.personId });
  const window = await newWindow(desktop);
  const { page } = window;
  await openAudit(window, carl);
  await page.getByRole('button', { name: 'Reports', exact: true }).click();
  const one = page.getByRole('listitem').filter({ hasText: `@${bob.handle}` });
  await one.getByText(/Ada.* reports .*Bob/).waitFor();
  await one.getByRole('button', { name: 'Open a case about it' }).click();
  await page.locator('input[name=purpose]:focus').waitFor();
  assert.equal(await page.locator('input[name=people]').inputValue(), `@${bob.handle}`);
  assert.equal(await page.locator('input[name=conversations]').inputValue(), '');
  await page.locator('input[name=basis]').fill('Terms of use');
  await page.locator('form', { has: page.locator('input[name=purpose]') }).locator('button[type=submit]').click();
  await page.locator('select option', { hasText: 'Allotment' }).first().waitFor({ state: 'attached' });
  await page.locator('select').first().selectOption({ label: 'Allotment' });
  await page.locator('.audit-message', { hasText: 'You thief' }).first().waitFor();
});
