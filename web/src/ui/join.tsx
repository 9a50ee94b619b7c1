import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isMember } from '../pure/conversation.js';
import { codeOf } from '../http.js';
import { t, why } from '../language/index.js';
import type { ConversationId } from '../protocol.js';
import { go, pathOf } from '../route.js';
import { usePowow } from './names.js';
import { Dialog } from './parts.js';
import { Icon } from './icons.js';

/** Shown when an invitation link was opened. */
export function JoinDialog({ id }: { id: ConversationId }) {
  const powow = usePowow();
  const failed = useSignal<string | null>(null);
  const busy = useSignal(false);
  const already = powow.conversation(id)?.value;
  const isThere = already !== undefined && isMember(already);

  useEffect(() => {
    if (isThere) go(pathOf.conversation(id), 'instead');
  }, [isThere]);

  async function join(): Promise<void> {
    busy.value = true;
    try {
      await powow.join(id);
      go(pathOf.conversation(id), 'instead');
    } catch (failure) {
      failed.value = codeOf(failure);
      busy.value = false;
    }
  }

  return (
    <Dialog title={t('joinGroup')} onClose={() => go(pathOf.inbox, 'instead')}>
      <p>{t('joinQuestion')}</p>
      <p class="hint">{t('joinHint')}</p>
      {failed.value && (
        <p class="error" role="alert">
          <Icon name="alert" size={18} />
          {why(failed.value)}
        </p>
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={() => go(pathOf.inbox, 'instead')}>
          {t('cancel')}
        </button>
        <button type="button" class="button primary" disabled={busy.value || !powow.inboxState.value.ready} onClick={join}>
          {t('join')}
        </button>
      </div>
    </Dialog>
  );
}
