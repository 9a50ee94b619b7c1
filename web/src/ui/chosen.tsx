import { useRef } from 'preact/hooks';
import { number, t, why } from '../language/index.js';
import type { ConversationId } from 'powow-client';
import { MOST_PICTURES, type Upload } from '../uploads.js';
import type { Powow } from '../powow.js';
import { tell } from './feedback.js';
import { Icon } from './icons.js';
import { usePowow } from './names.js';
import { IconButton } from './parts.js';

/** Adds files that the user chose, pasted or dropped, of any type: the server decides which are pictures. */
export function choosePictures(powow: Powow, id: ConversationId, files: Iterable<File>): void {
  const chosen = [...files];
  if (chosen.length === 0) return;
  if (!powow.uploads.choose(id, chosen)) tell(t('tooManyPictures', { n: number(MOST_PICTURES) }), true);
}

/** A button that opens the file chooser. */
export function ChooseButton({ onChosen }: { onChosen: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/jpeg,image/png,image/gif,image/webp"
        onChange={({ currentTarget }) => {
          onChosen([...(currentTarget.files ?? [])]);
          // Allows choosing the same file again.
          currentTarget.value = '';
        }}
      />
      <IconButton class="choose-pictures" icon="picture" label={t('addPictures')} onClick={() => input.current!.click()} />
    </>
  );
}

/** The pictures of the message being written. */
export function Chosen({ id, uploads, onDropped }: { id: ConversationId; uploads: readonly Upload[]; onDropped: () => void }) {
  const powow = usePowow();
  return (
    <ul class="chosen" aria-label={t('chosenPictures')}>
      {uploads.map((upload, i) => (
        <ChosenPicture
          key={upload.key}
          upload={upload}
          place={i + 1}
          onAgain={() => powow.uploads.give(upload)}
          onDrop={() => {
            powow.uploads.drop(id, upload);
            onDropped();
          }}
        />
      ))}
    </ul>
  );
}

function ChosenPicture({ upload, place, onAgain, onDrop }: { upload: Upload; place: number; onAgain: () => void; onDrop: () => void }) {
  const now = upload.progress.value;
  const n = number(place);
  return (
    <li class={now.state === 'refused' ? 'chosen-picture refused' : 'chosen-picture'}>
      <span class="chosen-preview">
        {upload.preview ? <img src={upload.preview} alt={t('chosenPicture', { n })} /> : <Icon name="pictureGone" size={24} />}
      </span>
      {now.state === 'going' && <progress aria-label={t('giving', { n })} max={1} value={now.part} />}
      {now.state === 'refused' && (
        <span class="chosen-refusal">
          <span role="alert">{now.code === 'unreachable' ? t('picturesNeedConnection') : why(now.code)}</span>
          {/* A transient refusal can be retried. */}
          {!FOR_GOOD.has(now.code) && (
            <button type="button" class="link" onClick={onAgain}>
              {t('retry')}
            </button>
          )}
        </span>
      )}
      <IconButton class="chosen-drop" icon="close" label={t(now.state === 'going' ? 'stopGiving' : 'dropPicture', { n })} size={14} onClick={onDrop} />
    </li>
  );
}

/** Permanent refusals: a retry would fail again. */
const FOR_GOOD = new Set(['invalid_image', 'image_too_large', 'too_many_pixels', 'moving_image_unsupported']);
