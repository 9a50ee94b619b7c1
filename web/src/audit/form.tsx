/** Forms of the page for auditors. */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Failed } from './api.js';
import { isWord, t } from './words.js';

/** What a refusal says to whoever reads this page. */
export function whyOf(failure: unknown): string {
  if (!(failure instanceof Failed)) throw failure;
  const entry = `failed_${failure.code}`;
  return t(isWord(entry) ? entry : 'failed', { detail: failure.message });
}

export function TextField({ label, hint, ...input }: { label: string; hint?: string; name: string; type?: string; value?: string; required?: boolean; autocomplete?: string; min?: string; max?: string }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-line">
        {/* Any type of a text field. */}
        <input {...(input as object)} id={id} aria-describedby={hint ? `${id}-hint` : undefined} dir="auto" />
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** A form that shows the reason of a refusal. */
export function Form({ label, submit, children, onSubmit }: { label: string; submit: string; children: ComponentChildren; onSubmit: (values: Record<string, string>) => Promise<void> }) {
  const refused = useSignal<string | null>(null);
  const busy = useSignal(false);
  return (
    <form
      aria-label={label}
      onSubmit={async (event) => {
        event.preventDefault();
        if (busy.value) return;
        const values = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]));
        busy.value = true;
        refused.value = null;
        try {
          await onSubmit(values);
        } catch (failure) {
          refused.value = whyOf(failure);
        } finally {
          busy.value = false;
        }
      }}
    >
      {children}
      {refused.value && (
        <p class="error" role="alert">
          {refused.value}
        </p>
      )}
      <button type="submit" class="button primary" aria-busy={busy.value} disabled={busy.value}>
        {submit}
      </button>
    </form>
  );
}
