import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, signUp } from '../powow.js';
import { accessible, phone, windowOf, needsWholeBrowser } from './browser.js';

needsWholeBrowser();

const KEY = 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM';

/**
 * Replaces the push service, which a browser under test does not have, and the server's check of its address.
 *
 * @returns the requests that the page made to either
 */
async function pushing(window, keyId = 'k1') {
  const asked = [];
  let settings = { level: 'all', keywords: [], preview: 'text', nearby: { level: 'mine', radius: 5000 }, conversations: [] };
  await window.context.exposeFunction('subscribed', (key) => asked.push(['subscribe', key]));
  await window.context.addInitScript(() => {
    let subscription = null;
    PushManager.prototype.getSubscription = async () => subscription;
    PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
      if (!userVisibleOnly) throw new Error('browsers want what is pushed to be seen');
      globalThis.subscribed(applicationServerKey.length);
      const toJSON = () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } });
      return (subscription = { toJSON, unsubscribe: async () => ((subscription = null), true) });
    };
  });
  const answer = (route, body, status = 200) => route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) });
  await window.context.route('**/api/push/key', (route) => answer(route, { keyId, publicKey: KEY }));
  await window.context.route('**/api/me/devices**', (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (request.method() !== 'GET') asked.push([`${request.method()} ${path}`, request.postDataJSON()]);
    if (request.method() === 'GET') return answer(route, { devices: [{ deviceId: 'd1', kind: 'web', label: 'Chrome, Linux', addedAt: new Date().toISOString() }] });
    return request.method() === 'POST' && path.endsWith('/devices') ? answer(route, { deviceId: 'd1' }, 201) : request.method() === 'DELETE' ? route.fulfill({ status: 204 }) : answer(route, {}, 202);
  });
  await window.context.route('**/api/me/notifications', (route) => {
    if (route.request().method() === 'PUT') settings = { ...settings, ...route.request().postDataJSON() };
    return answer(route, settings);
  });
  await window.context.route('**/api/conversations/*/notifications', (route) => {
    asked.push(['level', route.request().postDataJSON()]);
    return answer(route, {});
  });
  return { asked, settings: () => settings, changeKey: (id) => (keyId = id) };
}

