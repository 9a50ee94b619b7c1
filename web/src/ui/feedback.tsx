/** Notifications within the page: short visible notes, and announcements for screen readers. */

import { signal, useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { codeOf, Unreachable } from 'powow-client/http';
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

/** Announces a text to screen readers, politely. */
export function say(text: string): void {
  // An identical text would not be announced twice, so a blank is appended.
  spoken.value = spoken.value === text ? `${text}\u00a0` : text;
}

/** Awaits an operation, and reports its failure. */
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

/** The number of open dialogs. Content behind them is neither visible nor announced, so notes appear in the topmost one. */
const dialogs = signal(0);

function Notes({ within }: { within: number }) {
  const told = dialogs.value === within ? note.value : null;
  return (
    <div class="notes" role="status">
      {told && (
        <p class={told.failed ? 'note failed' : 'note'}>
          <Icon name={told.failed ? 'alert' : 'sent'} size={18} />
          {told.text}
        </p>
      )}
    </div>
  );
}

/** The place for notes in a dialog. */
export function NotesOfDialog() {
  const within = useSignal(0);
  useLayoutEffect(() => {
    within.value = ++dialogs.value;
    return () => void dialogs.value--;
  }, []);
  return <Notes within={within.value} />;
}

export function Feedback() {
  return (
    <>
      <Notes within={0} />
      <div class="only-spoken" aria-live="polite" role="log">
        {spoken.value}
      </div>
    </>
  );
}
