import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldOf } from '../src/pure/refusal.js';

const FORM = ['title', 'text', 'capacity', 'contact', 'contact.email', 'interests'];

test('a refusal that names a field is about that field, or what it is a part of', () => {
  assert.equal(fieldOf({ code: 'invalid_request', field: 'capacity' }, FORM), 'capacity');
  assert.equal(fieldOf({ code: 'invalid_tag', field: 'interests[2]' }, FORM), 'interests');
  assert.equal(fieldOf({ code: 'invalid_contact', field: 'contact.email' }, FORM), 'contact.email');
  assert.equal(fieldOf({ code: 'invalid_contact', field: 'contact.website' }, FORM), 'contact');
  assert.equal(fieldOf({ code: 'invalid_request', field: 'text2' }, FORM), null);
});

test('a refusal that names none is about the field that its rule is of', () => {
  assert.equal(fieldOf({ code: 'invalid_capacity' }, FORM), 'capacity');
  assert.equal(fieldOf({ code: 'invalid_name' }, FORM), 'title');
  assert.equal(fieldOf({ code: 'invalid_name' }, ['handle', 'displayName']), 'displayName');
  assert.equal(fieldOf({ code: 'unreachable' }, FORM), null);
});