test('somebody who has said something is asked, turns notifications on and chooses what they are told', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const group = await (await ada.connect()).createGroup('Allotment', [bob]);
  const adas = await windowOf(ada, { ...phone, permissions: ['notifications'] });
  const { asked, settings, changeKey } = await pushing(adas);
  await adas.page.reload();
  const card = adas.page.getByRole('region', { name: 'Notifications' });
  await adas.entry('Allotment').waitFor();
  assert.equal(await card.count(), 0);
  assert.deepEqual(asked, []);
  await adas.enter('Allotment');
  await adas.say('Anybody there?');
  await adas.page.getByRole('link', { name: 'Back to conversations' }).click();
  await card.waitFor();
  await accessible(adas, 'the question about notifications');
  await card.getByRole('button', { name: 'Turn on' }).click();
  await adas.page.getByText('Notifications are on').waitFor();
  await card.waitFor({ state: 'detached' });
  assert.deepEqual(asked[0], ['subscribe', 65]);
  assert.equal(asked[1][0], 'POST /api/me/devices');
  assert.deepEqual({ ...asked[1][1], label: '' }, { kind: 'web', endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' }, keyId: 'k1', label: '' });

  await adas.page.getByRole('button', { name: 'Settings' }).click();
  await adas.page.getByRole('button', { name: 'Notification settings' }).click();
  const dialog = adas.page.getByRole('dialog', { name: 'Notifications' });
  await dialog.getByLabel('Notify me about', { exact: true }).selectOption('Mentions, replies and my keywords');
  await dialog.getByLabel('Keywords').fill('Pizza, street party');
  await dialog.getByLabel('Notifications show').selectOption('Who writes');
  await dialog.getByLabel('Quiet hours').check();
  await dialog.getByLabel('From').fill('21:30');
  await dialog.getByRole('button', { name: 'Sun' }).click();
  await dialog.getByLabel('Time zone').selectOption('Europe/Berlin');
  await accessible(adas, 'the settings of notifications');
  await dialog.getByLabel('Notify me about gatherings').selectOption('interests');
  await dialog.getByLabel('Within (km)').fill('2');
  await dialog.getByRole('button', { name: 'Save' }).first().click();
  await dialog.getByText('Saved', { exact: true }).waitFor();
  const { conversations: _, ...saved } = settings();
  assert.deepEqual(saved, {
    level: 'keywords',
    keywords: ['pizza', 'street party'],
    preview: 'sender',
    nearby: { level: 'interests', radius: 2000 },
    quiet: { special: [], zone: 'Europe/Berlin', weekly: [{ dayOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'], opens: '21:30', closes: '07:00' }] },
  });
  await dialog.getByRole('button', { name: 'Send a test to Chrome, Linux' }).click();
  await dialog.getByText('Test sent').waitFor();
  assert.equal(asked.at(-1)[0], 'POST /api/me/devices/d1/test');

  // When the server's key changes, the page subscribes again.
  changeKey('k2');
  asked.length = 0;
  await adas.page.reload();
  await adas.entry('Allotment').waitFor();
  await adas.page.waitForFunction(() => JSON.parse(localStorage.getItem('powow.push')).keyId === 'k2');
  assert.deepEqual(asked.map(([what]) => what), ['subscribe', 'POST /api/me/devices']);

  await adas.page.goto(new URL(`/#/c/${group}/about`, address).href);
  await adas.page.getByLabel('Notify me here about').selectOption('Nothing');
  await adas.page.getByText('Saved', { exact: true }).waitFor();
  assert.deepEqual(asked.at(-1), ['level', { level: 'nothing' }]);

  await adas.page.goto(new URL('/#/', address).href);
  await adas.page.getByRole('button', { name: 'Settings' }).click();
  await adas.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await adas.page.locator('.signin').waitFor();
  assert.equal(asked.at(-1)[0], 'DELETE /api/me/devices/d1');
  assert.equal(await adas.page.evaluate(() => localStorage.getItem('powow.push')), null);
});

test('an address for email is saved, refused if it is none, waits for its confirmation, and is removed', async () => {
  const ada = await signUp('Ada');
  const { page } = await windowOf(ada, phone);
  const opened = async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Notification settings' }).click();
    return page.getByRole('form', { name: 'Email' });
  };
  const again = async () => {
    await page.reload();
    return opened();
  };
  let form = await opened();
  const field = () => form.getByLabel('Email', { exact: true });
  assert.equal(await field().inputValue(), '');
  assert.equal(await form.getByLabel('Daily email about unread messages').count(), 0);
  await field().fill('ada@allotment');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('This email address is not valid.').waitFor();
  assert.equal(await field().getAttribute('aria-invalid'), 'true');

  await field().fill('ada@example.org');
  await form.getByLabel('Daily email about unread messages').check();
  await form.getByLabel('At', { exact: true }).fill('07:30');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Open the link that we sent to this address.').waitFor();
  const { pending, topics } = await ada.get('/api/me/mail');
  assert.deepEqual({ pending, topics }, { pending: 'ada@example.org', topics: ['digest'] });
  assert.match((await ada.get('/api/me/notifications')).digest.at, /^07:30/);

  form = await again();
  await form.getByText('Open the link that we sent to this address.').waitFor();
  assert.equal(await field().inputValue(), 'ada@example.org');
  assert.equal(await form.getByLabel('At', { exact: true }).inputValue(), '07:30');
  await field().fill('');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved', { exact: true }).waitFor();
  const removed = await ada.get('/api/me/mail');
  assert.deepEqual([removed.address, removed.pending, removed.topics], [undefined, undefined, []]);

  form = await again();
  assert.equal(await field().inputValue(), '');
  await field().fill('ada@example.org');
  assert.equal(await form.getByLabel('Daily email about unread messages').isChecked(), false);
});

test('what is pushed is shown by conversation, cleared when it was read, and opens the right one', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const bobsPhone = await bob.connect();
  const group = await bobsPhone.createGroup('Allotment', [ada]);
  const { position } = await bobsPhone.say(group, 'Look here');
  const adas = await windowOf(ada, { permissions: ['notifications'] });
  await adas.page.evaluate(() => navigator.serviceWorker.ready);
  const [worker] = adas.context.serviceWorkers();
  const devtools = await adas.context.newCDPSession(adas.page);
  const registered = new Promise((resolve) => devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && resolve(registrations[0])));
  await devtools.send('ServiceWorker.enable');
  const { registrationId } = await registered;
  const deliver = (push) => devtools.send('ServiceWorker.deliverPushMessage', { origin: address.origin, registrationId, data: typeof push === 'string' ? push : JSON.stringify(push) });
  const shows = async (wanted) => {
    const end = Date.now() + 60_000;
    for (let now; ; await adas.page.waitForTimeout(50)) {
      now = await adas.page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body }) => [title, body]).sort());
      if (JSON.stringify(now) === JSON.stringify(wanted)) return;
      assert.ok(Date.now() < end, JSON.stringify(now));
    }
  };
  const message = (tag, position, more) => ({ type: 'message', id: tag, tag, conversationId: group, position, reason: 'message', badge: 1, sender: 'Bob', group: 'Allotment', ...more });

  await deliver(message('t1', position, { text: 'Look here' }));
  await shows([['Allotment', 'Bob: Look here']]);
  await deliver(message('t2', position + 1, { text: 'And here' }));
  await shows([['Allotment', 'Bob: Look here\nBob: And here']]);
  await deliver({ type: 'deleted', id: 'x', tag: 't2', conversationId: group, position: position + 1, badge: 1 });
  await shows([['Allotment', 'Bob: Look here\nMessage deleted']]);
  await deliver(message('t9', position + 9, { text: 'Read elsewhere?', cleared: [{ conversationId: group, upTo: position + 5 }] }));
  await shows([['Allotment', 'Bob: Read elsewhere?']]);
  await deliver('no JSON');
  await shows([['Allotment', 'Bob: Read elsewhere?'], ['Powow', 'New message']]);

  // The page tells the worker about a read marker.
  await adas.page.evaluate(async (clear) => (await navigator.serviceWorker.ready).active.postMessage({ clear }), { conversationId: group, upTo: position + 9 });
  await shows([['Powow', 'New message']]);

  await deliver(message('t1', position, { text: 'Look here' }));
  await shows([['Allotment', 'Bob: Look here'], ['Powow', 'New message']]);
  await worker.evaluate(async (title) => {
    const notification = (await self.registration.getNotifications()).find((each) => each.title === title);
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  }, 'Allotment');
  await adas.message('Look here').waitFor();
  await shows([['Powow', 'New message']]);

  await adas.page.getByRole('button', { name: 'Settings' }).click();
  await adas.page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await adas.page.locator('.signin').waitFor();
  assert.deepEqual(await adas.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.getNotifications() ?? []), []);
});

