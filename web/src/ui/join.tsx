import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isMember } from '../pure/conversation.js';
import { codeOf } from 'powow-client';
import type { ConversationId, GroupPreview } from 'powow-client';
import { count, length, t, why } from '../language/index.js';
import { go, pathOf } from '../route.js';
import { usePowow } from './names.js';
import { GroupAvatar } from './avatar.js';
import { Dialog, Spinner } from './parts.js';
import { Icon } from './icons.js';

/** Shown when an invitation link was opened, or an open group on the map. */
export function JoinDialog({ id, onClose }: { id: ConversationId; onClose: () => void }) {
  const powow = usePowow();
  const failed = useSignal<string | null>(null);
  const busy = useSignal(false);
  const preview = useSignal<GroupPreview | null>(null);
  const { ready } = powow.inboxState.value;
  const already = powow.conversation(id)?.value;
  const place = preview.value?.place;
  const distance = place ? powow.nearby.distanceTo(place) : null;
  const isThere = already !== undefined && isMember(already);

  useEffect(() => {
    if (isThere) go(pathOf.conversation(id), 'instead');
  }, [isThere]);

  useEffect(() => {
    if (!ready || isThere) return;
    powow.preview(id).then(
      (group) => (preview.value = group),
      (failure: unknown) => (failed.value = codeOf(failure)),
    );
  }, [id, ready]);

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
    <Dialog title={t('joinGroup')} onClose={onClose}>
      {preview.value && (
        <div class="settings-me join-group">
          <GroupAvatar id={id} picture={preview.value.avatar} />
          <span class="person-text">
            <bdi class="person-name">{preview.value.name}</bdi>
            <span class="hint">{count('members', preview.value.memberCount)}</span>
            {place && (
              <span class="hint">
                {place.label && <bdi>{place.label}</bdi>}
                {place.label && distance !== null && ' · '}
                {distance !== null && t('distanceAway', { distance: length(distance) })}
              </span>
            )}
          </span>
        </div>
      )}
      {!preview.value && !failed.value && <Spinner />}
      {preview.value && (
        <>
          <p>{t('joinQuestion')}</p>
          <p class="hint">{t('joinHint')}</p>
        </>
      )}
      {failed.value && (
        <p class="error" role="alert">
          <Icon name="alert" size={18} />
          {why(failed.value)}
        </p>
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button type="button" class="button primary" disabled={busy.value || !preview.value} onClick={join}>
          {t('join')}
        </button>
      </div>
    </Dialog>
  );
}
