import assert from 'node:assert/strict';
import { test } from 'node:test';
import jpeg from 'jpeg-js';
import { thumbHashToAverageRGBA, thumbHashToApproximateAspectRatio } from 'thumbhash';
import { BLUE, jpegFile, RED, share, upload } from '../pictures.js';
import { address, http, key, signUp, signUpAll } from '../powow.js';

/** EXIF as a phone writes it: portrait (orientation 6: rotate right to show), and a location. */
function exif() {
  const entry = (tag, type, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    value.copy(bytes, 8);
    return bytes;
  };
  const short = (value) => Buffer.from([value >> 8, value & 255, 0, 0]);
  const long = (value) => Buffer.from([0, 0, value >> 8, value & 255]);
  const rationals = Buffer.alloc(24);
  [52, 1, 31, 1, 7, 1].forEach((number, i) => rationals.writeUInt32BE(number, i * 4));
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\x08'),
    Buffer.from([0, 2]), entry(0x0112, 3, 1, short(6)), entry(0x8825, 4, 1, long(38)), long(0),
    Buffer.from([0, 2]), entry(1, 2, 2, Buffer.from('N\0\0\0')), entry(2, 5, 3, long(68)), long(0),
    rationals,
  ]);
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff]);
  return Buffer.concat([Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
}

const phonePicture = (width = 800, height = 400) => jpegFile(width, height, exif());

async function view(person, image, query = {}, headers = {}, method = 'GET') {
  const response = await fetch(new URL(`/api/images/${image}?${new URLSearchParams(query)}`, address), {
    method,
    headers: { ...(person && { authorization: `Bearer ${person.token}` }), ...headers },
  });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

const sees = async (person, image) => (await view(person, image, { width: 80 })).status === 200;

function near(actual, expected) {
  expected.forEach((part, i) => assert.ok(Math.abs(actual[i] - part) < 40, `${actual} is not near ${expected}`));
}

function pixel({ data, width }, x, y) {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
}

test('a phone picture shared in a group is seen upright, without metadata, in the size asked for', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const stranger = await signUp('Mallory');
  const [adasPhone, bobsPhone] = await Promise.all([ada.connect(), bob.connect()]);
  const group = await adasPhone.createGroup('Allotments', [bob, cleo]);
  const image = await share(ada, phonePicture());
  assert.deepEqual([image.width, image.height, image.format], [400, 800, 'jpeg']);

  await adasPhone.ask(`/app/conversations/${group}/send`, { key: key(), images: [image.imageId] });
  const message = await bobsPhone.sees({ type: 'messageSent', conversationId: group });
  assert.deepEqual(message.images, [image.imageId]);
  const [picture] = message.pictures;
  assert.deepEqual([picture.imageId, picture.width, picture.height], [image.imageId, 400, 800]);
  assert.match(picture.hash, /^[0-9a-f]{64}$/);
  const placeholder = Buffer.from(picture.placeholder, 'base64');
  assert.ok(Math.abs(thumbHashToApproximateAspectRatio(placeholder) - 0.5) < 0.1);
  const average = thumbHashToAverageRGBA(placeholder);
  near([average.r * 255, average.g * 255, average.b * 255], [120, 20, 120]);
  assert.deepEqual((await bob.message(group, message.position)).pictures, message.pictures);

  const small = await view(bob, image.imageId, { width: 80, quality: 'high', format: 'jpeg' });
  assert.equal(small.headers.get('content-type'), 'image/jpeg');
  const shown = jpeg.decode(small.bytes);
  assert.deepEqual([shown.width, shown.height], [80, 160]);
  near(pixel(shown, 40, 20), RED);
  near(pixel(shown, 40, 140), BLUE);
  for (const query of [{ format: 'jpeg', quality: 'high' }, { format: 'webp' }, { format: 'png' }]) {
    const { bytes } = await view(cleo, image.imageId, query);
    assert.ok(!bytes.includes('Exif') && !bytes.includes('EXIF') && !bytes.includes('eXIf'));
  }

  assert.equal(await sees(stranger, image.imageId), false);
  assert.equal((await view(null, image.imageId)).status, 401);
  await ada.write('DELETE', `/api/conversations/${group}/members/${cleo.personId}`);
  const later = await share(ada, jpegFile(100, 100));
  await adasPhone.ask(`/app/conversations/${group}/send`, { key: key(), images: [later.imageId] });
  assert.equal(await sees(bob, later.imageId), true);
  assert.equal(await sees(cleo, later.imageId), false);
  assert.equal(await sees(cleo, image.imageId), false, 'a link ends with the membership');
  assert.equal((await cleo.message(group, message.position)).pictures.length, 1, 'that a picture was shared stays');
});

test('the picture that a deleted message carried is shown to nobody but its owner', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const adasPhone = await ada.connect();
  const chat = (await ada.post('/api/direct', { with: bob.personId })).conversationId;
  const { imageId } = await share(ada, phonePicture());
  const send = () => adasPhone.ask(`/app/conversations/${chat}/send`, { key: key(), images: [imageId] });
  const { position } = await send();
  const again = await send();
  await ada.write('DELETE', `/api/conversations/${chat}/messages/${position}`);
  assert.equal(await sees(bob, imageId), true, 'another message carries it');
  await ada.write('DELETE', `/api/conversations/${chat}/messages/${again.position}`);
  assert.equal(await sees(bob, imageId), false);
  const tombstone = await bob.message(chat, position);
  assert.equal(tombstone.images, undefined);
  assert.equal(tombstone.pictures, undefined);
});

