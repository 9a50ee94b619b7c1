import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gifFile, jpegFile, share } from '../pictures.js';
import { signUp } from '../powow.js';
import { accessible, desktop, phone, unharmed, windowOf } from './browser.js';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=1"><script>window.pwned=1</script></svg>';

async function group(...names) {
  const people = await Promise.all(names.map((name) => signUp(name)));
  const device = await people[0].connect();
  const id = await device.createGroup('Allotment', people.slice(1));
  return { people, device, id };
}

const choose = ({ page }, ...files) => page.locator('.composer input[type=file]').setInputFiles(files);
const file = (name, mimeType, buffer) => ({ name, mimeType, buffer: Buffer.from(buffer) });

/** Simulates pasting or dropping a file. */
const hand = ({ page }, where, kind, bytes) =>
  page.locator(where).evaluate(
    (element, { kind, base64 }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'image.jpg', { type: 'image/jpeg' }));
      const options = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        kind === 'paste' ? new ClipboardEvent(kind, { ...options, clipboardData: data }) : new DragEvent(kind, { ...options, dataTransfer: data }),
      );
    },
    { kind, base64: Buffer.from(bytes).toString('base64') },
  );

const given = ({ page }, n) => page.waitForFunction((n) => document.querySelectorAll('.chosen-picture').length === n && !document.querySelector('.chosen-picture progress'), n);

/** The natural and the displayed widths of the loaded pictures. */
const loaded = ({ page }) =>
  page.locator('.picture > img').evaluateAll((images) =>
    Promise.all(images.map((image) => image.decode().then(() => ({ natural: image.naturalWidth, shown: image.getBoundingClientRect().width })))),
  );

test('one sends a picture from a file, one that was pasted and one that was dropped; the other sees them as large as they are shown', async () => {
  const { people: [ada, bob] } = await group('Ada', 'Bob');
  const [adas, bobs] = [await windowOf(ada), await windowOf(bob, { ...phone, deviceScaleFactor: 2 })];
  await Promise.all([adas.enter('Allotment'), bobs.enter('Allotment')]);

  // The placeholder is visible while the picture is held back.
  const held = [];
  let holding = true;
  await bobs.page.route('**/api/images/*', (route) => (holding ? void held.push(route) : route.continue()));

  await choose(adas, file('a <b>.jpg', 'image/jpeg', jpegFile(1600, 1200)));
  await given(adas, 1);
  await adas.say('Beans');
  await bobs.sees('Beans');
  const place = bobs.page.locator('.message .picture');
  const before = await place.boundingBox();
  assert.ok(Math.abs(before.width / before.height - 4 / 3) < 0.02, 'the place has the shape of the picture');
  const colour = await place.locator('canvas').evaluate((canvas) => [...canvas.getContext('2d').getImageData(1, canvas.height >> 1, 1, 1).data]);
  assert.ok(colour[0] > 150 && colour[2] < 120, `red on the left: ${colour}`);
  assert.equal(await place.locator('img').count(), 0);
  holding = false;
  await Promise.all(held.map((route) => route.continue()));
  await place.locator('img').waitFor();
  assert.deepEqual(await place.boundingBox(), before, 'nothing moves when it comes');
  const [{ natural, shown }] = await loaded(bobs);
  assert.ok(natural >= 2 * shown && natural < 1600, `${natural} pixels for ${shown} at two for each`);

  await adas.page.getByLabel('Write a message').focus();
  await hand(adas, '.composer textarea', 'paste', jpegFile(300, 500));
  await hand(adas, '.conversation-main', 'dragover', jpegFile(1, 1));
  await adas.page.locator('.drop-here').waitFor();
  await hand(adas, '.conversation-main', 'drop', jpegFile(500, 300));
  await given(adas, 2);
  await adas.page.locator('.drop-here').waitFor({ state: 'detached' });
  await adas.page.getByRole('button', { name: 'Send', exact: true }).click();
  await bobs.page.locator('.message .picture img').nth(2).waitFor();
  assert.equal(await adas.page.locator('.chosen-picture').count(), 0);
  await bobs.page.getByRole('article', { name: '2 pictures' }).waitFor();
});

