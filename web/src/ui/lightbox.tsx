import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { count, dateAndTime, direction, t } from '../language/index.js';
import type { Talk } from '../talk.js';
import { attempt } from './feedback.js';
import { nameOf, usePowow } from './names.js';
import { IconButton } from './parts.js';
import { altOf, Shown } from './pictures.js';

/** The pictures of a message, one at a time, as large as possible. */
export function Lightbox({ talk, position, index, onClose }: { talk: Talk; position: number; index: number; onClose: () => void }) {
  const powow = usePowow();
  const dialog = useRef<HTMLDialogElement>(null);
  const at = useSignal(index);
  const room = useSignal({ width: innerWidth, height: innerHeight });
  const message = talk.quote(position);
  const pictures = message?.deletedAt === undefined ? message?.pictures : undefined;
  const gone = message !== undefined && !pictures;

  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    const resized = () => (room.value = { width: innerWidth, height: innerHeight });
    addEventListener('resize', resized);
    return () => {
      removeEventListener('resize', resized);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  // The message was deleted meanwhile.
  useEffect(() => {
    if (gone) onClose();
  }, [gone]);

  const all = pictures?.length ?? 0;
  const picture = pictures?.[at.value];
  const step = (by: number) => (at.value = Math.max(0, Math.min(at.value + by, all - 1)));

  function onKeyDown(event: KeyboardEvent): void {
    const forward = direction.value === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === 'Home') at.value = 0;
    else if (event.key === 'End') at.value = all - 1;
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') step(event.key === forward ? 1 : -1);
    else return;
    event.preventDefault();
  }

  const alt = message && picture ? altOf(at.value, all, message.sender === powow.me ? null : nameOf(powow, message.sender)) : t('loading');
  const scale = picture ? Math.min(1, room.value.width / picture.width, (room.value.height - 64) / picture.height) : 1;
  const size = picture && { width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)) };
  return (
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={alt}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={(event) => !(event.target as HTMLElement).closest('button, img') && onClose()}
    >
      <header class="lightbox-head">
        <p aria-live="polite">
          <bdi>{alt}</bdi>
          {message && <time dateTime={message.at}>{dateAndTime(message.at)}</time>}
        </p>
        {picture && <IconButton icon="save" label={count('savePictures', 1)} onClick={() => void attempt(powow.pictures.save(picture))} />}
        <IconButton icon="close" label={t('close')} onClick={onClose} />
      </header>
      {picture && size && (
        <div key={picture.imageId} class="lightbox-picture" style={{ inlineSize: `${size.width}px`, blockSize: `${size.height}px` }}>
          <Shown picture={picture} alt={alt} {...size} />
        </div>
      )}
      {all > 1 && (
        <>
          <IconButton class="previous" icon="previous" label={t('previousPicture')} disabled={at.value === 0} onClick={() => step(-1)} />
          <IconButton class="next" icon="next" label={t('nextPicture')} disabled={at.value === all - 1} onClick={() => step(1)} />
        </>
      )}
    </dialog>
  );
}
