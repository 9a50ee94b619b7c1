/** Whether the user may be looking: the page is visible and focused. */

export const attended = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Calls `changed` whenever that may have changed. @returns a function to stop */
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
