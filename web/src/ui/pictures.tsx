/** Pictures of messages, with a placeholder until each is loaded. */

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { thumbHashToRGBA } from 'thumbhash';
import { number, t } from '../language/index.js';
import { layout } from '../pure/layout.js';
import type { Look } from '../pictures.js';
import type { Picture } from 'powow-client';
import { Icon } from './icons.js';
import { usePowow } from './names.js';

/** Drawn on a canvas: a data URL would need a wider content security policy. */
function Placeholder({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    try {
      const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(hash), (character) => character.charCodeAt(0)));
      canvas.current!.width = w;
      canvas.current!.height = h;
      canvas.current!.getContext('2d')!.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    } catch {
      // Without a valid hash, the area stays empty until the picture arrives.
    }
  }, [hash]);
  return <canvas ref={canvas} class="placeholder" aria-hidden="true" />;
}

/** Requests a picture in the size in which it is shown. */
export function useLook(picture: Picture, width: number, height: number, still = false): Look {
  const powow = usePowow();
  const look = useSignal<Look>({ state: 'coming' });
  // Before the first paint, so that loaded pictures appear at once.
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

/** A picture that fills its container. */
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

/** @param from the sender's name; null for the user's own pictures */
export function altOf(index: number, all: number, from: string | null): string {
  const place = { n: number(index + 1), all: number(all) };
  if (from === null) return all === 1 ? t('yourPicture') : t('yourPictureOf', place);
  return all === 1 ? t('pictureFrom', { name: from }) : t('pictureOfFrom', { ...place, name: from });
}

/** The pictures of a message. The size of the grid is known before they are loaded. */
export function PictureGrid({
  pictures,
  from,
  reachable,
  held = false,
  onLook,
}: {
  pictures: readonly Picture[];
  /** The sender's name; null for the user's own pictures. */
  from: string | null;
  /** Whether Tab reaches the pictures: only in the focused message. */
  reachable: boolean;
  /** Whether each picture is loaded only on request. */
  held?: boolean;
  /** Absent while the message is being sent. */
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
