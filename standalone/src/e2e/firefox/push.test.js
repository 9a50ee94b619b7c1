// Web Push to a real Firefox, which decrypts it and shows it.

import { after, test } from 'node:test';
import { Firefox } from './firefox.js';
import { PushService } from './push-service.js';

const pushes = await PushService.start();
// A server that may send to this push service.
process.env.POWOW_URL = await (await fetch(`${process.env.POWOW_OPERATOR}/start/${pushes.port}`)).text();
const { address, signUp } = await import('../powow.js');

const firefox = await Firefox.start(process.env.FIREFOX, {
  // Firefox does not connect to a push service while it is under remote control, unless told to.
  'dom.push.connection.enabled': true,
  'dom.push.serverURL': `ws://127.0.0.1:${pushes.port}/`,
  'dom.push.testing.allowInsecureServerURL': true,
  // The user has allowed notifications, and Firefox shows them itself.
  'permissions.default.desktop-notification': 1,
  'alerts.useSystemBackend': false,
  'intl.locale.requested': 'en-GB',
});

after(async () => {
  await firefox.close();
  pushes.close();
});

const page = (path = '') => new URL(`/${path}`, address).href;

test('who is away is told: with the page closed, and with the page open behind another tab', async () => {
  const [ada, bob] = [await signUp('Ada'), await signUp('Bob')];
  const [adasPhone, bobsPhone] = [await ada.connect(), await bob.connect()];
  const [garden, choir] = [await bobsPhone.createGroup('Allotment', [ada]), await bobsPhone.createGroup('Choir', [ada])];
  const tab = await firefox.open(page());
  await tab.fill('input[autocomplete=username]', ada.handle);
  await tab.fill('input[autocomplete=current-password]', ada.password);
  await tab.click('Sign in');
  await tab.click('Allotment');
  await tab.fill('textarea', 'Anybody there?');
  await tab.click('Send');
  await tab.run(() => (location.hash = '#/'));
  await tab.click('Turn on');
  await tab.until(() => localStorage.getItem('powow.push'));

  // A page of the same server, which can read what is shown, but is not the messenger.
  const observer = await firefox.open(page('docs'));
  await tab.close();
  const { position: ladder } = await bobsPhone.say(garden, 'Who has a ladder?');
  await observer.shows(['Allotment: Bob: Who has a ladder?']);

  // Read on the phone. The next notification takes the old one away, because browsers forbid silent pushes.
  await adasPhone.read(garden, ladder);
  const { position: singing } = await bobsPhone.say(choir, 'We sing at eight');
  await observer.shows(['Choir: Bob: We sing at eight']);

  // A click opens the conversation, in a new tab.
  await firefox.clickNotification();
  const opened = await firefox.tabAt(`#/c/${choir}/${singing}`);
  await opened.sees('We sing at eight');
  await observer.shows([]);

  // Nobody looks at the open page now. Once the message is read on the phone, the page takes the notification away at once.
  await observer.activate();
  const { position: hedge } = await bobsPhone.say(garden, 'And who has a hedge trimmer?');
  await observer.shows(['Allotment: Bob: And who has a hedge trimmer?']);
  await adasPhone.read(garden, hedge);
  await observer.shows([]);

  // The page is open: a click shows the conversation in it.
  const { position: saw } = await bobsPhone.say(garden, 'Or a saw?');
  await observer.shows(['Allotment: Bob: Or a saw?']);
  await firefox.clickNotification();
  await opened.until((place) => location.hash === place, `#/c/${garden}/${saw}`);
});