test('before it is sent a picture is its owner’s alone, and nobody sends that of another', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const bobsPhone = await bob.connect();
  const chat = (await ada.post('/api/direct', { with: bob.personId })).conversationId;
  const { imageId } = await share(ada, phonePicture());
  assert.equal(await sees(ada, imageId), true);
  assert.equal(await sees(bob, imageId), false);
  await assert.rejects(
    bobsPhone.ask(`/app/conversations/${chat}/send`, { key: key(), images: [imageId] }),
    { code: 'image_not_found' },
  );
});

test('who is signed in sees the picture that somebody shows with their profile, until they show it no more', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const [first, second] = [await share(ada, phonePicture()), await share(ada, jpegFile(120, 120))];
  assert.equal(await sees(bob, first.imageId), false);
  const profile = async () => (await bob.get(`/api/people/${ada.personId}`)).avatar;
  assert.equal(await profile(), undefined);
  const show = (person, image) => http('PUT', '/api/me/avatar', { token: person.token, body: { imageId: image.imageId } });
  assert.equal((await show(ada, first)).status, 200);
  const { hash, ...shown } = await profile();
  assert.deepEqual(shown, first);
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.deepEqual((await ada.get('/api/me')).avatar.imageId, first.imageId);
  assert.equal(await sees(bob, first.imageId), true);
  assert.equal((await view(null, first.imageId)).status, 401);

  const refused = await show(bob, first);
  assert.deepEqual([refused.status, refused.body.code], [404, 'image_not_found'], 'nobody shows the picture of another');

  // A block applies in both directions, also to a person who has kept the id.
  for (const [blocker, blocked] of [[ada, bob], [bob, ada]]) {
    await blocker.write('PUT', `/api/blocked/${blocked.personId}`);
    assert.deepEqual([await sees(bob, first.imageId), await sees(ada, first.imageId)], [false, true]);
    await blocker.write('DELETE', `/api/blocked/${blocked.personId}`);
    assert.equal(await sees(bob, first.imageId), true);
  }

  await show(ada, second);
  assert.equal((await profile()).imageId, second.imageId);
  assert.deepEqual([await sees(bob, first.imageId), await sees(bob, second.imageId)], [false, true]);
  await ada.write('DELETE', '/api/me/avatar');
  assert.equal(await profile(), undefined);
  assert.equal(await sees(bob, second.imageId), false);
  assert.equal(await sees(ada, second.imageId), true);
});