for (const [look, options] of [['light on a desktop', { ...desktop, colorScheme: 'light' }], ['dark on a phone', { ...phone, colorScheme: 'dark' }]]) {
  test(`pictures are looked at by keyboard, and are accessible: ${look}`, async () => {
    const { people: [ada, bob], device, id } = await group('Ada', 'Bob');
    const images = [];
    for (const width of [900, 300, 400]) images.push((await share(ada, jpegFile(width, 300))).imageId);
    await device.say(id, 'Three', { images });
    const bobs = await windowOf(bob, options);
    const { page } = bobs;
    await bobs.enter('Allotment');
    await page.locator('.picture img').nth(2).waitFor();
    await choose(bobs, file('a.jpg', 'image/jpeg', jpegFile(50, 50)), file('b.svg', 'image/svg+xml', SVG));
    await given(bobs, 2);
    await accessible(bobs, 'pictures');

    await page.locator('.message-frame', { hasText: 'Three' }).focus();
    await page.keyboard.press('Tab');
    const first = page.getByRole('button', { name: 'Show larger: Picture 1 of 3 from Ada' });
    assert.ok(await first.evaluate((button) => button === document.activeElement));
    await page.keyboard.press('Enter');
    const lightbox = (n) => page.getByRole('dialog', { name: `Picture ${n} of 3 from Ada` });
    await lightbox(1).getByRole('img').waitFor();
    await accessible(bobs, 'a picture');
    await page.keyboard.press('ArrowRight');
    await lightbox(2).waitFor();
    await page.keyboard.press('End');
    await lightbox(3).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await lightbox(2).waitFor();
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null), 'the focus stays in the dialog');
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.ok(await first.evaluate((button) => button === document.activeElement), 'the focus is given back');
  });
}

test('what is no picture is refused in words, harms nobody, and can be taken back', async () => {
  const { people: [ada] } = await group('Ada');
  const adas = await windowOf(ada);
  await adas.enter('Allotment');
  await choose(adas, file('x.svg', 'image/svg+xml', SVG), file('"><img src=x onerror=window.pwned=1>.jpg', 'image/jpeg', SVG));
  await adas.page.getByRole('alert').filter({ hasText: 'This file is not a picture that can be sent' }).nth(1).waitFor();
  await adas.page.getByRole('button', { name: 'Send', exact: true }).click();
  await adas.page.getByText('Remove the pictures that could not be uploaded').waitFor();
  await unharmed(adas);
  for (let i = 0; i < 2; i++) await adas.page.getByRole('button', { name: 'Remove picture 1' }).click();
  await adas.say('Then without');
  await adas.sees('Then without');
});

test('of more pictures than a message carries, as many are taken, and that is said', async () => {
  const { people: [ada] } = await group('Ada');
  const adas = await windowOf(ada, { ...phone, viewport: { width: 360, height: 740 } });
  await adas.enter('Allotment');
  const photos = Array.from({ length: 11 }, (_, i) => file(`${i}.jpg`, 'image/jpeg', jpegFile(20 + i, 20)));
  await choose(adas, photos[0], file('x.svg', 'image/svg+xml', SVG), ...photos.slice(1));
  await adas.page.getByText('A message can have at most 10 pictures.').waitFor();
  await given(adas, 10);
  const refusal = adas.page.getByRole('alert').filter({ hasText: 'This file is not a picture that can be sent' });
  const { x, width } = await refusal.boundingBox();
  assert.ok(x >= 0 && x + width <= 360, `all of it is seen: ${x} to ${x + width} of 360`);
  await adas.page.getByRole('button', { name: 'Remove picture 2', exact: true }).click();
  await adas.page.getByRole('button', { name: 'Send', exact: true }).click();
  await adas.page.getByRole('article', { name: '9 pictures' }).waitFor();
  await adas.page.getByRole('button', { name: 'Show larger: Your picture 9 of 9' }).waitFor();
});

