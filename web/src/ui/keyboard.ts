/** Keyboard behaviour that browsers do not provide. */

import type { RefObject } from 'preact';
import type { Place } from './parts.js';
import { useLayoutEffect } from 'preact/hooks';

/**
 * For `onKeyDown` of a list of which only one entry is reachable with Tab: arrow keys, Home and End move within it.
 *
 * @param entries a selector for the focusable entries
 */
export function moveWithin(event: KeyboardEvent, entries: string): void {
  const list = event.currentTarget as HTMLElement;
  const all = [...list.querySelectorAll<HTMLElement>(entries)];
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[Math.max(0, Math.min(to, all.length - 1))]!.focus();
}

/** Makes a panel take the focus when it opens, return it when it closes, and close with Escape. */
export function usePanel(panel: RefObject<HTMLElement | null>, onClose: () => void): { onKeyDown: (event: KeyboardEvent) => void } {
  useLayoutEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => before instanceof HTMLElement && before.isConnected && before.focus({ preventScroll: true });
  }, []);
  return {
    onKeyDown: (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.stopPropagation();
      onClose();
    },
  };
}

/** The duration of a long press. */
const LONG_PRESS = 450;

/** Opens a menu with the right mouse button, the menu key, or a long press. The element below is not activated. */
export function menuOn(open: (place: Place) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let held = false;
  const stop = () => clearTimeout(timer);
  return {
    onContextMenu(event: MouseEvent) {
      event.preventDefault();
      stop();
      // The menu key has no pointer position.
      if (!held) open(event.detail === 0 && event.clientX === 0 ? { element: event.currentTarget as HTMLElement } : { x: event.clientX, y: event.clientY });
    },
    onPointerDown(event: PointerEvent) {
      if (event.pointerType !== 'touch') return;
      const { clientX: x, clientY: y } = event;
      held = false;
      stop();
      timer = setTimeout(() => {
        held = true;
        open({ x, y });
      }, LONG_PRESS);
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onClickCapture(event: MouseEvent) {
      if (!held) return;
      held = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
