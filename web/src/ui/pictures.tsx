/** Pictures where they are shown: something of each at once, and the picture when it has come. */

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { thumbHashToRGBA } from 'thumbhash';
import { number, t } from '../language/index.js';
import { layout } from '../pure/layout.js';
import type { Look } from '../pictures.js';
import type { Picture } from '../protocol.js';
import { Icon } from './icons.js';
import { usePowow } from './names.js';

/** Drawn, since a picture made of a text would need a wider policy. */
function Placeholder({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    try {
      const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(hash), (character) => character.charCodeAt(0)));
      canvas.current!.width = w;
      canvas.current!.height = h;
      canvas.current!.getContext('2d')!.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    } catch {
      // Then the place stays plain until the picture comes.
    }
  }, [hash]);
  return <canvas ref={canvas} class="placeholder" aria-hidden="true" />;
}

/** Asks for a picture as large as the place in which it is shown. */
export function useLook(picture: Picture, width: number, height: number, still = false): Look {
  const powow = usePowow();
  const look = useSignal<Look>({ state: 'coming' });
  // Before anything is painted: what is here already is seen at once.
  useLayoutEffect(() => {
    const shown = powow.pictures.show(picture, { width, height }, still);
    const unsubscribe = shown.look.subscribe((now) => (look.value = now));
    return () => {
      unsubscribe();
      shown.letGo();
    };
  }, [powow, picture.imageId, width, height, still]);
  return look.value;
}

/** Fills the place that it is in. */
export function Shown({ picture, alt, width, height }: { picture: Picture; alt: string; width: number; height: number }) {
  const look = useLook(picture, width, height);
  const missing = look.state === 'gone' || look.state === 'failed';
  return (
    <>
      {look.state !== 'gone' && <Placeholder hash={picture.placeholder} />}
      {look.state === 'here' && <img src={look.url} alt={alt} decoding="async" draggable={false} />}
      {missing && (
        <span class="picture-missing" title={t(look.state === 'gone' ? 'pictureGone' : 'pictureFailed')}>
          <Icon name="pictureGone" size={24} />
          <span class={width < 160 ? 'only-spoken' : ''}>{t(look.state === 'gone' ? 'pictureGone' : 'pictureFailed')}</span>
        </span>
      )}
    </>
  );
}

/** @param from null for one's own */
export function altOf(index: number, all: number, from: string | null): string {
  const place = { n: number(index + 1), all: number(all) };
  if (from === null) return all === 1 ? t('yourPicture') : t('yourPictureOf', place);
  return all === 1 ? t('pictureFrom', { name: from }) : t('pictureOfFrom', { ...place, name: from });
}

/** The pictures of a message. Its size is known before any of them is there. */
export function PictureGrid({
  pictures,
  from,
  reachable,
  held = false,
  onLook,
}: {
  pictures: readonly Picture[];
  /** Null for one's own. */
  from: string | null;
  /** Whether the Tab key comes here: it does in the message that has the focus. */
  reachable: boolean;
  /** Whether each is loaded only when it is asked for. */
  held?: boolean;
  /** Absent while the message is on its way. */
  onLook?: (index: number) => void;
}) {
  const { width, cells } = useMemo(() => layout(pictures), [pictures]);
  const wanted = useSignal<ReadonlySet<string>>(new Set());
  return (
    <div class="pictures" style={{ inlineSize: `${width}px` }}>
      {pictures.map((picture, i) => {
        const cell = cells[i]!;
        const alt = altOf(i, pictures.length, from);
        const waits = held && !wanted.value.has(picture.imageId);
        return (
          <button
            key={picture.imageId}
            type="button"
            class="picture"
            tabIndex={reachable ? 0 : -1}
            aria-label={t(waits ? 'loadPicture' : 'showPicture', { picture: alt })}
            style={{ gridColumn: `span ${6 / cell.inRow}`, aspectRatio: `${cell.width} / ${cell.height}` }}
            disabled={!onLook}
            onClick={() => (waits ? (wanted.value = new Set(wanted.value).add(picture.imageId)) : onLook?.(i))}
          >
            {waits ? (
              <span class="picture-missing">
                <Icon name="show" size={24} />
                <span class={cell.width < 160 ? 'only-spoken' : ''}>{t('tapToLoad')}</span>
              </span>
            ) : (
              <Shown picture={picture} alt={alt} width={cell.width} height={cell.height} />
            )}
          </button>
        );
      })}
    </div>
  );
}
