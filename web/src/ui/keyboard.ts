/** What the keyboard does, where the browser leaves it to us. */

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * For `onKeyDown` of a list of which only one entry is reached with Tab: the arrows, Home and End move within it.
 *
 * @param entries finds the entries that can have the focus
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

/** A panel takes the focus when it opens, gives it back when it closes, and closes with Escape. */
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
