import { useSignal } from '@preact/signals';
import { t } from '../language/index.js';
import { attempt, tell } from './feedback.js';
import { Icon } from './icons.js';
import { usePowow } from './names.js';

/** Offers notifications after the user's first message. The browser asks for permission only if the user accepts. */
export function NotificationsCard() {
  const powow = usePowow();
  const { notifications } = powow;
  const busy = useSignal(false);
  if (notifications.state.value !== 'off' || notifications.notNow.value || !powow.hasSaid.value) return null;

  async function turnOn(): Promise<void> {
    busy.value = true;
    const state = await attempt(notifications.turnOn());
    busy.value = false;
    if (state === 'on') tell(t('notificationsOn'));
  }

  return (
    <section class="invitation notifications-card" aria-label={t('notifications')}>
      <span class="entry-icon service">
        <Icon name="unmute" size={22} />
      </span>
      <span class="person-text">
        <b>{t('notificationsQuestion')}</b>
        <span class="hint">{t('notificationsQuestionHint')}</span>
      </span>
      <div class="consent-buttons">
        <button type="button" class="button primary" disabled={busy.value} onClick={() => void turnOn()}>
          {t('turnOn')}
        </button>
        <button type="button" class="button" onClick={() => notifications.putOff()}>
          {t('notNow')}
        </button>
      </div>
    </section>
  );
}
