// Powow's page in a real browser, as people use it. For everything else, tests use a device of the other suite.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach } from 'node:test';
import { address, http } from '../powow.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The same browser without its windows. The suite takes half the time with it, but it has no notifications. */
const HEADLESS = '/usr/bin/chromium-headless-shell';

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const desktop = { viewport: { width: 1280, height: 800 } };

let launched;
let isWhole = false;

/** For notifications and maps, with which the other one has trouble. */
export function needsWholeBrowser() {
  isWhole = true;
}

function browser() {
  const candidates = [process.env.CHROMIUM, ...(isWhole ? [] : [HEADLESS]), ...CHROMIUM];
  const executablePath = candidates.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('needs Chromium: apt-get install chromium chromium-headless-shell, or name one in CHROMIUM');
  launched ??= chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return launched;
}

// Node.js would wait for ever for a browser that stays open.
after(async () => (await launched)?.close());

const everyPage = new Set();

// An error in a page fails its test. Then the windows are closed.
afterEach(async () => {
  const wrong = [...everyPage].flatMap(({ wrong }) => wrong);
  await Promise.all([...everyPage].map(({ context }) => context.close()));
  everyPage.clear();
  if (wrong.length > 0) throw new Error(`the page failed:\n${wrong.join('\n')}`);
});

/** Opens a window without a signed-in user. */
export async function newWindow(options = desktop) {
  const context = await (await browser()).newContext({ locale: 'en-GB', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write', ...(options.permissions ?? [])]);
  // A long timeout costs time only when a test fails.
  context.setDefaultTimeout(60_000);
  return new Window(context, await context.newPage());
}

/** Opens a window in which the person is signed in already, and waits until it receives what happens. */
export async function windowOf(person, options) {
  const window = await newWindow(options);
  await window.context.addInitScript((session) => localStorage.setItem('powow.session', session), JSON.stringify(await sessionOf(person)));
  window.person = person;
  await window.open();
  await window.connected();
  return window;
}

async function sessionOf({ handle, password, personId, token }) {
  const { body } = await http('POST', '/api/sessions', { body: { handle, password } });
  return { token: body.token ?? token, expiresAt: body.expiresAt, personId, handle };
}

export class Window {
  wrong = [];

  constructor(context, page) {
    this.context = context;
    this.page = page;
    everyPage.add(this);
    page.on('pageerror', (error) => this.wrong.push(error.stack ?? String(error)));
    page.on('console', (message) => {
      // Network errors are not failures of the page.
      const text = message.text();
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection|ERR_/.test(text)) this.wrong.push(text);
    });
  }

  async open(path = '') {
    await this.page.goto(new URL(`/${path}`, address).href);
    if (this.person) await this.page.locator('.places').waitFor({ state: 'attached' });
  }

  /** Another tab of the same browser. */
  async tab() {
    const tab = new Window(this.context, await this.context.newPage());
    tab.person = this.person;
    await tab.open();
    return tab;
  }

  // --- User actions ----------------------------------------------------------------------------

  entry(title) {
    return this.page.locator('.entry', { hasText: title }).first();
  }

  async enter(title) {
    await this.entry(title).click();
    await this.page.getByLabel('Write a message').waitFor();
    await this.page.locator('.list').waitFor();
  }

  /** Accepts the request of somebody who is not a contact. */
  async accept() {
    await this.page.locator('.request').getByRole('button', { name: 'Accept' }).click();
    await this.page.locator('.request').waitFor({ state: 'detached' });
  }

  async say(text) {
    await this.page.getByLabel('Write a message').fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).click();
  }

  message(text) {
    return this.page.locator('.message', { has: this.page.locator('.message-text', { hasText: text }) }).last();
  }

  async menu(text, item) {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: 'What to do with this message' }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async sees(text) {
    await this.message(text).waitFor();
  }

  async connected() {
    await this.page.locator('.status[data-connection="online"]').waitFor({ state: 'attached' });
  }

  /** The texts of the rendered messages, in order. */
  texts() {
    return this.page.locator('.message-text').allInnerTexts();
  }

  // --- The network -----------------------------------------------------------------------------

  /** Cuts every connection and prevents new ones. */
  async cut() {
    await this.context.setOffline(true);
  }

  async mend() {
    await this.context.setOffline(false);
  }
}

/** Asserts that no user input has become markup or script. */
export async function unharmed(window) {
  const found = await window.page.evaluate(() => ({
    pwned: globalThis.pwned,
    foreign: document.querySelectorAll('#page script, #page iframe, #page img:not([src^="blob:"]), #page object, #page embed').length,
    links: [...document.querySelectorAll('a[href]')].map((link) => link.protocol).filter((protocol) => !/^https?:$/.test(protocol)),
    handlers: [...document.querySelectorAll('#page *')].filter((element) => [...element.attributes].some(({ name }) => /^on/i.test(name))).length,
  }));
  assert.deepEqual(found, { pwned: undefined, foreign: 0, links: [], handlers: 0 });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Asserts that axe reports no violations in this state of the page. */
export async function accessible({ page }, state) {
  // Wait for animations: moving elements do not have their final colours.
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {}))));
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: rules } }), RULES);
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary}`));
  assert.deepEqual(found, [], state);
}
