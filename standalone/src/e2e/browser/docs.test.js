import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { address, http, signUp } from '../powow.js';
import { newWindow, phone, windowOf } from './browser.js';

async function docsOf(person, options) {
  const window = await windowOf(person, options);
  delete window.person;
  await window.page.goto(new URL('/docs', address).href);
  await window.page.locator('.docs-entry').first().waitFor();
  return window;
}

const entry = ({ page }, title) => page.locator('.docs-entry', { has: page.getByText(title, { exact: true }) });

async function opened(window, title) {
  const found = entry(window, title);
  await found.locator('summary').click();
  return found;
}

test('every call and destination of the contract is there, and is found by words', async () => {
  const { page } = await docsOf(await signUp('Ada'));
  const [open, async] = await Promise.all(['/openapi.json', '/asyncapi.json'].map(async (path) => (await fetch(new URL(path, address))).json()));
  const wanted = Object.values(open.paths).flatMap((operations) => Object.keys(operations)).length + Object.values(async.channels).filter((channel) => channel.address).length;
  assert.equal(await page.locator('.docs-entry').count(), wanted);
  await page.getByLabel('Find a call or destination').fill('conversations pin');
  await page.getByText('/app/conversations/{id}/pin', { exact: true }).waitFor();
  assert.equal(await page.getByText('/api/push/key', { exact: true }).count(), 0);
});

test('a call is made with the token of the page; what is refused is shown', async () => {
  const ada = await signUp('Ada');
  const window = await docsOf(ada);
  await window.page.getByLabel('Find a call or destination').fill('/api/me');
  const me = window.page.locator('.docs-entry', { has: window.page.locator('.docs-method.get') }).filter({ has: window.page.getByText('/api/me', { exact: true }) });
  await me.locator('summary').click();
  await me.getByRole('button', { name: 'Call' }).click();
  await me.getByText(ada.personId).waitFor();
  await me.getByText('200').first().waitFor();

  await window.page.getByLabel('Find a call or destination').fill('/api/groups');
  const groups = await opened(window, '/api/groups');
  await groups.getByLabel('Body').fill('{"name": 5}');
  await groups.getByRole('button', { name: 'Call' }).click();
  await groups.locator('.docs-answer').getByText('invalid_request', { exact: false }).waitFor();
  await groups.getByLabel('Body').fill('{"name": "Allotment"}');
  await groups.getByRole('button', { name: 'Call' }).click();
  await groups.locator('.docs-answer').getByText('conversationId', { exact: false }).waitFor();
});

test('without a session a token can be given', async () => {
  const ada = await signUp('Ada');
  const window = await newWindow();
  const { page } = window;
  await page.goto(new URL('/docs', address).href);
  await page.getByText('You are not signed in').waitFor();
  const { body } = await http('POST', '/api/sessions', { body: { handle: ada.handle, password: ada.password } });
  await page.getByLabel('Token').fill(body.token);
  await page.getByLabel('Find a call or destination').fill('/api/blocked');
  const blocked = await opened(window, '/api/blocked');
  await blocked.getByRole('button', { name: 'Call' }).click();
  await blocked.locator('.docs-answer').getByText('200').waitFor();
});

test('over STOMP one subscribes, and what one sends comes back', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const chat = await (await ada.connect()).openDirect(bob);
  const window = await docsOf(ada);
  const { page } = window;
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('Connected', { exact: true }).waitFor();
  const topic = await opened(window, '/topic/conversations/{id}');
  await topic.getByLabel('id *').fill(chat);
  await topic.getByRole('button', { name: 'Subscribe' }).click();
  const send = await opened(window, '/app/conversations/{id}/send');
  await send.getByLabel('id *').fill(chat);
  await send.getByLabel('Body').fill('{"key": "k1", "text": "Hello from the docs"}');
  await send.getByRole('button', { name: 'Send' }).click();
  const log = page.getByRole('log');
  await log.getByText(`RECEIPT /app/conversations/${chat}/send`).waitFor();
  await log.locator('li', { hasText: `MESSAGE /topic/conversations/${chat}` }).getByText('Hello from the docs', { exact: false }).waitFor();
  await send.getByLabel('Body').fill('{"text": "no key"}');
  await send.getByRole('button', { name: 'Send' }).click();
  await log.getByText('invalid_request', { exact: false }).waitFor();
});

test('it is accessible, and fits a phone', async () => {
  const window = await docsOf(await signUp('Ada'), phone);
  const { page } = window;
  await page.getByLabel('Find a call or destination').fill('gatherings');
  await page.locator('.docs-entry summary').first().click();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the window');
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`), []);
});
