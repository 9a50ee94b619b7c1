/** The list of sessions, with actions to end them; the settings have a separate button for this one. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { SignedInDevice } from 'powow-client';
import { ago, dateAndTime, t, why } from '../language/index.js';
import { attempt, tell } from './feedback.js';
import { usePowow } from './names.js';
import { Spinner } from './parts.js';

/** The server's text if it does not know the device. */
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

  // With an external account provider, sessions are managed there.
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