test('the members of a group see the picture that one of its moderators gave it, and nobody else does', async () => {
  const [ada, bob, cleo] = await signUpAll('Ada', 'Bob', 'Cleo');
  const [adas, bobs] = await Promise.all([ada.connect(), bob.connect()]);
  const group = await adas.createGroup('Bees', [bob, cleo]);
  const path = `/api/conversations/${group}/avatar`;
  const [adasPicture, bobsPicture] = [await share(ada, phonePicture()), await share(bob, jpegFile(120, 120))];
  const show = (person, image) => http('PUT', path, { token: person.token, body: { imageId: image.imageId } });
  assert.deepEqual((await show(bob, bobsPicture)).body.code, 'not_allowed');

  await adas.ask(`/app/conversations/${group}/avatar`, { imageId: adasPicture.imageId });
  const { avatar, by } = await bobs.sees({ type: 'groupAvatarChanged', conversationId: group });
  assert.deepEqual([avatar.imageId, by], [adasPicture.imageId, ada.personId]);
  assert.deepEqual((await cleo.get(`/api/conversations/${group}`)).avatar, avatar);
  assert.deepEqual((await cleo.get('/api/conversations')).conversations[0].avatar, avatar);
  assert.equal(await sees(cleo, avatar.imageId), true);
  const stranger = await signUp('Mallory');
  assert.equal(await sees(stranger, avatar.imageId), false);
  assert.deepEqual((await show(stranger, adasPicture)).body.code, 'conversation_not_found');

  await ada.write('DELETE', `/api/conversations/${group}/members/${cleo.personId}`);
  assert.equal(await sees(cleo, avatar.imageId), false, 'it is the members’ own');
  await adas.role(group, bob, 'moderator');
  assert.equal((await show(bob, bobsPicture)).status, 200);
  assert.equal(await sees(bob, avatar.imageId), false);
  assert.equal(await sees(ada, bobsPicture.imageId), true);
  await bob.write('DELETE', path);
  assert.equal((await ada.get(`/api/conversations/${group}`)).avatar, undefined);
  assert.equal(await sees(ada, bobsPicture.imageId), false);
});

test('everybody who may see a gathering sees the picture that its host gave it', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const start = new Date(Date.now() + 3_600_000).toISOString();
  const end = new Date(Date.now() + 7_200_000).toISOString();
  const { gatheringId } = await ada.post('/api/gatherings', { title: 'Picnic', place: { lat: 1, lon: 2 }, start, end, zone: 'UTC' }, key());
  const path = `/api/gatherings/${gatheringId}`;
  const [first, second, bobs] = [await share(ada, phonePicture()), await share(ada, jpegFile(120, 120)), await share(bob, jpegFile(120, 120))];
  const show = (person, image) => http('PUT', `${path}/picture`, { token: person.token, body: { imageId: image.imageId } });
  assert.equal(await sees(bob, first.imageId), false);
  assert.deepEqual((await show(bob, bobs)).body.code, 'not_the_host');
  assert.deepEqual((await show(ada, bobs)).body.code, 'image_not_found');
  assert.equal((await show(ada, first)).status, 200);
  const { picture } = await bob.get(path);
  assert.deepEqual([picture.imageId, picture.placeholder], [first.imageId, first.placeholder]);
  assert.deepEqual((await ada.get('/api/me/gatherings')).gatherings[0].picture, picture);
  assert.equal(await sees(bob, first.imageId), true);

  for (const [blocker, blocked] of [[ada, bob], [bob, ada]]) {
    await blocker.write('PUT', `/api/blocked/${blocked.personId}`);
    assert.equal(await sees(bob, first.imageId), false);
    assert.deepEqual((await show(bob, bobs)).body.code, 'gathering_not_found');
    await blocker.write('DELETE', `/api/blocked/${blocked.personId}`);
  }

  await show(ada, second);
  assert.deepEqual([await sees(bob, first.imageId), await sees(bob, second.imageId)], [false, true]);
  // It can be seen with the gathering, and removed from it, when that is cancelled.
  await ada.write('DELETE', path);
  assert.equal(await sees(bob, second.imageId), true);
  assert.deepEqual((await show(ada, first)).body.code, 'gathering_cancelled');
  await ada.write('DELETE', `${path}/picture`);
  assert.equal((await bob.get(path)).picture, undefined);
  assert.equal(await sees(bob, second.imageId), false);
});

test('the same key is the same picture', async () => {
  const ada = await signUp('Ada');
  const idempotencyKey = key();
  const first = await share(ada, phonePicture(), { idempotencyKey });
  assert.deepEqual(await share(ada, phonePicture(), { idempotencyKey }), first);
  // The answer does not depend on this body. Closing the connection early would look like a failure to the client.
  assert.deepEqual(await share(ada, Buffer.alloc(15 << 20), { idempotencyKey }), first);
  assert.notEqual((await share(ada, phonePicture())).imageId, first.imageId);
});

