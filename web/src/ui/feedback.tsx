/** What the page tells by the way: short notes that are seen, and what only a screen reader says. */

import { signal } from '@preact/signals';
import { codeOf, Unreachable } from '../http.js';
import { t, why } from '../language/index.js';
import { Icon } from './icons.js';

interface Note {
  text: string;
  failed: boolean;
}

const note = signal<Note | null>(null);
const spoken = signal('');
let timer: ReturnType<typeof setTimeout>;

export function tell(text: string, failed = false): void {
  note.value = { text, failed };
  clearTimeout(timer);
  timer = setTimeout(() => (note.value = null), failed ? 7_000 : 3_000);
}

/** To a screen reader, when it has finished what it is saying. */
export function say(text: string): void {
  // The same words twice in a row are said twice only if they are not the same text.
  spoken.value = spoken.value === text ? `${text}\u00a0` : text;
}

/** Does something that needs the server, and tells when it could not be done. */
export async function attempt<T>(doing: Promise<T>): Promise<T | undefined> {
  try {
    return await doing;
  } catch (failure) {
    tell(failure instanceof Unreachable ? t('needsConnection') : why(codeOf(failure)), true);
    return undefined;
  }
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(t('copied'));
  } catch {
    tell(t('copyFailed'), true);
  }
}

export function Feedback() {
  return (
    <>
      <div class="notes" role="status">
        {note.value && (
          <p class={note.value.failed ? 'note failed' : 'note'}>
            <Icon name={note.value.failed ? 'alert' : 'sent'} size={18} />
            {note.value.text}
          </p>
        )}
      </div>
      <div class="only-spoken" aria-live="polite" role="log">
        {spoken.value}
      </div>
    </>
  );
}
