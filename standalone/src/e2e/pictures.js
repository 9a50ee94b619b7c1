/** Test pictures, and their upload. */
import assert from 'node:assert/strict';
import jpeg from 'jpeg-js';
import { address } from './powow.js';

export const RED = [220, 20, 20];
export const BLUE = [20, 20, 220];

/** A JPEG: red on the left, blue on the right, with the given segments after its first marker. */
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

/** Uploads a picture and returns the server's answer. */
export async function share(person, bytes, options) {
  const { status, body } = await upload(person, bytes, options);
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** A GIF that alternates between two colours for ever. */
export function gifFile(width, height) {
  const two = (number) => [number & 0xff, number >> 8];
  // A clear code after every two pixels keeps the codes at 3 bits.
  const frame = (colour) => {
    const codes = Array.from({ length: width * height }, (_, i) => (i % 2 ? [colour] : [4, colour])).flat().concat(5);
    const bytes = Buffer.alloc(Math.ceil((codes.length * 3) / 8) + 1);
    codes.forEach((code, i) => bytes.writeUInt16LE(bytes.readUInt16LE(i * 3 >> 3) | (code << (i * 3 & 7)), i * 3 >> 3));
    const blocks = Array.from({ length: Math.ceil(bytes.length / 255) }, (_, i) => bytes.subarray(i * 255, (i + 1) * 255)).flatMap((block) => [block.length, ...block]);
    return [0x21, 0xf9, 4, 0, ...two(10), 0, 0, 0x2c, 0, 0, 0, 0, ...two(width), ...two(height), 0, 2, ...blocks, 0];
  };
  const loop = [0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 0, 0, 0];
  return Buffer.from([...Buffer.from('GIF89a'), ...two(width), ...two(height), 0x91, 0, 0, 255, 255, 255, ...RED, ...BLUE, 0, 0, 0, ...loop, ...frame(1), ...frame(2), 0x3b]);
}
