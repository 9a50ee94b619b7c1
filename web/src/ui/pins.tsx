import { useRef } from 'preact/hooks';
import { count, dateAndTime, shortly, t } from '../language/index.js';
import { may, type Conversation } from '../pure/conversation.js';
import type { Talk } from '../talk.js';
import { PersonAvatar } from './avatar.js';
import { attempt } from './feedback.js';
import { usePanel } from './keyboard.js';
import { nameOrYou, previewOf, usePowow } from './names.js';
import { Empty, IconButton, Spinner } from './parts.js';

/** Everything that is pinned, the newest pin first. */
export function Pins({
  conversation,
  talk,
  onJump,
  onClose,
}: {
  conversation: Conversation;
  talk: Talk;
  onJump: (position: number) => void;
  onClose: () => void;
}) {
  const powow = usePowow();
  const pins = [...(conversation.pins ?? [])].reverse();
  const panel = useRef<HTMLElement>(null);
  const keys = usePanel(panel, onClose);
  return (
    <aside ref={panel} class="panel" tabIndex={-1} {...keys} aria-label={count('pinnedMessages', pins.length)}>
      <header class="panel-head">
        <h2>{t('pinned')}</h2>
        <IconButton icon="close" label={t('closePanel')} onClick={onClose} />
      </header>
      {pins.length === 0 && <Empty icon="pin" title={t('noPins')} />}
      <ul class="entries pins">
        {pins.map((position) => {
          const message = talk.quote(position);
          if (message === null) return null;
          return (
            <li key={position} class="pin">
              {message ? (
                <button
                  type="button"
                  class="entry"
                  title={t('jumpToMessage')}
                  onClick={() => {
                    if (matchMedia('(max-width: 1199px)').matches) onClose();
                    onJump(position);
                  }}
                >
                  <PersonAvatar person={message.sender} name={nameOrYou(powow, message.sender)} size="small" />
                  <span class="entry-lines">
                    <span class="entry-line">
                      <span class="entry-title" dir="auto">
                        {nameOrYou(powow, message.sender)}
                      </span>
                      <time class="entry-time" dateTime={message.at} title={dateAndTime(message.at)}>
                        {shortly(message.at)}
                      </time>
                    </span>
                    <span class="found-text" dir="auto">
                      {previewOf({ text: message.text ?? '', deleted: message.deletedAt !== undefined, ...(message.withheld && { withheld: message.withheld }) })}
                    </span>
                  </span>
                </button>
              ) : (
                <Spinner />
              )}
              {message && may.pin(conversation) && (
                <IconButton
                  icon="unpin"
                  label={t('unpin')}
                  size={16}
                  onClick={() => attempt(powow.pin(conversation.conversationId, position, false))}
                />
              )}
            </li>
          );
        })}
      </ul>
    </aside>
  );
}
