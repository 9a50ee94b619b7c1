/** Whether somebody may be looking: the page is shown, and has the focus. */

export const attended = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Calls whenever that may have changed. @returns how to stop */
export function onAttention(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  window.addEventListener('focus', changed);
  window.addEventListener('blur', changed);
  return () => {
    document.removeEventListener('visibilitychange', changed);
    window.removeEventListener('focus', changed);
    window.removeEventListener('blur', changed);
  };
}
