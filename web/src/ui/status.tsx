import { useSignal, useSignalEffect } from '@preact/signals';
import { t } from '../language/index.js';
import { newer } from '../shell.js';
import { usePowow } from './names.js';
import { Icon } from './icons.js';

/** Shorter interruptions are not shown, in milliseconds. */
const PATIENCE = 700;

/** The state of the connection, shown unless it is online. */
export function Status() {
  const powow = usePowow();
  const { connection } = powow;
  const shown = useSignal(false);
  const { ready } = powow.inboxState.value;

  useSignalEffect(() => {
    const busy = powow.status.value !== 'online';
    if (!busy) {
      shown.value = false;
      return;
    }
    const timer = setTimeout(() => (shown.value = true), PATIENCE);
    return () => clearTimeout(timer);
  });

  const status = powow.status.value;
  return (
    <div class="status" role="status" data-connection={status}>
      {newer.value && (
        <p class="status-line">
          <span>{t('newerPage')}</span>
          <button type="button" class="link" onClick={() => location.reload()}>
            {t('reload')}
          </button>
        </p>
      )}
      {shown.value && ready && (
        <p class={`status-line ${status}`}>
          {status === 'waiting' || status === 'offline' ? <Icon name="away" size={16} /> : <span class="spinner small" />}
          <span>
            {status === 'offline'
              ? t('statusOffline')
              : status === 'waiting'
                ? t('statusWaiting')
                : status === 'catchingUp'
                  ? t('statusCatchingUp')
                  : t('statusConnecting')}
          </span>
          {status === 'waiting' && (
            <button type="button" class="link" onClick={() => connection.retry()}>
              {t('retryNow')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
