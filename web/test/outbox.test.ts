import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox, type Pending, type Store } from '../src/pure/outbox.js';

class Memory implements Store {
  readonly kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  key = (index: number) => [...this.kept.keys()][index] ?? null;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem(key: string, value: string) {
    this.kept.set(key, value);
  }
  removeItem(key: string) {
    this.kept.delete(key);
  }
}

const pending = (key: string, at = key): Pending => ({ key, conversationId: 'chat', text: `text of ${key}`, at });
const keys = (all: readonly Pending[]) => all.map(({ key }) => key);

test('what was written outlives the tab, in its order, until it is answered', () => {
  const store = new Memory();
  const outbox = new Outbox(store, 'ada', () => {});
  for (const key of ['3', '1', '2']) outbox.add(pending(key));
  const later = new Outbox(store, 'ada', () => {});
  assert.deepEqual(keys(later.waiting()), ['1', '2', '3']);
  later.done('2');
  assert.deepEqual(keys(new Outbox(store, 'ada', () => {}).waiting()), ['1', '3']);
});

test('nobody sends what somebody else has written on the same device', () => {
  const store = new Memory();
  new Outbox(store, 'ada', () => {}).add(pending('1'));
  assert.deepEqual(new Outbox(store, 'bob', () => {}).all(), []);
});

test('what was refused is not sent again by itself, and then under the same key', () => {
  const store = new Memory();
  const outbox = new Outbox(store, 'ada', () => {});
  outbox.add(pending('1'));
  outbox.refused('1', 'blocked');
  assert.deepEqual(outbox.waiting(), []);
  assert.equal(new Outbox(store, 'ada', () => {}).all()[0]?.refused, 'blocked');
  outbox.retry('1');
  assert.deepEqual(outbox.waiting(), [pending('1')]);
});

test('another tab is followed', () => {
  const store = new Memory();
  let changes = 0;
  const here = new Outbox(store, 'ada', () => changes++);
  const there = new Outbox(store, 'ada', () => {});
  there.add(pending('1'));
  here.readAgain();
  assert.deepEqual(keys(here.all()), ['1']);
  there.done('1');
  here.readAgain();
  assert.deepEqual(here.all(), []);
  assert.equal(changes, 2);
});

test('a storage that is full or damaged stops nobody from writing', () => {
  const store = new Memory();
  store.kept.set('powow.outbox.ada.x', '{');
  store.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const outbox = new Outbox(store, 'ada', () => {});
  outbox.add(pending('1'));
  assert.deepEqual(keys(outbox.waiting()), ['1']);
});
