import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { dateAndTime, t } from '../language/index.js';
import type { Conversation } from '../pure/conversation.js';
import type { MessageAnswer } from 'powow-client';
import type { Talk } from '../talk.js';
import { attempt } from './feedback.js';
import { usePanel } from './keyboard.js';
import { nameOf, usePowow } from './names.js';
import { Empty, IconButton, Spinner } from './parts.js';
import { altOf, Shown } from './pictures.js';

/** The number of pictures per load, and the maximum number of pages of messages to search. */
const PICTURES = 30;
const PAGES = 10;

/** All pictures of a conversation, newest first. */
export function Gallery({ conversation, talk, onLook, onClose }: { conversation: Conversation; talk: Talk; onLook: (position: number, index: number) => void; onClose: () => void }) {
  const powow = usePowow();
  const panel = useRef<HTMLElement>(null);
  const keys = usePanel(panel, onClose);
  const found = useSignal<readonly MessageAnswer[]>([]);
  /** Where to continue; null at the beginning of the conversation. */
  const before = useSignal<number | null>(conversation.position + 1);
  const loading = useSignal(false);

  async function more(): Promise<void> {
    loading.value = true;
    await attempt(
      (async () => {
        for (let pages = 0, pictures = 0; before.value !== null && pages < PAGES && pictures < PICTURES; pages++) {
          const page = await talk.pageBefore(before.value);
          const withPictures = page.messages.filter(({ pictures, deletedAt }) => pictures && deletedAt === undefined).reverse();
          found.value = [...found.value, ...withPictures];
          pictures += withPictures.reduce((sum, { pictures }) => sum + pictures!.length, 0);
          before.value = page.messages.length === 0 ? null : page.messages[0]!.position;
        }
      })(),
    );
    loading.value = false;
  }

  useEffect(() => void more(), []);

  return (
    <aside ref={panel} class="panel" tabIndex={-1} {...keys} aria-label={t('media')}>
      <header class="panel-head">
        <h2>{t('media')}</h2>
        <IconButton icon="close" label={t('closePanel')} onClick={onClose} />
      </header>
      {found.value.length === 0 && !loading.value && before.value === null && <Empty icon="media" title={t('noMedia')} />}
      <div class="gallery">
        {found.value.flatMap((message) =>
          message.pictures!.map((picture, i) => {
            const alt = altOf(i, message.pictures!.length, message.sender === powow.me ? null : nameOf(powow, message.sender));
            return (
              <button
                key={`${message.position} ${picture.imageId}`}
                type="button"
                class="picture"
                aria-label={`${t('showPicture', { picture: alt })}, ${dateAndTime(message.at)}`}
                onClick={() => onLook(message.position, i)}
              >
                <Shown picture={picture} alt={alt} width={112} height={112} />
              </button>
            );
          }),
        )}
      </div>
      {loading.value ? (
        <div class="waiting">
          <Spinner />
        </div>
      ) : (
        before.value !== null && (
          <button type="button" class="button more" onClick={() => void more()}>
            {t('showMore')}
          </button>
        )
      )}
    </aside>
  );
}
