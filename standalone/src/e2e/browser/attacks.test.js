import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, http, signUp } from '../powow.js';
import { unharmed, windowOf } from './browser.js';

const ATTACKS = [
  '<img src=x onerror="window.pwned=1">',
  '<script>window.pwned=1</script>',
  '"><svg onload=window.pwned=1>',
  "javascript:window.pwned=1//https://example.org/'onmouseover='window.pwned=1",
  '<a href="javascript:window.pwned=1">x</a> https://example.org/"onclick="window.pwned=1',
  '<iframe srcdoc="<script>parent.pwned=1</script>">',
  '{{constructor.constructor("window.pwned=1")()}} ${window.pwned=1}',
  '</textarea><img src=x onerror=window.pwned=1>',
];

test('whatever people write, into whatever field, stays a text', async () => {
  const [eve, ada] = [await signUp('Eve'), await signUp('Ada')];
  const device = await eve.connect();
  const adas = await windowOf(ada);
  for (const attack of ATTACKS) {
    await eve.write('PATCH', '/api/me', { displayName: attack.slice(0, 100), about: attack });
    const group = await device.createGroup(attack.slice(0, 100), [ada], { open: true });
    const { position } = await device.say(group, attack, { mentions: [ada.personId] });
    await device.say(group, `${attack} again`, { replyTo: position });
    await device.edit(group, position, `${attack} edited`);
    await device.pin(group, position);
    device.typing(group);
    await adas.page.locator('.entry', { hasText: attack.slice(0, 20) }).first().click();
    await adas.page.locator('.message-text', { hasText: 'again' }).waitFor();
    await adas.page.locator('.pinned').waitFor();
    await adas.page.getByRole('link', { name: 'About this conversation' }).last().click();
    await adas.page.locator('.panel .person').first().waitFor();
    await adas.page.getByLabel('Write a message').fill(attack);
    await unharmed(adas);
    await adas.page.getByLabel('Write a message').fill('');
  }
  await adas.page.reload();
  await adas.page.locator('.entry').first().waitFor();
  await adas.page.getByRole('searchbox').first().fill(ATTACKS[0]);
  await adas.page.getByText('Nothing found').or(adas.page.locator('.entry.found').first()).waitFor();
  await unharmed(adas);
});

test('an address behind the # brings nobody anywhere but to their own conversations', async () => {
  const ada = await signUp('Ada');
  const adas = await windowOf(ada);
  for (const path of ['#/c/<img src=x onerror=window.pwned=1>', '#/c/..%2f..%2fapi', '#/join/javascript:window.pwned=1', '#/c/nobodys/1', '#javascript:window.pwned=1']) {
    await adas.open(path);
    await adas.page.getByText('No conversations yet').first().waitFor();
    await unharmed(adas);
  }
});

test('a private chat of others is not shown, whoever has its address', async () => {
  const [ada, bob, eve] = await Promise.all(['Ada', 'Bob', 'Eve'].map((name) => signUp(name)));
  const device = await ada.connect();
  const chat = await device.openDirect(bob);
  await device.say(chat, 'between us');
  const eves = await windowOf(eve);
  await eves.open(`#/c/${chat}`);
  await eves.page.getByText('There is no such conversation').waitFor();
  await eves.open(`#/join/${chat}`);
  await eves.page.getByRole('dialog').getByRole('alert').waitFor();
  assert.ok(await eves.page.getByRole('dialog').getByRole('button', { name: 'Join' }).isDisabled());
  assert.ok(!(await eves.page.content()).includes('between us'));
});

test('the page says what it may do, is asked for anew, and its assets are kept', async () => {
  const page = await http('GET', '/');
  assert.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy');
  for (const part of ["default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types powow-worker']) {
    assert.ok(policy.includes(part), part);
  }
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  const worker = await http('GET', '/worker.js');
  assert.equal(worker.headers.get('cache-control'), 'no-cache');
  assert.equal(worker.headers.get('content-security-policy'), "default-src 'none'; connect-src 'self'; img-src 'self'");
  const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
  assert.ok(assets.length >= 5, 'what the page needs at once is named in it');
  const manifest = await http('GET', '/manifest.webmanifest');
  assert.match(manifest.headers.get('content-type'), /^application\/manifest\+json/);
  for (const path of assets.filter((each) => each !== '/manifest.webmanifest')) {
    assert.match(path, /^assets\/[\w.-]+-[A-Za-z0-9]{8}\.(js|css|svg|png)$/, 'nothing comes from elsewhere');
    const asset = await fetch(new URL(path, address));
    assert.equal(asset.headers.get('cache-control'), 'max-age=31536000, public, immutable');
    assert.equal(asset.headers.get('content-encoding'), 'gzip');
  }
});

test('nothing but the page and its assets is open', async () => {
  const ada = await signUp('Ada');
  for (const path of ['/index.html', '/assets/', '/assets/none.js', '/assets/../application.properties', '/info/powow/web/page/index.html', '/nothing']) {
    const answer = await http('GET', path);
    assert.equal(answer.status, 404, path);
    assert.match(answer.headers.get('content-type'), /problem\+json/, path);
  }
  assert.equal((await http('GET', '/api/nothing')).status, 401);
  const nothing = await http('GET', '/api/nothing', { token: ada.token });
  assert.deepEqual([nothing.status, nothing.body.code], [404, 'not_found']);
});

test('another page can neither frame Powow nor talk through it', async () => {
  const ada = await signUp('Ada');
  const adas = await windowOf(ada);
  const page = await adas.context.newPage();
  await page.route('http://elsewhere.test/**', (route) => route.fulfill({ contentType: 'text/html', body: `<iframe src="${address.href}"></iframe>` }));
  await page.goto('http://elsewhere.test/');
  assert.match(page.frames()[1].url(), /^chrome-error:/);
  const refused = await page.evaluate(
    (url) => new Promise((resolve) => Object.assign(new WebSocket(url, 'v12.stomp'), { onopen: () => resolve(false), onerror: () => resolve(true) })),
    new URL('/ws', address).href.replace(/^http/, 'ws'),
  );
  assert.equal(refused, true);
});
