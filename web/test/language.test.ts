import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ar } from '../src/language/ar.js';
import { en } from '../src/language/en.js';
import { pl } from '../src/language/pl.js';

type Entries = { [entry: string]: string | Record<string, string> };
const languages: Record<string, Entries> = { en, ar, pl };

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
const isCounted = (entry: string | Record<string, string>): entry is Record<string, string> => typeof entry !== 'string' && 'other' in entry;

for (const [code, words] of Object.entries(languages)) {
  test(`${code} says everything, and nothing else`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(en).sort());
    assert.deepEqual(Object.keys(words['errors']!).sort(), Object.keys(en.errors).sort());
    for (const [entry, said] of Object.entries(words)) {
      for (const text of typeof said === 'string' ? [said] : Object.values(said)) assert.ok(text.trim() !== '', entry);
    }
  });

  test(`${code} counts in every form that it has, and in no other`, () => {
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.sort();
    assert.ok(forms.length > 1, 'this runtime knows the language');
    for (const [entry, said] of Object.entries(words)) {
      if (isCounted(said)) assert.deepEqual(Object.keys(said).sort(), forms, entry);
    }
  });

  test(`${code} puts in what English puts in`, () => {
    for (const [entry, said] of Object.entries(words)) {
      const original = (en as Entries)[entry]!;
      if (typeof said === 'string') {
        assert.deepEqual(placeholders(said), placeholders(original as string), entry);
      } else if (isCounted(said)) {
        const wanted = placeholders((original as Record<string, string>)['other']!);
        assert.deepEqual(placeholders(said['other']!), wanted, entry);
        // “No message” and “two messages” may be words without a number.
        for (const text of Object.values(said)) assert.deepEqual(placeholders(text).filter((each) => !wanted.includes(each)), [], entry);
      }
    }
  });
}

test('Polish tells one, a few and many apart', () => {
  const forms = (n: number) => pl.members[new Intl.PluralRules('pl').select(n) as 'one']!.replace('{n}', String(n));
  assert.deepEqual([1, 3, 5, 12, 22, 25].map(forms), ['1 członek', '3 członkowie', '5 członków', '12 członków', '22 członkowie', '25 członków']);
});