test('what is no picture, and what is too much of one, is refused with its reason', async () => {
  const ada = await signUp('Ada');
  const refused = async (bytes, status, code) => {
    const answer = await upload(ada, Buffer.from(bytes));
    assert.deepEqual([answer.status, answer.body.code], [status, code]);
  };
  await refused('<svg xmlns="http://www.w3.org/2000/svg"/>', 400, 'invalid_image');
  await refused('<html><script>alert(1)</script></html>', 400, 'invalid_image');
  await refused(phonePicture().subarray(0, 200), 400, 'invalid_image');
  await refused(Buffer.alloc(21 << 20), 413, 'image_too_large');
  // Fits into the form, but is too large itself.
  await refused(Buffer.alloc((20 << 20) + 1), 413, 'image_too_large');
  const bomb = Buffer.from(
    '89504e470d0a1a0a0000000d49484452000040000000400008000000008ca34f580000000849444154789c030000000001480689d20000000049454e44ae426082',
    'hex',
  );
  assert.equal(bomb.length, 65);
  await refused(bomb, 413, 'too_many_pixels');
  const nothing = await fetch(new URL('/api/images', address), {
    method: 'POST', body: new FormData(), headers: { authorization: `Bearer ${ada.token}` },
  });
  assert.equal(nothing.status, 400);
});

test('what a stranger tries with the ids of pictures finds nothing and hinders nobody', async () => {
  const [ada, bob] = await signUpAll('Ada', 'Bob');
  const mallory = await signUp('Mallory');
  const adas = await ada.connect();
  const chat = (await ada.post('/api/direct', { with: bob.personId })).conversationId;
  const { imageId } = await share(ada, phonePicture());
  const { position } = await adas.ask(`/app/conversations/${chat}/send`, { key: key(), images: [imageId] });
  const guesses = [imageId, `${imageId}0`, imageId.slice(0, -1), 'i' + '0'.repeat(32), chat, ada.personId, '..%2F..%2Fetc%2Fpasswd'];
  for (const guess of guesses) {
    const { status } = await view(mallory, guess, { width: 80 });
    assert.ok(status === 404 || status === 400, `${guess}: ${status}`);
  }
  // A missing picture and a forbidden one have the same answer.
  const answers = await Promise.all([imageId, 'i' + '0'.repeat(32)].map(async (guess) => {
    const { status, body } = await http('GET', `/api/images/${guess}`, { token: mallory.token });
    return [status, body.code, body.detail];
  }));
  assert.deepEqual(answers[0], answers[1]);

  // Ids of a picture or a person in place of a conversation's.
  for (const id of [imageId, ada.personId]) {
    for (const [method, path, body] of [
      ['PATCH', `/api/conversations/${id}`, { name: 'Mine' }],
      ['PUT', `/api/conversations/${id}/avatar`, { imageId }],
      ['POST', `/api/conversations/${id}/messages`, { text: 'Mine' }],
    ]) {
      const { status } = await http(method, path, { token: mallory.token, body, headers: { 'idempotency-key': key() } });
      assert.equal(status, 404, `${method} ${path}`);
    }
  }
  await ada.write('PATCH', '/api/me', { about: 'Still here' });
  await ada.write('PUT', '/api/me/avatar', { imageId });
  await ada.write('DELETE', '/api/me/avatar');
  assert.equal(await sees(bob, imageId), true);
  assert.equal(await sees(mallory, imageId), false);

  // The same bytes, uploaded by somebody else, are another picture: nobody learns that the server has them.
  const same = await share(mallory, phonePicture());
  assert.notEqual(same.imageId, imageId);
  await ada.write('DELETE', `/api/conversations/${chat}/messages/${position}`);
  assert.equal(await sees(bob, imageId), false);
  assert.equal(await sees(bob, same.imageId), false);
  assert.equal(await sees(mallory, same.imageId), true);
});

