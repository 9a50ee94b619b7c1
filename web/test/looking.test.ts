import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refused } from 'powow-client';
import type { Connection, Http } from 'powow-client';

const kept = new Map<string, string>();
globalThis.sessionStorage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
} as unknown as Storage;

const { Nearby } = await import('../src/nearby.js');

function looking(refuseCursors = false) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    if (refuseCursors && path.includes('cursor=')) throw new Refused({ code: 'invalid_cursor' });
    return path.startsWith('/api/nearby/people') ? { people: [{ personId: `p${asked.length}` }], cursor: 'next' } : {};
  };
  const nearby = new Nearby({ lookAt() {} } as unknown as Connection, { get } as unknown as Http, () => {});
  nearby.lookAt({ lat: 1, lon: 2 }, 1_000);
  return { nearby, asked, ofPeople: () => asked.filter((path) => path.startsWith('/api/nearby/people')) };
}

test('the next page of a list continues it', async () => {
  const { nearby, ofPeople } = looking();
  await nearby.read();
  await nearby.more('people');
  assert.match(ofPeople().at(-1)!, /cursor=next/);
  assert.equal(nearby.lists.value.people!.items.length, 2);
});

test('who has filtered since the last page begins anew', async () => {
  const { nearby, ofPeople } = looking();
  await nearby.read();
  nearby.filter({ words: 'chess' });
  await nearby.more('people');
  assert.ok(ofPeople().every((path) => !path.includes('cursor=')), 'a cursor is of its question');
  assert.match(ofPeople().at(-1)!, /q=chess/);
  assert.equal(nearby.lists.value.people!.items.length, 1);
});

test('who has moved the map since the last page begins anew', async () => {
  const { nearby, ofPeople } = looking();
  await nearby.read();
  const before = nearby.lists.value;
  nearby.lookAt({ lat: 5, lon: 6 }, 1_000);
  nearby.lists.value = before;
  await nearby.more('people');
  assert.ok(ofPeople().every((path) => !path.includes('cursor=')));
});

test('a cursor that is too old begins anew', async () => {
  const { nearby, ofPeople } = looking(true);
  await nearby.read();
  await nearby.more('people');
  assert.equal(ofPeople().length, 3);
  assert.doesNotMatch(ofPeople().at(-1)!, /cursor=/);
  assert.equal(nearby.lists.value.people!.items.length, 1);
});
