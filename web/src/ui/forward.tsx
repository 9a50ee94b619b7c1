import { useSignal } from '@preact/signals';
import { t } from '../language/index.js';
import type { Message } from '../pure/timeline.js';
import type { ConversationId } from 'powow-client';
import { ConversationAvatar } from './avatar.js';
import { attempt, tell } from './feedback.js';
import { previewOf, titleOf, usePowow } from './names.js';
import { Dialog, Field, Spinner } from './parts.js';

const MOST = 30;

/** Forwards a message's text and pictures to another conversation, without its author. */
export function Forward({ message, onClose }: { message: Message; onClose: () => void }) {
  const powow = usePowow();
  const words = useSignal('');
  const sending = useSignal<ConversationId | null>(null);
  const begun = words.value.trim().toLowerCase();
  const offered = powow.inbox.value
    .map(({ value }) => value)
    .filter((conversation) => !(conversation.peer !== undefined && powow.blocked.value.has(conversation.peer)))
    .filter((conversation) => titleOf(powow, conversation).toLowerCase().includes(begun))
    .slice(0, MOST);

  async function send(id: ConversationId, title: string): Promise<void> {
    sending.value = id;
    const done = await attempt(powow.forward(id, message).then(() => true));
    sending.value = null;
    if (!done) return;
    tell(t('forwardedTo', { name: title }));
    onClose();
  }

  return (
    <Dialog title={t('forward')} onClose={onClose}>
      <p class="found-text" dir="auto">
        {previewOf({ text: message.text ?? '', images: message.pictures?.length ?? 0 })}
      </p>
      <Field label={t('forwardTo')} value={words.value} maxLength={100} dir="auto" autocomplete="off" onInput={(event) => (words.value = event.currentTarget.value)} />
      {offered.length === 0 && <p class="hint">{t('noResults', { words: words.value.trim() })}</p>}
      <ul class="people">
        {offered.map((conversation) => {
          const title = titleOf(powow, conversation);
          return (
            <li key={conversation.conversationId}>
              <button type="button" class="person known" disabled={sending.value !== null} onClick={() => void send(conversation.conversationId, title)}>
                <ConversationAvatar conversation={conversation} />
                <bdi class="person-name">{title}</bdi>
                {sending.value === conversation.conversationId && <Spinner label={t('sending')} />}
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