test('the page can be installed, and says when somebody looks', async () => {
  const ada = await signUp('Ada');
  const adas = await windowOf(ada);
  const sent = [];
  await adas.page.goto(new URL('/manifest.webmanifest', address).href);
  adas.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => /destination:\/app\/session\/attention/.test(String(payload)) && sent.push(JSON.parse(String(payload).split('\n\n')[1].replace('\0', '')))),
  );
  await adas.open();
  const devtools = await adas.context.newCDPSession(adas.page);
  assert.deepEqual((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito'), []);
  const { manifest } = await devtools.send('Page.getAppManifest').then(({ data }) => ({ manifest: JSON.parse(data) }));
  for (const { src, sizes } of manifest.icons) {
    const size = await adas.page.evaluate(async (src) => {
      const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
      return `${width}x${height}`;
    }, src);
    assert.equal(size, sizes);
  }
  const looked = async (wanted) => {
    const end = Date.now() + 60_000;
    while (JSON.stringify(sent) !== JSON.stringify(wanted)) {
      assert.ok(Date.now() < end, JSON.stringify(sent));
      await adas.page.waitForTimeout(50);
    }
  };
  await looked([{ active: true }]);
  await adas.page.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event('blur'));
    window.dispatchEvent(new Event('blur'));
  });
  await looked([{ active: true }, { active: false }]);
});