test('what hides in a picture or behind it is not handed on', async () => {
  const ada = await signUp('Ada');
  const hidden = '<script>alert(1)</script>';
  const zip = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from(hidden)]);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, hidden.length + 2]), Buffer.from(hidden)]);
  const polyglot = Buffer.concat([jpegFile(200, 100, exif(), comment), zip]);
  const { imageId } = await share(ada, polyglot, { name: '../../index.html' });
  for (const query of [{ format: 'jpeg', quality: 'high', width: 4_096 }, { format: 'png' }, { format: 'webp' }, { format: 'gif' }]) {
    const { status, headers, bytes } = await view(ada, imageId, query);
    assert.equal(status, 200);
    assert.match(headers.get('content-type'), /^image\/(jpeg|png|webp)$/);
    assert.match(headers.get('content-security-policy'), /sandbox/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    for (const trace of ['script', 'PK\x03\x04', 'Exif']) assert.ok(!bytes.includes(trace), `${trace} in ${query.format}`);
  }
});

test('a picture comes in the form that the client and its link are good for', async () => {
  const ada = await signUp('Ada');
  const { imageId } = await share(ada, jpegFile(2_000, 1_000));
  const get = (query, headers) => view(ada, imageId, query, headers);
  const webp = { accept: 'image/avif,image/webp,image/*,*/*;q=0.8' };
  assert.equal((await get({}, webp)).headers.get('content-type'), 'image/webp');
  assert.equal((await get({}, { accept: '*/*' })).headers.get('content-type'), 'image/jpeg');
  const width = async (query, headers) => jpeg.decode((await get({ format: 'jpeg', ...query }, headers)).bytes).width;
  assert.equal(await width({ width: 300 }), 320);
  assert.equal(await width({ width: 300 }, { 'sec-ch-dpr': '2' }), 640);
  assert.equal(await width({ width: 300 }, { 'sec-ch-dpr': '2', 'save-data': 'on' }), 320);
  assert.equal(await width({}, { 'sec-ch-width': '900' }), 960);
  assert.equal(await width({ width: 4_000 }), 2_000, 'never wider than it is');
  const bytes = async (quality) => (await get({ width: 640, format: 'jpeg', quality })).bytes.length;
  assert.ok((await bytes('low')) < (await bytes('high')));
  for (const query of [{ width: 0 }, { quality: 'best' }, { format: 'svg' }]) {
    assert.equal((await get(query)).status, 400);
  }
});

test('a picture is cached for good, revalidated by its tag, and resumed by ranges', async () => {
  const ada = await signUp('Ada');
  const { imageId } = await share(ada, jpegFile(600, 300));
  const query = { width: 320, format: 'jpeg' };
  const whole = await view(ada, imageId, query);
  const etag = whole.headers.get('etag');
  assert.match(whole.headers.get('cache-control'), /private/);
  assert.match(whole.headers.get('cache-control'), /immutable/);
  assert.match(whole.headers.get('vary'), /Authorization/);
  assert.equal(whole.headers.get('x-content-type-options'), 'nosniff');
  const again = await view(ada, imageId, query, { 'if-none-match': etag });
  assert.deepEqual([again.status, again.bytes.length], [304, 0]);
  const head = await view(ada, imageId, query, {}, 'HEAD');
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(whole.bytes.length)]);
  const part = await view(ada, imageId, query, { range: 'bytes=100-199' });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), `bytes 100-199/${whole.bytes.length}`);
  assert.deepEqual(part.bytes, whole.bytes.subarray(100, 200));
  const tail = await view(ada, imageId, query, { range: 'bytes=-50', 'if-range': etag });
  assert.deepEqual(tail.bytes, whole.bytes.subarray(-50));
  assert.equal((await view(ada, imageId, query, { range: 'bytes=-50', 'if-range': '"other"' })).status, 200);
  assert.equal((await view(ada, imageId, query, { range: 'bytes=9999999-' })).status, 416);
});

test('many who ask for the same form at once get the same bytes', async () => {
  const ada = await signUp('Ada');
  const { imageId } = await share(ada, jpegFile(1_500, 900));
  const answers = await Promise.all(Array.from({ length: 12 }, () => view(ada, imageId, { width: 960 })));
  assert.deepEqual(answers.map(({ status }) => status), Array(12).fill(200));
  assert.ok(answers.every(({ bytes }) => bytes.equals(answers[0].bytes)));
});
