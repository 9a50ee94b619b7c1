/** Pictures to give, and giving them. */
import assert from 'node:assert/strict';
import jpeg from 'jpeg-js';
import { address } from './powow.js';

export const RED = [220, 20, 20];
export const BLUE = [20, 20, 220];

/** A JPEG: red on the left, blue on the right, and whatever segments come behind its first marker. */
export function jpegFile(width, height, ...segments) {
  const data = Buffer.alloc(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    data.set([...(i % width < width / 2 ? RED : BLUE), 255], i * 4);
  }
  const file = jpeg.encode({ width, height, data }, 92).data;
  return Buffer.concat([file.subarray(0, 2), ...segments, file.subarray(2)]);
}

export async function upload(person, bytes, { idempotencyKey, name = 'IMG_0001.JPG' } = {}) {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type: 'image/jpeg' }), name);
  const response = await fetch(new URL('/api/images', address), {
    method: 'POST',
    body: form,
    headers: {
      authorization: `Bearer ${person.token}`,
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    },
  });
  return { status: response.status, body: await response.json() };
}

/** What the server answers who gave a picture. */
export async function share(person, bytes, options) {
  const { status, body } = await upload(person, bytes, options);
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}
