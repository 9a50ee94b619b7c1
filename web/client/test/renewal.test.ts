import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused, Unreachable } from '../src/http.js';
import { isLasting, Renewal, type Around, type Session } from '../src/renewal.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-29T08:00:00Z');

/** A browser with any number of tabs, and its server. */
class Browser {
  now = START;
  kept: Session | null = session(0);
  refreshes: string[] = [];
  answer: () => Error | null = () => null;
  #queue: Promise<unknown> = Promise.resolve();

  tab(): Renewal {
    const around: Around = {
      read: () => this.kept,
      write: (written) => (this.kept = written),
      refresh: async (token) => {
        this.refreshes.push(token);
        await Promise.resolve();
        const failure = this.answer();
        if (failure) throw failure;
        const next = session(this.refreshes.length, this.now);
        return next;
      },
      alone: <T>(task: () => Promise<T>) => {
        const mine = this.#queue.then(task);
        this.#queue = mine.catch(() => {});
        return mine;
      },
      now: () => this.now,
    };
    return new Renewal(around);
  }
}

function session(number: number, from = START): Session {
  return {
    token: `t${number}`,
    expiresAt: new Date(from + HOUR).toISOString(),
    personId: 'ada',
    handle: 'ada',
    sessionId: 's',
    refreshToken: `r${number}`,
    refreshExpiresAt: new Date(from + 90 * 24 * HOUR).toISOString(),
  };
}

test('a token is used as long as it is good for a while', async () => {
  const browser = new Browser();
  assert.equal(await browser.tab().current(), 't0');
  browser.now += HOUR - 4 * 60_000;
  assert.equal(await browser.tab().current(), 't0');
  assert.deepEqual(browser.refreshes, []);
});

test('it is renewed before it expires, once for all who ask', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  browser.now += HOUR - 60_000;
  assert.deepEqual(await Promise.all([tab.current(), tab.current(), tab.current()]), ['t1', 't1', 't1']);
  assert.deepEqual(browser.refreshes, ['r0']);
  assert.equal(browser.kept?.refreshToken, 'r1');
  assert.equal(browser.kept?.handle, 'ada');
});

test('several tabs do not race: one refreshes, the others take what it got', async () => {
  const browser = new Browser();
  browser.now += HOUR;
  assert.deepEqual(await Promise.all([browser.tab().current(), browser.tab().current(), browser.tab().renewed('t0', 'token_expired')]), ['t1', 't1', 't1']);
  assert.deepEqual(browser.refreshes, ['r0']);
});

test('a token that was refused is renewed, whatever the clock says', async () => {
  const browser = new Browser();
  assert.equal(await browser.tab().renewed('t0', 'token_expired'), 't1');
});

test('a session that has ended says so', async () => {
  const browser = new Browser();
  browser.answer = () => new Refused({ code: 'session_ended' });
  browser.now += HOUR;
  await assert.rejects(browser.tab().current(), { code: 'session_ended' });
  browser.kept = null;
  await assert.rejects(browser.tab().current(), { code: 'session_ended' });
});

test('a server that is away, or has too much to do, ends no session', async () => {
  const browser = new Browser();
  browser.now += HOUR - 60_000;
  for (const failure of [new Unreachable(), new Refused({ code: 'too_many_requests' }), new Refused({ code: 'log_unavailable' })]) {
    browser.answer = () => failure;
    assert.equal(await browser.tab().current(), 't0', 'still good for a minute');
    await assert.rejects(browser.tab().renewed('t0', 'token_expired'), { name: 'Unreachable' });
  }
  browser.answer = () => null;
  assert.match(await browser.tab().current(), /^t\d$/);
});

test('a clock that is far ahead does not renew with every call', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  browser.now += 24 * HOUR;
  await tab.current();
  browser.kept = { ...browser.kept!, expiresAt: new Date(START).toISOString() };
  await tab.current();
  await tab.current();
  assert.equal(browser.refreshes.length, 1);
});

test('what cannot be renewed is used until it is refused', async () => {
  const browser = new Browser();
  const { refreshToken: _, ...without } = session(0);
  browser.kept = without;
  browser.now += HOUR;
  assert.equal(await browser.tab().current(), 't0');
  await assert.rejects(browser.tab().renewed('t0', 'token_expired'), { code: 'token_expired' });
  assert.equal(isLasting(without, browser.now), false);
  assert.equal(isLasting(session(0), browser.now), true);
});