test('who wants little loaded gets little, what moves stands still for who wants that, and what is lost is said to be', async () => {
  const { people: [ada, bob], device, id } = await group('Ada', 'Bob');
  const [photo, lost, gif] = [await share(ada, jpegFile(1600, 1200)), await share(ada, jpegFile(600, 400)), await share(ada, gifFile(90, 60))];
  for (const [text, image] of [['photo', photo], ['lost', lost], ['gif', gif]]) await device.say(id, text, { images: [image.imageId] });

  /** The request for each picture, and its response. */
  async function look(options, saver = false) {
    const window = await windowOf(bob, options);
    if (saver) await (await window.context.newCDPSession(window.page)).send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
    await window.page.route(`**/api/images/${lost.imageId}?*`, (route) =>
      route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{"code":"image_not_found"}' }),
    );
    const answers = [];
    window.page.on('response', (response) => response.url().includes('/api/images/') && answers.push(response));
    await window.enter('Allotment');
    for (const text of ['photo', 'gif']) await window.message(text).locator('.picture img').waitFor();
    await window.message('lost').getByText('This picture is no longer available.').waitFor();
    assert.equal(await window.message('lost').locator('img').count(), 0, 'and no broken one is shown');
    const of = ({ imageId }) => answers.filter((answer) => answer.url().includes(imageId));
    assert.equal(of(lost).length, 1, 'it is not asked for again and again');
    const asked = (image) => Object.fromEntries(new URL(of(image).at(-1).url()).searchParams);
    return { window, photo: asked(photo), gif: { ...asked(gif), type: of(gif).at(-1).headers()['content-type'] } };
  }
  const moves = async ({ page }, text) => {
    const picture = page.locator('.message', { hasText: text }).locator('.picture');
    const before = await picture.screenshot();
    for (let i = 0; i < 30; i++) if (!before.equals(await picture.screenshot())) return true;
    return false;
  };

  const dense = { ...phone, deviceScaleFactor: 2 };
  const usual = await look(dense);
  assert.equal(usual.photo.quality, undefined);
  assert.deepEqual([usual.gif.format, usual.gif.type], ['gif', 'image/gif']);
  assert.ok(await moves(usual.window, 'gif'));
  await usual.window.page.locator('.message', { hasText: 'lost' }).locator('.picture').click();
  await usual.window.page.getByRole('dialog').getByText('This picture is no longer available.').waitFor();

  const sparing = await look(dense, true);
  assert.equal(sparing.photo.quality, 'low');
  assert.ok(Number(sparing.photo.width) < Number(usual.photo.width), `${sparing.photo.width} pixels, not ${usual.photo.width}`);

  const calm = await look({ ...desktop, reducedMotion: 'reduce' });
  assert.deepEqual([calm.gif.format, calm.gif.type], [undefined, 'image/webp']);
});

test('an upload can be cancelled; without a connection it says so, and goes on when there is one', async () => {
  const { people: [ada] } = await group('Ada');
  const adas = await windowOf(ada);
  await adas.enter('Allotment');
  let cut = true;
  await adas.page.route('**/api/images', (route) => (cut ? undefined : route.continue()));
  await choose(adas, file('a.jpg', 'image/jpeg', jpegFile(100, 100)));
  await adas.page.getByRole('progressbar', { name: 'Uploading picture 1' }).waitFor();
  await adas.page.getByRole('button', { name: 'Cancel picture 1' }).click();
  await adas.page.locator('.chosen').waitFor({ state: 'detached' });
  cut = false;
  await adas.cut();
  await choose(adas, file('b.jpg', 'image/jpeg', jpegFile(100, 100)));
  await adas.page.getByRole('alert').filter({ hasText: 'You need a connection to add pictures' }).waitFor();
  await adas.mend();
  await adas.page.locator('.chosen-picture.refused').waitFor({ state: 'detached' });
  await given(adas, 1);
  await adas.page.getByRole('button', { name: 'Send', exact: true }).click();
  await adas.page.locator('.message .picture img').waitFor();
});

test('a picture goes with its message', async () => {
  const { people: [ada, bob], device, id } = await group('Ada', 'Bob');
  const { imageId } = await share(ada, jpegFile(200, 200));
  const { position } = await device.say(id, 'Look', { images: [imageId] });
  const bobs = await windowOf(bob);
  await bobs.enter('Allotment');
  await bobs.page.locator('.picture img').waitFor();
  await bobs.page.locator('.picture').click();
  await bobs.page.getByRole('dialog', { name: 'Picture from Ada' }).waitFor();
  await device.delete(id, position);
  await bobs.page.getByRole('dialog').waitFor({ state: 'detached' });
  await bobs.page.locator('.message.gone').waitFor();
  assert.equal(await bobs.page.locator('.picture').count(), 0);
});
