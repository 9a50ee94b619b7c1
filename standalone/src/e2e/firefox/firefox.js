// A real Firefox without a window, controlled over WebDriver BiDi.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

const TIMEOUT = 60_000;

export class Firefox {
  #id = 0;
  #waiting = new Map();

  constructor(process, profile, socket) {
    Object.assign(this, { process, profile, socket });
    socket.on('message', (data) => {
      const { id, type, result, error, message } = JSON.parse(data);
      const { resolve, reject } = this.#waiting.get(id) ?? {};
      this.#waiting.delete(id);
      if (type === 'success') resolve?.(result);
      else reject?.(new Error(`${error}: ${message}`));
    });
    socket.on('close', () => this.#waiting.forEach(({ reject }) => reject(new Error('Firefox has ended'))));
  }

  static async start(executable, preferences) {
    const profile = await mkdtemp(join(tmpdir(), 'powow-firefox-'));
    const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`);
    await writeFile(join(profile, 'user.js'), lines.join(''));
    // Notifications are clicked in Firefox's own windows, which needs access to the system.
    const options = ['--headless', '--no-remote', '--remote-debugging-port=0', '--remote-allow-system-access', '--profile', profile];
    const process = spawn(executable, options, { stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await new Promise((resolve, reject) => {
      process.once('exit', () => reject(new Error('Firefox has ended')));
      createInterface(process.stderr).on('line', (line) => {
        const listening = /WebDriver BiDi listening on (\S+)/.exec(line);
        if (listening) resolve(listening[1]);
      });
    });
    const socket = new WebSocket(`${address}/session`);
    await once(socket, 'open');
    const firefox = new Firefox(process, profile, socket);
    await firefox.send('session.new', { capabilities: {} });
    return firefox;
  }

  send(method, params) {
    return new Promise((resolve, reject) => {
      this.#waiting.set(++this.#id, { resolve, reject });
      this.socket.send(JSON.stringify({ id: this.#id, method, params }));
    });
  }

  /** Opens a tab in front of the others. */
  async open(url) {
    const { context } = await this.send('browsingContext.create', { type: 'tab' });
    await this.send('browsingContext.navigate', { context, url, wait: 'complete' });
    return new Tab(this, context);
  }

  /** The tab whose address ends with this, once it is open. */
  async tabAt(end) {
    for (const deadline = Date.now() + TIMEOUT; ; await delay(50)) {
      const { contexts } = await this.send('browsingContext.getTree', {});
      const found = contexts.find(({ url }) => url.endsWith(end));
      if (found) return new Tab(this, found.context);
      assert.ok(Date.now() < deadline, `no tab is at ${end}, but at ${contexts.map(({ url }) => url)}`);
    }
  }

  /** Clicks the notification that is shown. */
  async clickNotification() {
    const { contexts } = await this.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
    await new Tab(this, contexts[0].context).until(() => {
      const [shown] = Services.wm.getEnumerator('alert:alert');
      shown?.onAlertClick();
      return shown !== undefined;
    });
  }

  async close() {
    this.process.kill();
    await once(this.process, 'exit');
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Tab {
  constructor(firefox, context) {
    Object.assign(this, { firefox, context });
  }

  /** Runs a function in the page, as if the user had just clicked there. */
  async run(work, ...inputs) {
    const { result, exceptionDetails } = await this.firefox.send('script.evaluate', {
      expression: `(async () => JSON.stringify((await (${work})(...${JSON.stringify(inputs)})) ?? null))()`,
      awaitPromise: true,
      userActivation: true,
      target: { context: this.context },
    });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  }

  /** Runs a function in the page until it returns something true. */
  async until(work, ...inputs) {
    for (const end = Date.now() + TIMEOUT; ; await delay(50)) {
      const result = await this.run(work, ...inputs);
      if (result) return result;
      assert.ok(Date.now() < end, `still not so: ${work}`);
    }
  }

  click(text) {
    return this.until((text) => {
      const button = [...document.querySelectorAll('button, a')].find((each) => [each.ariaLabel, each.innerText.trim().split('\n')[0]].includes(text));
      button?.click();
      return button !== undefined;
    }, text);
  }

  fill(selector, text) {
    return this.until(
      (selector, text) => {
        const field = document.querySelector(selector);
        if (!field) return false;
        field.focus();
        return document.execCommand('insertText', false, text);
      },
      selector,
      text,
    );
  }

  sees(text) {
    return this.until((text) => document.body.innerText.includes(text), text);
  }

  /** Waits until exactly these notifications are shown. */
  shows(wanted) {
    return this.until(async (wanted) => {
      const registration = await navigator.serviceWorker.getRegistration('/');
      const shown = ((await registration?.getNotifications()) ?? []).map(({ title, body }) => `${title}: ${body}`).sort();
      return JSON.stringify(shown) === wanted;
    }, JSON.stringify(wanted));
  }

  activate() {
    return this.firefox.send('browsingContext.activate', { context: this.context });
  }

  close() {
    return this.firefox.send('browsingContext.close', { context: this.context });
  }
}
