/** Where somebody is signed in, and signing out there; signing out here is a button of the settings. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { codeOf } from '../http.js';
import { ago, dateAndTime, t, why } from '../language/index.js';
import type { SignedInDevice } from '../protocol.js';
import { attempt, tell } from './feedback.js';
import { usePowow } from './names.js';
import { Spinner } from './parts.js';

/** What the server says where it cannot tell. */
const UNKNOWN = 'Unknown device';

const nameOf = (device: SignedInDevice): string => (device.device === UNKNOWN ? t('unknownDevice') : device.device);

export function Devices() {
  const powow = usePowow();
  const devices = useSignal<readonly SignedInDevice[] | null>(null);
  const failed = useSignal<string | null>(null);

  async function read(): Promise<void> {
    try {
      devices.value = await powow.devices();
      failed.value = null;
    } catch (failure) {
      failed.value = codeOf(failure);
    }
  }
  useEffect(() => void read(), []);

  async function end(ending: Promise<void>): Promise<void> {
    if (await attempt(ending.then(() => true))) tell(t('signedOutThere'));
    await read();
  }

  // An operator's own provider of accounts has its own place for this.
  if (failed.value === 'not_found') return null;
  const others = devices.value?.filter(({ current }) => !current) ?? [];
  return (
    <section aria-label={t('devices')}>
      <h3 class="section-title">{t('devices')}</h3>
      {failed.value && <p class="hint">{why(failed.value)}</p>}
      {!devices.value && !failed.value && <Spinner />}
      <ul class="people">
        {devices.value?.map((device) => (
          <li key={device.sessionId} class="person">
            <span class="person-text">
              <bdi class="person-name">{nameOf(device)}</bdi>
              <span class="hint" title={dateAndTime(device.startedAt)}>
                {device.current ? t('thisDevice') : t('lastSeen', { when: ago(device.lastSeen) })}
              </span>
            </span>
            {!device.current && (
              <button type="button" class="button" aria-label={t('signOutOf', { device: nameOf(device) })} onClick={() => void end(powow.endDevice(device.sessionId))}>
                {t('signOut')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <button type="button" class="button" onClick={() => void end(powow.endOtherDevices())}>
          {t('signOutOthers')}
        </button>
      )}
    </section>
  );
}
